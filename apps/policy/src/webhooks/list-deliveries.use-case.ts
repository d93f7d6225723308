import { type DeliveryPage, type ListDeliveriesRequest, PAGE_SIZE_MAX } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { decodeIdCursor, encodeCursor } from '../cursor.js';
import { fitPage } from '../fit-page.js';
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js';
import { WebhookNotFoundError } from './webhook.errors.js';
import { WebhookRepository } from './webhook.repository.js';
import { toDeliveryView } from './webhook.view.js';

@Injectable()
export class ListDeliveries {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
  ) {}

  /** @throws WebhookNotFoundError, InvalidInputError */
  async execute(request: ListDeliveriesRequest): Promise<DeliveryPage> {
    const limit = request.limit || PAGE_SIZE_MAX;
    const before = request.cursor ? decodeIdCursor(request.cursor) : null;
    return this.database.read(request.workspaceId, async (tx) => {
      const webhook = await this.webhooks.find(tx, request);
      if (webhook === null) throw new WebhookNotFoundError(request.webhookId);
      const place = { state: request.state ?? null, before, limit: limit + 1 };
      const views = (await this.deliveries.list(tx, request, place)).map(toDeliveryView);
      const { items, isCut } = fitPage(views, limit);
      const last = items.at(-1);
      return { items: [...items], nextCursor: isCut && last ? encodeCursor([last.id]) : null };
    });
  }
}
