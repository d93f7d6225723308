import { Injectable } from '@nestjs/common';
import { assertNever, principalKey } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { WithdrawApproval } from '../approvals/withdraw-approval.use-case.js';
import { ending } from '../dispatch/to-outcome.js';
import type { Call } from './call.js';
import { CallAlreadySettledError } from './call.errors.js';
import { CallRepository } from './call.repository.js';
import { CallSignals } from './call-signals.js';
import { CallTransitionRepository } from './call-transition.repository.js';
import type { Cancellation } from './cancellation.js';
import { cancelled } from './model-answers.js';

/**
 * Takes a call back. One that waits for a person is marked, which keeps it from ever being sent, and ends by policy's word:
 * it alone ends an approval. One that was approved ends at once. While it is being sent, the last transaction before the
 * first byte sees the mark.
 */
@Injectable()
export class CancelCall {
  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly transitions: CallTransitionRepository,
    private readonly withdraw: WithdrawApproval,
    private readonly signals: CallSignals,
  ) {}

  /**
   * The call as it is then: still `pending_approval`, and marked, where policy has not answered in time.
   *
   * @throws CallNotFoundError, CallAlreadySettledError
   */
  async execute(workspaceId: string, callId: string, cancellation: Cancellation): Promise<Call> {
    const call = await this.database.transaction(workspaceId, async (tx) => {
      const locked = await this.calls.lock(tx, callId);
      const moved = await this.cancelLocked(tx, locked, cancellation);
      if (moved === null) throw new CallAlreadySettledError(callId, locked.state);
      return moved;
    });
    return this.finish(call, cancellation);
  }

  /** Every call of a run, or these of it, that has not ended, in one transaction; each is to be finished after it. */
  async executeForRun(
    tx: EntityManager,
    runId: string,
    cancellation: Cancellation,
    toolCallIds?: readonly string[],
  ): Promise<readonly Call[]> {
    const moved: Call[] = [];
    const open = await this.calls.listOpenOfRun(tx, runId);
    const wanted =
      toolCallIds === undefined ? open : open.filter((call) => toolCallIds.includes(call.toolCallId ?? ''));
    for (const call of wanted) {
      moved.push((await this.cancelLocked(tx, call, cancellation)) ?? call);
    }
    return moved;
  }

  /** After the commit, for policy is asked: no transaction is open meanwhile. */
  async finish(call: Call, cancellation: Cancellation): Promise<Call> {
    const finished = call.state === 'pending_approval' ? await this.withdraw.execute(call, cancellation) : call;
    this.signals.changed(call.id);
    return finished;
  }

  private async cancelLocked(tx: EntityManager, call: Call, cancellation: Cancellation): Promise<Call | null> {
    const { actor = call.principal, reason } = cancellation;
    switch (call.state) {
      case 'pending_approval':
        if (!call.cancelRequested) await this.withdraw.announce(tx, call, cancellation);
        return this.mark(tx, call);
      case 'approved':
        // A repeat was sent before: its approval has been used.
        if (!call.isRepeat) await this.withdraw.announce(tx, call, cancellation);
        return this.transitions.settle(tx, call, ending('cancelled', reason, cancelled(reason)), principalKey(actor));
      case 'dispatching':
        return this.mark(tx, call);
      case 'requested':
      case 'unknown':
      case 'denied':
      case 'expired':
      case 'cancelled':
      case 'invalidated':
      case 'succeeded':
      case 'failed':
      case 'resolved_succeeded':
      case 'resolved_failed':
      case 'retried':
        return null;
      default:
        return assertNever(call.state);
    }
  }

  private async mark(tx: EntityManager, call: Call): Promise<Call> {
    await tx.query('update calls set cancel_requested = true where id = $1', [call.id]);
    return { ...call, cancelRequested: true };
  }
}
