import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { crashPoint } from '@countersign/database';
import { ReconcileApproval } from '../approvals/reconcile-approval.use-case.js';
import type { Call } from '../calls/call.js';
import { CallSignals } from '../calls/call-signals.js';
import { SWEEP_INTERVAL_MS } from '../limits.js';
import { Dispatcher } from './dispatcher.host.js';
import { RecoverCalls } from './recover-calls.use-case.js';
import { SweepRepository } from './sweep.repository.js';

/** One kind of work that is found in rows. */
interface Sweep {
  readonly kind: string;
  readonly list: () => Promise<Call[]>;
  readonly work: (call: Call) => Promise<void>;
}

/**
 * Goes on with what a process has left behind: its own or another replica's. Everything it needs is in the rows, and the
 * database's clock says when they are due. Each kind has rounds of its own: policy that does not answer must not keep a
 * lost call from being found.
 */
@Injectable()
export class LedgerSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(LedgerSweeper.name);
  private readonly running = new Map<string, Promise<void>>();
  private readonly sweeps: readonly Sweep[];
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(
    due: SweepRepository,
    recover: RecoverCalls,
    reconcile: ReconcileApproval,
    dispatcher: Dispatcher,
    private readonly signals: CallSignals,
  ) {
    this.sweeps = [
      { kind: 'lease', list: () => due.listLeaseExpired(), work: (call) => recover.lease(call) },
      { kind: 'grant', list: () => due.listGrantExpired(), work: (call) => recover.expiredGrant(call) },
      { kind: 'pending', list: () => due.takePending(), work: (call) => reconcile.execute(call) },
      {
        kind: 'approved',
        list: () => due.takeApproved(),
        work: (call) => Promise.resolve(dispatcher.start(call.workspaceId, call.id)),
      },
    ];
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      for (const sweep of this.sweeps) if (!this.running.has(sweep.kind)) this.begin(sweep);
    }, SWEEP_INTERVAL_MS);
  }

  /** What is left of a round is found again, by any replica. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await Promise.all(this.running.values());
  }

  /** One round of every kind. */
  async sweep(): Promise<void> {
    await Promise.all(this.sweeps.map((sweep) => this.round(sweep)));
  }

  private begin(sweep: Sweep): void {
    this.running.set(
      sweep.kind,
      this.round(sweep).finally(() => this.running.delete(sweep.kind)),
    );
  }

  private async round({ kind, list, work }: Sweep): Promise<void> {
    crashPoint('sweep');
    for (const call of await this.orNone(kind, list())) {
      if (this.isStopping) return;
      try {
        await work(call);
        this.signals.changed(call.id);
      } catch (error) {
        this.logger.error({ err: error, callId: call.id, kind }, 'a call could not be swept');
      }
    }
  }

  private async orNone(kind: string, listing: Promise<Call[]>): Promise<Call[]> {
    try {
      return await listing;
    } catch (error) {
      this.logger.error({ err: error, kind }, 'due calls could not be listed');
      return [];
    }
  }
}
