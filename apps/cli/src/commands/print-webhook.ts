import type { Schemas } from '@countersign/api-client';
import pc from 'picocolors';
import { printFields, printLine, printTable } from '../print.js';

const VERIFYING = `Keep it now: it is not shown again. With it, the receiver proves who sent a message (Standard Webhooks):
  1. key = the bytes that the secret has in base64 after "whsec_"
  2. wanted = "v1," + base64(HMAC-SHA256(key, <webhook-id> + "." + <webhook-timestamp> + "." + <body as received>))
  3. one of the values of the header webhook-signature equals wanted, compared in constant time
  4. webhook-timestamp (seconds since 1970) is at most 5 minutes away; webhook-id was not handled before`;

export function printWebhooks(items: readonly Schemas['WebhookView'][]): void {
  const rows = items.map((item) => [
    item.name,
    item.url,
    item.format,
    item.events.join(', '),
    stateOf(item),
    item.lastDeliveredAt ?? 'never',
  ]);
  const whenEmpty = 'No webhooks yet. Add one: countersign webhooks add <name> <url>';
  printTable(['Name', 'URL', 'Format', 'Events', 'State', 'Last delivered'], rows, whenEmpty);
}

export function printWebhook(item: Schemas['WebhookView']): void {
  printFields([...fieldsOf(item), ['Last delivered', item.lastDeliveredAt ?? 'never']]);
}

export function printCreatedWebhook(item: Schemas['CreatedWebhook']): void {
  printFields([...fieldsOf(item), ...(item.secret === null ? [] : [['Secret', item.secret] as const])]);
  if (item.secret !== null) printLine(`\n${pc.bold('The secret')}\n${VERIFYING}`);
}

export function printDeliveries(items: readonly Schemas['DeliveryView'][]): void {
  const rows = items.map((item) => [
    item.id,
    item.event,
    item.approvalId,
    item.state === 'pending' ? `pending, next at ${item.nextAttemptAt ?? 'once'}` : item.state,
    String(item.attempts),
    item.deliveredAt ?? item.lastError ?? '',
  ]);
  printTable(['Id', 'Event', 'Approval', 'State', 'Attempts', 'Result'], rows, 'Nothing was sent yet.');
}

function fieldsOf(item: Schemas['WebhookView']): (readonly [string, string])[] {
  return [
    ['Webhook', item.name],
    ['Id', item.id],
    ['URL', item.url],
    ['Format', item.format],
    ['Events', item.events.join(', ')],
    ['State', stateOf(item)],
  ];
}

function stateOf({ enabled, deadCount }: Schemas['WebhookView']): string {
  const undelivered = deadCount === 0 ? '' : `, ${deadCount} not delivered`;
  return `${enabled ? 'on' : 'off'}${undelivered}`;
}
