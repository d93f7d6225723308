import { approvalDecided } from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import type { SigningKey } from '@countersign/tokens';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type AuditEntry, SYSTEM_ACTOR } from '../audit/audit-entry.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { QueueDeliveries } from '../webhooks/queue-deliveries.use-case.js';
import type { Outcome, SettledApproval } from './approval.entity.js';
import { toApprovalDecided } from './approval.view.js';
import { GRANT_SIGNING_KEY } from './grant-signing-key.js';
import { grantExpiresAt, toGrant } from './to-grant.js';

/** Tells the router and webhooks how approvals ended, and writes it down, in the transaction that ends them. */
@Injectable()
export class AnnounceOutcomes {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditRepository,
    private readonly webhooks: QueueDeliveries,
    @Inject(GRANT_SIGNING_KEY) private readonly signingKey: SigningKey,
  ) {}

  async execute(tx: EntityManager, approvals: readonly SettledApproval[]): Promise<void> {
    for (const approval of approvals) {
      const { workspaceId, callId, decidedAt } = approval;
      const data = toApprovalDecided(approval, toGrant(approval, this.signingKey));
      await this.outbox.add(tx, approvalDecided, { workspaceId, aggregateId: callId, data, occurredAt: decidedAt });
    }
    for (const [workspaceId, ended] of Map.groupBy(approvals, (approval) => approval.workspaceId)) {
      await this.audit.append(tx, workspaceId, ended.map(toAuditEntry));
    }
    await this.webhooks.ofEnded(tx, approvals);
  }
}

function toAuditEntry(approval: SettledApproval): AuditEntry {
  const { id, integrationId, toolName, decidedBy, decidedVia, reasonCode, reason, selfApproved } = approval;
  const { bindingHash, editedBindingHash, editedArgumentsHash } = approval;
  const state = approval.state as Outcome;
  return {
    action: `approval.${state}`,
    actor: decidedBy ?? SYSTEM_ACTOR,
    way: decidedVia,
    integrationId,
    toolName: toolName.toString(),
    approvalId: id,
    before: { state: 'pending' },
    after: {
      state,
      reasonCode,
      reason,
      bindingHash: editedBindingHash ?? bindingHash,
      ...(editedArgumentsHash === null ? {} : { editedArgumentsHash }),
      selfApproved,
      // What was granted, as the router will see it: its id is the approval's.
      ...(state === 'approved' ? { grant: { jti: id, expiresAt: grantExpiresAt(approval) } } : {}),
    },
  };
}
