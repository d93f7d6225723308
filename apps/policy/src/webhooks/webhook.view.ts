import type { DeliveryView, WebhookView } from '@countersign/contracts';
import type { WebhookDeliveryEntity } from './webhook-delivery.entity.js';
import type { WebhookEntity } from './webhook.entity.js';

export interface WebhookRecord {
  readonly webhook: WebhookEntity;
  readonly deadCount: number;
}

export function toWebhookView({ webhook, deadCount }: WebhookRecord): WebhookView {
  const { id, name, shownUrl, events, format, enabled, settingsVersion, lastDeliveredAt, createdAt } = webhook;
  return {
    id,
    name,
    url: shownUrl,
    events,
    format,
    enabled,
    version: settingsVersion,
    lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null,
    deadCount,
    createdAt: createdAt.toISOString(),
  };
}

export function toDeliveryView(delivery: WebhookDeliveryEntity): DeliveryView {
  const { id, event, approvalId, state, attempts, createdAt, dueAt, endedAt, lastError } = delivery;
  return {
    id,
    event,
    approvalId,
    state,
    attempts,
    createdAt: createdAt.toISOString(),
    nextAttemptAt: state === 'pending' ? dueAt.toISOString() : null,
    deliveredAt: state === 'delivered' ? (endedAt?.toISOString() ?? null) : null,
    lastError,
  };
}

/** What the audit keeps of a webhook: without the query, where some receivers want their tokens. */
export function toAuditedWebhook(webhook: Pick<WebhookEntity, 'name' | 'shownUrl' | 'events' | 'format' | 'enabled'>) {
  const { name, shownUrl, events, format, enabled } = webhook;
  return { name, url: shownUrl.split('?')[0], events, format, enabled };
}
