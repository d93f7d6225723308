import type { WebhookEvent } from './webhooks.queries.js';

export const EVENT_LABELS: Readonly<Record<WebhookEvent, string>> = {
  'approval.requested': 'somebody is asked',
  'approval.reminder': 'nobody has decided yet',
  'approval.decided': 'it was decided',
  'approval.expired': 'it expired',
};

export const WEBHOOK_EVENTS = Object.keys(EVENT_LABELS) as readonly WebhookEvent[];
