import type { ReplayDeliveriesRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../audit/audit.repository.js';
import { wayOf } from '../audit/way-of.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { DeliveryNotFoundError, WebhookDisabledError, WebhookNotFoundError } from './webhook.errors.js';
import { WebhookRepository } from './webhook.repository.js';

/** The same deliveries again, under the same ids, with all of their attempts before them. */
@Injectable()
export class ReplayDeliveries {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly audit: AuditRepository,
  ) {}

  /**
   * One that has ended, delivered ones too, or all that are dead. Returns how many.
   *
   * @throws WebhookNotFoundError, WebhookDisabledError, DeliveryNotFoundError
   */
  async execute(request: ReplayDeliveriesRequest): Promise<number> {
    const { workspaceId, webhookId, actor } = request;
    const deliveryId = request.deliveryId ?? null;
    return this.database.transaction(workspaceId, async (tx) => {
      const webhook = await this.webhooks.find(tx, request);
      if (webhook === null) throw new WebhookNotFoundError(webhookId);
      if (!webhook.enabled) throw new WebhookDisabledError(webhookId);
      if (deliveryId !== null && (await this.deliveries.find(tx, request, deliveryId)) === null) {
        throw new DeliveryNotFoundError(deliveryId);
      }
      const replayed = await this.deliveries.replay(tx, request, deliveryId);
      const after = { webhookId, deliveryId, replayed };
      await this.audit.append(tx, workspaceId, [{ action: 'webhook.replayed', actor, way: wayOf(request), after }]);
      return replayed;
    });
  }
}
