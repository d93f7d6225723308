import type { Schemas } from '@countersign/api-client';
import { DELIVERY_STATES } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { printLine } from '../print.js';
import { contextOf, readLimit, show } from './command-context.js';
import { findWebhook } from './find-webhook.js';
import { printDeliveries } from './print-webhook.js';

interface DeliveriesOptions {
  readonly state?: Schemas['DeliveryView']['state'];
  readonly limit: string;
}

const ONE = `${WORKSPACE}/webhooks/{webhookId}` as const;

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
      const { api } = context;
      const { itemsMax, ...size } = readLimit(limit);
      const { id } = await findWebhook(api, name);
      const items = await api.first(itemsMax, (page) => {
        const query = { ...size, ...(state && { state }), ...page };
        return api.client.GET(`${ONE}/deliveries`, { params: { ...api.at({ webhookId: id }), query } });
      });
      show(context, items, printDeliveries);
    });
  webhooks
    .command('replay')
    .description('send what could not be delivered once more')
    .argument('<webhook>', 'name or id')
    .option('--delivery <id>', 'only this one, also if it was delivered')
    .action(async (name: string, { delivery }: { delivery?: string }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const params = api.at({ webhookId: (await findWebhook(api, name)).id });
      const body = { ...(delivery !== undefined && { deliveryId: delivery }) };
      const replayed = await api.answer(api.client.POST(`${ONE}/replay`, { params, body }));
      show(context, replayed, (result) => printLine(`${result.replayed} will be sent again.`));
    });
}
