import type { DecideApprovalRequest } from '@countersign/contracts';
import { approvalSettings } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ToolPolicyRepository } from '../tool-policies/tool-policy.repository.js';
import type { ApprovalEntity } from './approval.entity.js';
import { NotInApproverGroupError, SelfApprovalError } from './approval.errors.js';
import { isOwnRequest } from './is-own-request.js';

/** Who may decide, by the tool's policy as it is now: what was tightened since the request holds. */
@Injectable()
export class AssertMayDecide {
  constructor(private readonly toolPolicies: ToolPolicyRepository) {}

  /** @throws SelfApprovalError, NotInApproverGroupError */
  async execute(
    tx: EntityManager,
    approval: ApprovalEntity,
    { actor, approverGroups }: Pick<DecideApprovalRequest, 'actor' | 'approverGroups'>,
  ): Promise<void> {
    const row = await this.toolPolicies.find(tx, approval, approval.toolName.toString());
    // What cannot be read opens nothing: nobody decides for themselves, and the group that was asked is the one that decides.
    const settings = row?.kind === 'readable' ? approvalSettings(row.policy) : null;
    if (!(settings?.allowSelfApproval ?? false) && isOwnRequest(actor, approval.principal)) {
      throw new SelfApprovalError(approval.id);
    }
    const { approverGroup: group } = settings ?? approval;
    if (group !== null && !(approverGroups ?? []).includes(group)) {
      throw new NotInApproverGroupError(approval.id, group);
    }
  }
}
