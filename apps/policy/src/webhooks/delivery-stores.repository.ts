import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { ApprovalEntity } from '../approvals/approval.entity.js';
import { ApprovalRepository } from '../approvals/approval.repository.js';
import { DeliveryLeaseRepository, type LeasedDelivery } from './delivery-lease.repository.js';
import type { WebhookEntity } from './webhook.entity.js';
import { WebhookRepository } from './webhook.repository.js';

/** What a delivery is about, as the system role sees it. */
@Injectable()
export class DeliveryStores {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly approvals: ApprovalRepository,
    readonly leases: DeliveryLeaseRepository,
  ) {}

  async load(delivery: LeasedDelivery): Promise<{ webhook: WebhookEntity | null; approval: ApprovalEntity | null }> {
    return this.database.system(async (tx) => ({
      webhook: await this.webhooks.find(tx, delivery),
      approval: await this.approvals.find(tx, delivery),
    }));
  }
}
