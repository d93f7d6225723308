import { type ApprovalView, assertNever, type DecideApprovalRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { approvalSettings } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ToolPolicyRepository } from '../tool-policies/tool-policy.repository.js';
import { AnnounceOutcomes } from './announce-outcomes.use-case.js';
import { type ApprovalEntity, isSettled } from './approval.entity.js';
import {
  ApprovalAlreadyDecidedError,
  ApprovalExpiredError,
  ApprovalNotFoundError,
  ApprovalNotPendingError,
  NotInApproverGroupError,
  SelfApprovalError,
} from './approval.errors.js';
import { ApprovalRepository, type Settlement } from './approval.repository.js';
import { toApprovalView } from './approval.view.js';
import { isOwnRequest } from './is-own-request.js';
import { toStorableText } from './to-storable-text.js';

/** The first decision wins. The same one again changes nothing; another one learns who was first. */
@Injectable()
export class DecideApproval {
  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalRepository,
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly announceOutcomes: AnnounceOutcomes,
  ) {}

  /**
   * @throws ApprovalNotFoundError, ApprovalAlreadyDecidedError, ApprovalExpiredError, ApprovalNotPendingError,
   *   SelfApprovalError, NotInApproverGroupError
   */
  async execute(request: DecideApprovalRequest): Promise<ApprovalView> {
    return this.database.transaction(request.workspaceId, async (tx) => {
      const asked = await this.approvals.find(tx, request);
      if (asked === null) throw new ApprovalNotFoundError(request.approvalId);
      if (asked.state !== 'pending') return toApprovalView(assertSameDecision(asked, request));
      await this.assertMayDecide(tx, asked, request);
      const isFirst = await this.approvals.decide(tx, request, toSettlement(asked, request));
      // Read again: a decision that committed meanwhile is the one that counts.
      const approval = (await this.approvals.find(tx, request)) ?? asked;
      if (!isFirst) return toApprovalView(assertSameDecision(approval, request));
      if (isSettled(approval)) await this.announceOutcomes.execute(tx, [approval]);
      return toApprovalView(approval);
    });
  }

  /** By the tool's policy as it is now: what was tightened since the request holds. */
  private async assertMayDecide(
    tx: EntityManager,
    approval: ApprovalEntity,
    request: DecideApprovalRequest,
  ): Promise<void> {
    const row = await this.toolPolicies.find(tx, approval, approval.toolName.toString());
    // Who may decide cannot be read, so nobody proves that they may.
    const settings = row?.kind === 'readable' ? approvalSettings(row.policy) : null;
    if (!(settings?.allowSelfApproval ?? false) && isOwnRequest(request.actor, approval.principal)) {
      throw new SelfApprovalError(approval.id);
    }
    const group = settings?.approverGroup ?? null;
    if (group !== null && !(request.approverGroups ?? []).includes(group)) {
      throw new NotInApproverGroupError(approval.id, group);
    }
  }
}

function toSettlement(approval: ApprovalEntity, { actor, decision, reason }: DecideApprovalRequest): Settlement {
  const outcome = decision === 'approve' ? 'approved' : 'denied';
  return {
    state: outcome,
    decidedBy: actor,
    reasonCode: outcome,
    reason: reason ? toStorableText(reason) : null,
    selfApproved: isOwnRequest(actor, approval.principal),
  };
}

/** The approval, if it ended as this request wants it. */
function assertSameDecision(approval: ApprovalEntity, { decision }: DecideApprovalRequest): ApprovalEntity {
  switch (approval.state) {
    // Still pending for the sweeper, but the clock has passed the expiry: that is why the decision did not count.
    case 'pending':
    case 'expired':
      throw new ApprovalExpiredError(approval);
    case 'approved':
    case 'denied':
      if ((approval.state === 'approved') === (decision === 'approve')) return approval;
      throw new ApprovalAlreadyDecidedError(approval);
    case 'invalidated':
    case 'cancelled':
      throw new ApprovalNotPendingError(approval);
    default:
      return assertNever(approval.state);
  }
}
