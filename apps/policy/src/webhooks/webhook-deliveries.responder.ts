import {
  type DeliveryPage,
  ListDeliveriesRequest,
  listWebhookDeliveries,
  ReplayDeliveriesRequest,
  type ReplayedDeliveries,
  replayWebhookDeliveries,
} from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { ListDeliveries } from './list-deliveries.use-case.js';
import { ReplayDeliveries } from './replay-deliveries.use-case.js';

@Responder()
export class WebhookDeliveriesResponder {
  constructor(
    private readonly listing: ListDeliveries,
    private readonly replaying: ReplayDeliveries,
  ) {}

  @Responds(listWebhookDeliveries)
  async list(request: ListDeliveriesRequest): Promise<DeliveryPage> {
    return this.listing.execute(request);
  }

  @Responds(replayWebhookDeliveries)
  async replay(request: ReplayDeliveriesRequest): Promise<ReplayedDeliveries> {
    return { replayed: await this.replaying.execute(request) };
  }
}
