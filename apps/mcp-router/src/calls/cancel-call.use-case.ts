import { Injectable } from '@nestjs/common';
import { approvalWithdrawn, assertNever, principalKey, type Actor, type WithdrawalCause } from '@countersign/contracts';
import { Database, Outbox } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { ending } from '../dispatch/to-outcome.js';
import type { Call } from './call.js';
import { CallAlreadySettledError } from './call.errors.js';
import { CallRepository } from './call.repository.js';
import { CallSignals } from './call-signals.js';
import { CallTransitionRepository } from './call-transition.repository.js';
import { cancelled } from './model-answers.js';

export interface Cancellation {
  readonly actor: Pick<Actor, 'kind' | 'id'>;
  readonly reason: string;
  /** Of a call that was taken back by itself, unless it says otherwise. */
  readonly cause?: WithdrawalCause;
}

/**
 * Takes a call back. Before it is sent that ends it at once, and its approval is withdrawn, so a decision on its way has
 * no effect any more. While it is being sent, the last transaction before the first byte sees the request.
 */
@Injectable()
export class CancelCall {
  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly transitions: CallTransitionRepository,
    private readonly outbox: Outbox,
    private readonly signals: CallSignals,
  ) {}

  /** @throws CallNotFoundError, CallAlreadySettledError */
  async execute(workspaceId: string, callId: string, cancellation: Cancellation): Promise<Call> {
    const call = await this.database.transaction(workspaceId, async (tx) => {
      const locked = await this.calls.lock(tx, callId);
      const moved = await this.cancelLocked(tx, locked, cancellation);
      if (moved === null) throw new CallAlreadySettledError(callId, locked.state);
      return moved;
    });
    this.signals.changed(callId);
    return call;
  }

  /** Every call of a run that has not ended, in the transaction that marks the run. */
  async executeForRun(tx: EntityManager, runId: string, cancellation: Cancellation): Promise<readonly Call[]> {
    const open = await this.calls.listOpenOfRun(tx, runId);
    for (const call of open) await this.cancelLocked(tx, call, cancellation);
    return open;
  }

  private async cancelLocked(tx: EntityManager, call: Call, cancellation: Cancellation): Promise<Call | null> {
    const { actor, reason } = cancellation;
    const outcome = ending('cancelled', reason, cancelled(reason));
    switch (call.state) {
      case 'pending_approval':
        await this.withdraw(tx, call, cancellation);
        return this.transitions.settle(tx, call, outcome, principalKey(actor));
      case 'approved':
        return this.transitions.settle(tx, call, outcome, principalKey(actor));
      case 'dispatching':
        await tx.query('update calls set cancel_requested = true where id = $1', [call.id]);
        return { ...call, cancelRequested: true };
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

  private async withdraw(tx: EntityManager, call: Call, { reason, cause = 'withdrawn' }: Cancellation): Promise<void> {
    if (call.approval === null) return;
    await this.outbox.add(tx, approvalWithdrawn, {
      workspaceId: call.workspaceId,
      aggregateId: call.id,
      data: { approvalId: call.approval.id, callId: call.id, reason, cause },
    });
  }
}
