import { Inject, Injectable } from '@nestjs/common';
import type { ApprovalEntity } from '../approvals/approval.entity.js';
import { type Announcement, endOf } from './announcement.js';
import { CallArgumentsClient } from './call-arguments.client.js';
import type { LeasedDelivery } from './delivery-lease.repository.js';
import { toDeliveryBody } from './delivery-body.js';
import type { DeliveryPost } from './receiver.client.js';
import { toSignatureHeaders } from './signature.js';
import { toSlackMessage } from './slack-message.js';
import type { WebhookEntity } from './webhook.entity.js';
import { WEBHOOK_SETTINGS, type WebhookSettings } from './webhook-settings.js';
import { goodSecrets } from './webhook-target.js';
import { WebhookVault } from './webhook-vault.client.js';

/** Makes of a delivery what is posted, signed at this moment. */
@Injectable()
export class DeliveryWriter {
  constructor(
    private readonly vault: WebhookVault,
    private readonly calls: CallArgumentsClient,
    @Inject(WEBHOOK_SETTINGS) private readonly settings: WebhookSettings,
  ) {}

  /** @throws UnsealError, UnknownSealingKeyError */
  async write(delivery: LeasedDelivery, webhook: WebhookEntity, approval: ApprovalEntity): Promise<DeliveryPost> {
    const { url, secrets } = await this.vault.open(webhook.sealed, webhook);
    const announcement = await this.announce(delivery, approval);
    if (webhook.format === 'slack') return { url, headers: {}, body: JSON.stringify(toSlackMessage(announcement)) };
    const body = JSON.stringify(toDeliveryBody(announcement));
    const now = new Date();
    const message = { id: delivery.id, timestamp: Math.floor(now.getTime() / 1_000), body };
    return { url, headers: toSignatureHeaders(message, goodSecrets(secrets, now)), body };
  }

  private async announce(delivery: LeasedDelivery, approval: ApprovalEntity): Promise<Announcement> {
    const { event, createdAt, percent } = delivery;
    const { publicUrl, includeArguments } = this.settings;
    const announcement = {
      event,
      percent,
      approval,
      occurredAt: createdAt,
      link: `${publicUrl}/approvals/${approval.id}`,
    };
    if (!includeArguments || endOf(announcement) !== null) return announcement;
    return { ...announcement, arguments: await this.calls.find(approval.workspaceId, approval.callId) };
  }
}
