import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { crashPoint } from '@countersign/database';
import { ReconcileApproval } from '../approvals/reconcile-approval.use-case.js';
import type { Call } from '../calls/call.js';
import { CallSignals } from '../calls/call-signals.js';
import { SWEEP_INTERVAL_MS } from '../limits.js';
import { Dispatcher } from './dispatcher.host.js';
import { RecoverCalls } from './recover-calls.use-case.js';
import { SweepRepository } from './sweep.repository.js';

/**
 * Goes on with what a process has left behind: its own or another replica's. Everything it needs is in the rows, and the
 * database's clock says when they are due.
 */
@Injectable()
export class LedgerSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(LedgerSweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly due: SweepRepository,
    private readonly recover: RecoverCalls,
    private readonly reconcile: ReconcileApproval,
    private readonly dispatcher: Dispatcher,
    private readonly signals: CallSignals,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweep().finally(() => {
        this.sweeping = undefined;
      });
    }, SWEEP_INTERVAL_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** One round. A kind of work that fails is logged and does not keep the others from their turn. */
  async sweep(): Promise<void> {
    crashPoint('sweep');
    await this.each('lease', this.due.listLeaseExpired(), (call) => this.recover.lease(call));
    await this.each('grant', this.due.listGrantExpired(), (call) => this.recover.expiredGrant(call));
    await this.each('pending', this.due.takePending(), (call) => this.reconcile.execute(call));
    await this.each('approved', this.due.takeApproved(), (call) => this.dispatch(call));
  }

  private dispatch({ workspaceId, id }: Call): Promise<void> {
    this.dispatcher.start(workspaceId, id);
    return Promise.resolve();
  }

  private async each(kind: string, listing: Promise<Call[]>, work: (call: Call) => Promise<void>): Promise<void> {
    for (const call of await this.orNone(kind, listing)) {
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
