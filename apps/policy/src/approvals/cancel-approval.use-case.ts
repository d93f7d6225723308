import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditRepository } from '../audit/audit.repository.js';
import { AnnounceOutcomes } from './announce-outcomes.use-case.js';
import { type ApprovalEntity, isSettled } from './approval.entity.js';
import { type ApprovalKey, ApprovalRepository } from './approval.repository.js';
import { cancelSettlement } from './cancel-settlement.js';
import { type Cancellation, EarlyCancellationRepository } from './early-cancellation.repository.js';

/**
 * It is no longer wanted. What was decided before stays decided; an approval says from then on that it was taken back, for
 * the router sends nothing by it.
 */
@Injectable()
export class CancelApproval {
  constructor(
    private readonly approvals: ApprovalRepository,
    private readonly cancellations: EarlyCancellationRepository,
    private readonly announceOutcomes: AnnounceOutcomes,
    private readonly audit: AuditRepository,
  ) {}

  /** The approval as it is now; null: it is not here yet and will be cancelled when it comes. */
  async execute(tx: EntityManager, key: ApprovalKey, cancellation: Cancellation): Promise<ApprovalEntity | null> {
    await this.cancellations.serialize(tx, key);
    const found = await this.approvals.find(tx, key);
    if (found === null) {
      await this.cancellations.remember(tx, key, cancellation);
      return null;
    }
    const isCancelled = await this.approvals.cancel(tx, key, cancelSettlement(cancellation, found.principal));
    // A decision that committed meanwhile is the one that counts.
    if (!isCancelled && (await this.approvals.markWithdrawn(tx, key))) await this.record(tx, found, cancellation);
    const approval = await this.approvals.find(tx, key);
    if (isCancelled && approval !== null && isSettled(approval)) await this.announceOutcomes.execute(tx, [approval]);
    return approval;
  }

  private async record(
    tx: EntityManager,
    { workspaceId, id: approvalId, integrationId, toolName, principal }: ApprovalEntity,
    { actor, reason, cause }: Cancellation,
  ): Promise<void> {
    await this.audit.append(tx, workspaceId, [
      {
        action: 'approval.withdrawn',
        actor: actor ?? principal,
        integrationId,
        toolName: toolName.toString(),
        approvalId,
        before: { state: 'approved', withdrawn: false },
        after: { state: 'approved', withdrawn: true, reasonCode: cause ?? 'cancelled', reason },
      },
    ]);
  }
}
