import { crashPoint, Database } from '@countersign/database';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ApprovalEntity } from '../approvals/approval.entity.js';
import type { LeasedDelivery } from './delivery-lease.repository.js';
import { DeliveryStores } from './delivery-stores.repository.js';
import { DeliveryWriter } from './delivery-writer.client.js';
import { ReceiverClient } from './receiver.client.js';
import { type AttemptOutcome, settleAttempt } from './settle-attempt.js';
import type { WebhookEntity } from './webhook.entity.js';
import { WEBHOOK_SETTINGS, type WebhookSettings } from './webhook-settings.js';

/** One attempt at a delivery that this process has leased. */
@Injectable()
export class SendDelivery {
  private readonly logger = new Logger(SendDelivery.name);

  constructor(
    private readonly database: Database,
    private readonly stores: DeliveryStores,
    private readonly writer: DeliveryWriter,
    private readonly receiver: ReceiverClient,
    @Inject(WEBHOOK_SETTINGS) private readonly settings: WebhookSettings,
  ) {}

  async execute(delivery: LeasedDelivery): Promise<void> {
    const outcome = await this.attempt(delivery);
    crashPoint('webhook-after-send');
    const delaysMs = this.settings.times.retryDelaysMs;
    const settlement = settleAttempt(outcome, { attempts: delivery.attempts, delaysMs, random: Math.random() });
    await this.database.system((tx) => this.stores.leases.settle(tx, delivery, settlement));
  }

  private async attempt(delivery: LeasedDelivery): Promise<AttemptOutcome> {
    // A process died in the last attempt, so that nobody could say how it went.
    const isSpent = delivery.attempts > this.settings.times.retryDelaysMs.length + 1;
    if (isSpent) return { kind: 'refused', error: 'Nothing is known of the last attempt.' };
    const { webhook, approval } = await this.stores.load(delivery);
    if (webhook === null || approval === null) return { kind: 'refused', error: 'There is nothing left to tell.' };
    if (!webhook.enabled) return { kind: 'refused', error: 'The webhook was disabled.' };
    return this.send(delivery, webhook, approval);
  }

  private async send(
    delivery: LeasedDelivery,
    webhook: WebhookEntity,
    approval: ApprovalEntity,
  ): Promise<AttemptOutcome> {
    const post = await this.writer.write(delivery, webhook, approval).catch((error: unknown) => {
      this.logger.error('A delivery cannot be written', { err: error, webhookId: webhook.id, deliveryId: delivery.id });
      return null;
    });
    return post === null ? { kind: 'failed', error: 'The stored address cannot be opened.' } : this.receiver.post(post);
  }
}
