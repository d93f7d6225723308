import { type Command, Option } from 'commander';
import { DELIVERY_STATES, type DeliveryView, type ReplayedDeliveries } from '@countersign/contracts';
import { printLine } from '../print.js';
import { contextOf, readLimit, show } from './command-context.js';
import { findWebhook } from './find-webhook.js';
import { printDeliveries } from './print-webhook.js';

interface DeliveriesOptions {
  readonly state?: string;
  readonly limit: string;
}

/** What became of messages. */
export function addWebhookDeliveries(webhooks: Command): void {
  webhooks
    .command('deliveries')
    .description('what became of the messages of a webhook, newest first')
    .argument('<webhook>', 'name or id')
    .addOption(new Option('--state <state>', 'only these').choices(DELIVERY_STATES))
    .option('--limit <n>', 'at most this many', '50')
    .action(async (name: string, { state, limit }: DeliveriesOptions, command: Command) => {
      const context = contextOf(command);
      const { itemsMax, size } = readLimit(limit);
      const { id } = await findWebhook(context.api, name);
      const query = new URLSearchParams({ limit: size, ...(state && { state }) }).toString();
      const items = await context.api.list<DeliveryView>(`/webhooks/${id}/deliveries?${query}`, itemsMax);
      show(context, items.slice(0, itemsMax), printDeliveries);
    });
  webhooks
    .command('replay')
    .description('send what could not be delivered once more')
    .argument('<webhook>', 'name or id')
    .option('--delivery <id>', 'only this one, also if it was delivered')
    .action(async (name: string, { delivery }: { delivery?: string }, command: Command) => {
      const context = contextOf(command);
      const { id } = await findWebhook(context.api, name);
      const body = { ...(delivery !== undefined && { deliveryId: delivery }) };
      const replayed = await context.api.post<ReplayedDeliveries>(`/webhooks/${id}/replay`, body);
      show(context, replayed, (result) => printLine(`${result.replayed} will be sent again.`));
    });
}
