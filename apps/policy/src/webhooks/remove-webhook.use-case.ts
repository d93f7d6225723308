import type { RemoveWebhookRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../audit/audit.repository.js';
import { wayOf } from '../audit/way-of.js';
import { assertVersion } from './assert-version.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { WebhookNotFoundError } from './webhook.errors.js';
import { WebhookRepository } from './webhook.repository.js';
import { toAuditedWebhook } from './webhook.view.js';

/** With its secrets, and with what it has not been told yet. */
@Injectable()
export class RemoveWebhook {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws WebhookNotFoundError, WebhookMovedError */
  async execute(request: RemoveWebhookRequest): Promise<void> {
    const { workspaceId, webhookId, actor } = request;
    await this.database.transaction(workspaceId, async (tx) => {
      // As whoever settles an attempt locks them: first the delivery, then its webhook.
      await this.deliveries.deleteOf(tx, request);
      const webhook = await this.webhooks.lock(tx, request);
      if (webhook === null) throw new WebhookNotFoundError(webhookId);
      assertVersion(webhook, request);
      await this.webhooks.delete(tx, request);
      const before = { webhookId, ...toAuditedWebhook(webhook) };
      await this.audit.append(tx, workspaceId, [{ action: 'webhook.removed', actor, way: wayOf(request), before }]);
    });
  }
}
