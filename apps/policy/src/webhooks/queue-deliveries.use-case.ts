import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';

interface ApprovalRef {
  readonly workspaceId: string;
  readonly approvalId: string;
}

interface EndedApproval {
  readonly workspaceId: string;
  readonly id: string;
  readonly state: string;
}

/**
 * Tells webhooks what happens to approvals: in the transaction in which it happens, so that nothing is told that did not
 * happen, and nothing happens untold.
 */
@Injectable()
export class QueueDeliveries {
  constructor(private readonly deliveries: WebhookDeliveryRepository) {}

  /** A person is asked. */
  async ofRequested(tx: EntityManager, { workspaceId, approvalId }: ApprovalRef): Promise<void> {
    await this.deliveries.queue(tx, [{ workspaceId, approvalId, event: 'approval.requested', percent: null }]);
  }

  /** Nobody has decided yet. */
  async ofReminded(
    tx: EntityManager,
    approvals: readonly (ApprovalRef & { readonly percent: number })[],
  ): Promise<void> {
    if (approvals.length === 0) return;
    const event = 'approval.reminder';
    await this.deliveries.queue(
      tx,
      approvals.map(({ workspaceId, approvalId, percent }) => ({ workspaceId, approvalId, event, percent })),
    );
  }

  /** However it ended. */
  async ofEnded(tx: EntityManager, approvals: readonly EndedApproval[]): Promise<void> {
    if (approvals.length === 0) return;
    await this.deliveries.queue(
      tx,
      approvals.map(({ workspaceId, id, state }) => {
        const event = state === 'expired' ? 'approval.expired' : 'approval.decided';
        return { workspaceId, approvalId: id, event, percent: null };
      }),
    );
  }
}
