import { type ApprovalOutcome, approvalWithdrawn, cancelApproval, DomainError } from '@countersign/contracts';
import { Database, Outbox } from '@countersign/database';
import { RequestClient } from '@countersign/messaging';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Call } from '../calls/call.js';
import { CallRepository } from '../calls/call.repository.js';
import type { Cancellation } from '../calls/cancellation.js';
import { ApplyDecision } from './apply-decision.use-case.js';

/** How long somebody who cancels waits for policy; the call is marked by then, and policy hears of it by the event too. */
const ANSWER_TIMEOUT_MS = 2_000;

/**
 * Has policy end an approval that is not wanted any more. A decision that was first stands, and has no effect. Where
 * policy does not answer, the event reaches it later, and the sweeper asks again: the call waits, marked, until then.
 */
@Injectable()
export class WithdrawApproval {
  private readonly logger = new Logger(WithdrawApproval.name);

  constructor(
    private readonly requests: RequestClient,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly apply: ApplyDecision,
  ) {}

  /** In the transaction that takes the call back: policy hears of it even if nobody is left to ask. */
  async announce(tx: EntityManager, call: Call, cancellation: Cancellation): Promise<void> {
    const { workspaceId, id: callId, approval } = call;
    if (approval === null) return;
    const data = { approvalId: approval.id, callId, ...toWithdrawal(call, cancellation) };
    await this.outbox.add(tx, approvalWithdrawn, { workspaceId, aggregateId: callId, data });
  }

  /** The call as it is once policy has answered, or as it was. */
  async execute(call: Call, cancellation: Cancellation): Promise<Call> {
    if (call.approval === null) return call;
    const outcome = await this.ask(call, call.approval.id, cancellation);
    // Nothing but an end is an answer; anything else leaves the call marked.
    if (outcome === null || outcome.state === 'pending') return call;
    return this.database.transaction(call.workspaceId, async (tx) => {
      if (outcome.decided === null) await this.apply.cancel(tx, call, cancellation);
      else await this.apply.execute(tx, outcome.decided, null);
      return this.calls.get(tx, call.id);
    });
  }

  /** Of a call that was taken back while policy did not answer, and whose event may be lost too. */
  async again(call: Call): Promise<void> {
    const { workspaceId, runId } = call;
    const isRunOver =
      runId !== null && (await this.database.read(workspaceId, (tx) => this.calls.isRunCancelled(tx, runId)));
    const cancellation = isRunOver
      ? ({ reason: 'the run is over', cause: 'run_cancelled' } as const)
      : ({ reason: 'it was taken back', cause: 'withdrawn' } as const);
    await this.execute(call, cancellation);
  }

  private async ask(call: Call, approvalId: string, cancellation: Cancellation): Promise<ApprovalOutcome | null> {
    const request = { workspaceId: call.workspaceId, approvalId, ...toWithdrawal(call, cancellation) };
    try {
      return await this.requests.ask(cancelApproval, request, { timeoutMs: ANSWER_TIMEOUT_MS });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.logger.warn({ err: error, callId: call.id }, 'policy has not said that an approval is cancelled');
      return null;
    }
  }
}

/** The same on both ways, so that it does not matter which is first. */
function toWithdrawal({ principal }: Call, { actor = principal, reason, cause = 'withdrawn' }: Cancellation) {
  return { actor, reason, cause };
}
