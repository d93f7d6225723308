import type { ApprovalRequested, EventEnvelope } from '@countersign/contracts';
import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import { approvalSettings } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditRepository } from '../audit/audit.repository.js';
import { RevokedTokenRepository } from '../identity-changes/revoked-token.repository.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { ToolPolicyRepository } from '../tool-policies/tool-policy.repository.js';
import { QueueDeliveries } from '../webhooks/queue-deliveries.use-case.js';
import { AnnounceOutcomes } from './announce-outcomes.use-case.js';
import { isPerson, listAskers } from './list-asking-tokens.js';
import { type ApprovalEntity, isSettled } from './approval.entity.js';
import { ApprovalRepository, type Settlement } from './approval.repository.js';
import { cancelSettlement } from './cancel-settlement.js';
import { EarlyCancellationRepository } from './early-cancellation.repository.js';
import { findVoidReason } from './find-void-reason.js';
import { firstReminderAt } from './first-reminder-at.js';
import { voidSettlement } from './void-settlement.js';

export interface RequestFindings {
  /** What speaks against the request; null: it can be decided. */
  readonly objection: Settlement | null;
  /** Whom the tool's policy wants asked; null: everybody who may decide. */
  readonly approverGroup: string | null;
}

/** Finds what is to be known of a request at the moment it arrives. */
@Injectable()
export class ApprovalObjections {
  constructor(
    private readonly cancellations: EarlyCancellationRepository,
    private readonly integrations: IntegrationRepository,
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly revoked: RevokedTokenRepository,
  ) {}

  /**
   * Holds the integration's row until the commit: a change of the tool (and likewise a revocation of the token, and a
   * cancellation) either is seen here, or waits and then finds the approval to end.
   */
  async find(tx: EntityManager, workspaceId: string, data: ApprovalRequested): Promise<RequestFindings> {
    await this.cancellations.serialize(tx, { workspaceId, approvalId: data.approvalId });
    const ended = await this.findEnd(tx, workspaceId, data);
    const key = { workspaceId, integrationId: data.integrationId };
    const found = await this.integrations.findLocked(tx, key, 'share');
    const integration = found && { isRemoved: found.removedAt !== null, connectionRevision: found.connectionRevision };
    const row = await this.toolPolicies.find(tx, key, data.toolName);
    const reason = findVoidReason(data, { integration, row });
    const { approverGroup } = row?.kind === 'readable' ? approvalSettings(row.policy) : { approverGroup: null };
    return { objection: ended ?? (reason === null ? null : voidSettlement(reason)), approverGroup };
  }

  /** What had ended it before it came. */
  private async findEnd(tx: EntityManager, workspaceId: string, data: ApprovalRequested): Promise<Settlement | null> {
    const cancellation = await this.cancellations.find(tx, { workspaceId, approvalId: data.approvalId });
    if (cancellation !== null) return cancelSettlement(cancellation, data.principal);
    const askers = listAskers(data);
    const revoked = askers.length > 0 ? await this.revoked.findRevoked(tx, workspaceId, askers) : [];
    if (revoked.length === 0) return null;
    return voidSettlement(revoked.every(isPerson) ? 'member_removed' : 'token_revoked');
  }
}

/** A call that a person has to decide. */
@Injectable()
export class CreateApproval {
  constructor(
    private readonly approvals: ApprovalRepository,
    private readonly objections: ApprovalObjections,
    private readonly announceOutcomes: AnnounceOutcomes,
    private readonly audit: AuditRepository,
    private readonly webhooks: QueueDeliveries,
  ) {}

  async execute(tx: EntityManager, { workspaceId, data }: EventEnvelope<ApprovalRequested>): Promise<void> {
    const key = { workspaceId, approvalId: data.approvalId };
    const { objection, approverGroup } = await this.objections.find(tx, workspaceId, data);
    if (!(await this.approvals.insert(tx, { ...toEntity(workspaceId, data), approverGroup }))) return;
    const { approvalId, integrationId, toolName, principal, callId, bindingHash, expiresAt } = data;
    const after = { callId, bindingHash, expiresAt, approverGroup };
    await this.audit.append(tx, workspaceId, [
      { action: 'approval.requested', actor: principal, integrationId, toolName, approvalId, after },
    ]);
    if (objection === null) return this.webhooks.ofRequested(tx, { workspaceId, approvalId });
    await this.approvals.cancel(tx, key, objection);
    const ended = await this.approvals.find(tx, key);
    if (ended !== null && isSettled(ended)) await this.announceOutcomes.execute(tx, [ended]);
  }
}

function toEntity(workspaceId: string, data: ApprovalRequested): ApprovalEntity {
  const { approvalId, toolName, ...bound } = data;
  const [requestedAt, expiresAt] = [new Date(data.requestedAt), new Date(data.expiresAt)];
  return {
    ...bound,
    workspaceId,
    id: approvalId,
    tokenId: data.tokenId ?? null,
    state: 'pending',
    toolName: toolNameBytes(toolName),
    toolDigest: toolNameDigest(toolName),
    requestedAt,
    expiresAt,
    remindAt: firstReminderAt(requestedAt, expiresAt),
    approverGroup: null,
    decidedAt: null,
    decidedBy: null,
    reasonCode: null,
    reason: null,
    selfApproved: false,
    decidedVia: null,
    editedArgumentsHash: null,
    editedBindingHash: null,
    withdrawnAt: null,
  };
}
