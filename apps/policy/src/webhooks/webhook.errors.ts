import { DomainError } from '@countersign/contracts';
import { WEBHOOKS_MAX } from './webhook-limits.js';

/** Unknown, or another workspace's: the answer does not tell which. */
export class WebhookNotFoundError extends DomainError {
  constructor(webhookId: string) {
    super('webhook.not_found', `There is no webhook ${webhookId}.`, { webhookId });
  }
}

export class TooManyWebhooksError extends DomainError {
  constructor() {
    super('webhook.too_many', `A workspace has at most ${WEBHOOKS_MAX} webhooks.`, { limit: WEBHOOKS_MAX });
  }
}

/** Somebody else changed it at the same moment. */
export class WebhookChangedError extends DomainError {
  constructor(webhookId: string) {
    super('webhook.changed', `The webhook ${webhookId} was changed meanwhile. Look at it again.`, { webhookId });
  }
}

/** `If-Match` named another version than the current one. */
export class WebhookMovedError extends DomainError {
  constructor(webhookId: string, version: number, ifVersion: number) {
    super('precondition.failed', `The webhook ${webhookId} is at version ${version}, not at ${ifVersion}.`, {
      version,
    });
  }
}

/** Nothing is sent to it, so nothing can be sent again. */
export class WebhookDisabledError extends DomainError {
  constructor(webhookId: string) {
    super('webhook.disabled', `The webhook ${webhookId} is disabled.`, { webhookId });
  }
}

/** Unknown, forgotten, or another webhook's. */
export class DeliveryNotFoundError extends DomainError {
  constructor(deliveryId: string) {
    super('webhook_delivery.not_found', `There is no delivery ${deliveryId}.`, { deliveryId });
  }
}
