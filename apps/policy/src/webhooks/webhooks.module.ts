import { createEgress } from '@countersign/egress';
import { type DynamicModule, Module } from '@nestjs/common';
import { StoresModule } from '../stores.module.js';
import { CallArgumentsClient } from './call-arguments.client.js';
import { CreateWebhook } from './create-webhook.use-case.js';
import { DeliveryLeaseRepository } from './delivery-lease.repository.js';
import { DeliveryRetentionSweeper } from './delivery-retention.sweeper.js';
import { DeliverySender } from './delivery-sender.host.js';
import { DeliveryStores } from './delivery-stores.repository.js';
import { DeliveryWriter } from './delivery-writer.client.js';
import { ListDeliveries } from './list-deliveries.use-case.js';
import { ReceiverClient } from './receiver.client.js';
import { RemoveWebhook } from './remove-webhook.use-case.js';
import { ReplayDeliveries } from './replay-deliveries.use-case.js';
import { SendDelivery } from './send-delivery.use-case.js';
import { UpdateWebhook } from './update-webhook.use-case.js';
import { WebhookDeliveriesResponder } from './webhook-deliveries.responder.js';
import { WebhookRepository } from './webhook.repository.js';
import { WEBHOOK_EGRESS, WEBHOOK_SETTINGS, type WebhookSettings } from './webhook-settings.js';
import { WebhookVault } from './webhook-vault.client.js';
import { WebhooksResponder } from './webhooks.responder.js';

@Module({})
export class WebhooksModule {
  static forRoot(settings: WebhookSettings): DynamicModule {
    return {
      module: WebhooksModule,
      imports: [StoresModule],
      controllers: [WebhookDeliveriesResponder, WebhooksResponder],
      providers: [
        { provide: WEBHOOK_SETTINGS, useValue: settings },
        { provide: WEBHOOK_EGRESS, useFactory: () => createEgress(settings.egress) },
        CallArgumentsClient,
        CreateWebhook,
        DeliveryLeaseRepository,
        DeliveryRetentionSweeper,
        DeliverySender,
        DeliveryStores,
        DeliveryWriter,
        ListDeliveries,
        ReceiverClient,
        RemoveWebhook,
        ReplayDeliveries,
        SendDelivery,
        UpdateWebhook,
        WebhookRepository,
        WebhookVault,
      ],
    };
  }
}
