import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AnnounceOutcomes } from './announce-outcomes.use-case.js';
import { type ApprovalEntity, isSettled } from './approval.entity.js';
import { type ApprovalKey, ApprovalRepository } from './approval.repository.js';
import { cancelSettlement } from './cancel-settlement.js';
import { type Cancellation, EarlyCancellationRepository } from './early-cancellation.repository.js';

/** The requester no longer wants it. What was decided before stays decided. */
@Injectable()
export class CancelApproval {
  constructor(
    private readonly approvals: ApprovalRepository,
    private readonly cancellations: EarlyCancellationRepository,
    private readonly announceOutcomes: AnnounceOutcomes,
  ) {}

  /** The approval as it is now; null: it is not here yet and will be cancelled when it comes. */
  async execute(tx: EntityManager, key: ApprovalKey, cancellation: Cancellation): Promise<ApprovalEntity | null> {
    await this.cancellations.serialize(tx, key);
    const isCancelled = await this.approvals.cancel(tx, key, cancelSettlement(cancellation));
    const approval = await this.approvals.find(tx, key);
    if (approval === null) await this.cancellations.remember(tx, key, cancellation);
    else if (isCancelled && isSettled(approval)) await this.announceOutcomes.execute(tx, [approval]);
    return approval;
  }
}
