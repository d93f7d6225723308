import { Injectable } from '@nestjs/common';
import { approvalRequested } from '@countersign/contracts';
import { Database, Outbox } from '@countersign/database';
import type { Call } from '../calls/call.js';
import { CallRepository } from '../calls/call.repository.js';
import { toApprovalRequested } from './announce-approval.js';
import { ApplyDecision } from './apply-decision.use-case.js';
import { ApprovalOutcomeClient } from './approval-outcome.client.js';
import { WithdrawApproval } from './withdraw-approval.use-case.js';

/** Under the same event id, so that policy does nothing where it has heard of it after all. */
@Injectable()
export class AnnounceApprovalAgain {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly calls: CallRepository,
  ) {}

  async execute({ id, workspaceId }: Call): Promise<void> {
    await this.database.transaction(workspaceId, async (tx) => {
      const call = await this.calls.lock(tx, id);
      if (call.state !== 'pending_approval' || call.cancelRequested || call.approval === null) return;
      await this.outbox.add(tx, approvalRequested, {
        workspaceId,
        aggregateId: id,
        eventId: call.approval.eventId,
        occurredAt: call.createdAt,
        data: toApprovalRequested(call, call.approval, call.createdAt),
      });
    });
  }
}

/**
 * For a call that has waited for long: its announcement may be lost with the bus' storage, or its decision. Policy is
 * asked; what it has never heard of is announced again, and a decision is applied. What was taken back meanwhile is
 * withdrawn again instead: nobody is to be asked about it any more.
 */
@Injectable()
export class ReconcileApproval {
  constructor(
    private readonly outcomes: ApprovalOutcomeClient,
    private readonly database: Database,
    private readonly announceAgain: AnnounceApprovalAgain,
    private readonly apply: ApplyDecision,
    private readonly withdraw: WithdrawApproval,
  ) {}

  async execute(call: Call): Promise<void> {
    const { approval, workspaceId } = call;
    if (approval === null) return;
    if (call.cancelRequested) return this.withdraw.again(call);
    const { state, decided, edit } = await this.outcomes.find(workspaceId, approval.id);
    if (state === null) await this.announceAgain.execute(call);
    else if (decided !== null) {
      await this.database.transaction(workspaceId, (tx) => this.apply.execute(tx, decided, edit));
    }
  }
}
