import type { DecideApprovalRequest } from '@countersign/contracts';
import { approvalSettings } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ApprovalSettingsRepository } from '../approval-settings/approval-settings.repository.js';
import { ToolPolicyRepository } from '../tool-policies/tool-policy.repository.js';
import type { ApprovalEntity } from './approval.entity.js';
import { NotInApproverGroupError, SelfApprovalError } from './approval.errors.js';
import { findSelfApprovalBan } from './find-self-approval-ban.js';

/** Who may decide, by the tool's policy and the workspace's settings as they are now: what was tightened since holds. */
@Injectable()
export class AssertMayDecide {
  constructor(
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly settings: ApprovalSettingsRepository,
  ) {}

  /** @throws SelfApprovalError, NotInApproverGroupError */
  async execute(
    tx: EntityManager,
    approval: ApprovalEntity,
    { actor, approverGroups }: Pick<DecideApprovalRequest, 'actor' | 'approverGroups'>,
  ): Promise<void> {
    const row = await this.toolPolicies.find(tx, approval, approval.toolName.toString());
    const workspace = await this.settings.get(tx, approval.workspaceId);
    const ban = findSelfApprovalBan(actor, approval.principal, { row, workspace });
    if (ban !== null) throw new SelfApprovalError(approval.id, ban);
    // What cannot be read opens nothing: the group that was asked is the one that decides.
    const { approverGroup: group } = row?.kind === 'readable' ? approvalSettings(row.policy) : approval;
    if (group !== null && !(approverGroups ?? []).includes(group)) {
      throw new NotInApproverGroupError(approval.id, group);
    }
  }
}
