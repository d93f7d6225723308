import type { Schemas } from '@countersign/api-client';
import { type Command, Option } from 'commander';
import { WEBHOOK_EVENTS, WEBHOOK_FORMATS } from '@countersign/contracts';
import { ifMatch, WORKSPACE } from '../api.client.js';
import { confirm, isPersonThere, readSecretFile } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine, safeLine } from '../print.js';
import { contextOf, show } from './command-context.js';
import { findWebhook, listWebhooks } from './find-webhook.js';
import { printCreatedWebhook, printWebhook, printWebhooks } from './print-webhook.js';
import { addWebhookDeliveries } from './webhook-deliveries.js';

type Change = Schemas['UpdateWebhookBody'];

interface AddOptions {
  readonly event?: NonNullable<Change['events']>;
  readonly format?: NonNullable<Change['format']>;
}

interface UpdateOptions extends AddOptions {
  readonly name?: string;
  readonly url?: string;
  readonly enable?: boolean;
  readonly disable?: boolean;
  readonly rotateSecret?: boolean;
}

const ALL = `${WORKSPACE}/webhooks` as const;
const ONE = `${ALL}/{webhookId}` as const;
const URL_HELP = '"-" reads it from the standard input, as Slack\'s is a secret';

export function addWebhooksCommand(program: Command): void {
  const webhooks = program.command('webhooks').description('who else is told of approvals');
  webhooks
    .command('list')
    .description('all webhooks')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      show(context, await listWebhooks(context.api), printWebhooks);
    });
  webhooks
    .command('show')
    .description('one webhook, with what could not be delivered')
    .argument('<webhook>', 'name or id')
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const params = api.at({ webhookId: (await findWebhook(api, name)).id });
      show(context, await api.answer(api.client.GET(ONE, { params })), printWebhook);
    });
  addAdd(webhooks);
  addUpdate(webhooks);
  addRemove(webhooks);
  addWebhookDeliveries(webhooks);
}

function addAdd(webhooks: Command): void {
  webhooks
    .command('add')
    .description('tell another system of approvals; its signing secret is shown this once')
    .argument('<name>', 'for people')
    .argument('<url>', `where messages are sent to; ${URL_HELP}`)
    .addOption(new Option('--event <events...>', 'which (default: all)').choices(WEBHOOK_EVENTS))
    .addOption(new Option('--format <format>', 'of the messages (default: json)').choices(WEBHOOK_FORMATS))
    .action(async (name: string, url: string, { event, format }: AddOptions, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const events = event ?? [...WEBHOOK_EVENTS];
      const body = { name, url: await readUrl(url), events, ...(format && { format }) };
      show(context, await api.answer(api.client.POST(ALL, { params: api.at(), body })), printCreatedWebhook);
    });
}

function addUpdate(webhooks: Command): void {
  webhooks
    .command('update')
    .description('change a webhook')
    .argument('<webhook>', 'name or id')
    .option('--name <name>', 'for people')
    .option('--url <url>', `where messages are sent to; ${URL_HELP}`)
    .addOption(new Option('--event <events...>', 'which').choices(WEBHOOK_EVENTS))
    .addOption(new Option('--format <format>', 'of the messages').choices(WEBHOOK_FORMATS))
    .option('--enable', 'send messages again')
    .option('--disable', 'send nothing')
    .option('--rotate-secret', 'sign with a new secret, which is shown this once')
    .action(async (name: string, options: UpdateOptions, command: Command) => {
      const change = await toChange(options);
      const context = contextOf(command);
      const { api } = context;
      const { id, version } = await findWebhook(api, name);
      const params = { ...api.at({ webhookId: id }), header: ifMatch(version) };
      show(context, await api.answer(api.client.PATCH(ONE, { params, body: change })), printCreatedWebhook);
    });
}

async function toChange({ name, url, event, format, enable, disable, rotateSecret }: UpdateOptions): Promise<Change> {
  if (enable && disable) throw new CliError('--enable and --disable contradict each other.', EXIT.usage);
  const change = {
    ...(name !== undefined && { name }),
    ...(url !== undefined && { url: await readUrl(url) }),
    ...(event && { events: event }),
    ...(format && { format }),
    ...((enable || disable) && { enabled: enable === true }),
    ...(rotateSecret && { rotateSecret }),
  };
  if (Object.keys(change).length === 0) throw new CliError('Say what to change; --help lists it.', EXIT.usage);
  return change;
}

function addRemove(webhooks: Command): void {
  webhooks
    .command('remove')
    .description('forget a webhook and what was not delivered to it')
    .argument('<webhook>', 'name or id')
    .option('--yes', 'do not ask')
    .action(async (name: string, { yes }: { yes?: boolean }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const webhook = await findWebhook(api, name);
      if (!yes && !isPersonThere()) throw new CliError('Nobody can be asked here: say --yes.', EXIT.usage);
      if (!yes && !(await confirm(`Remove ${safeLine(webhook.name)}?`))) throw new CliError('Nothing was removed.');
      const params = { ...api.at({ webhookId: webhook.id }), header: ifMatch(webhook.version) };
      await api.answer(api.client.DELETE(ONE, { params }));
      show(context, { removed: webhook.id }, () => printLine(`Removed ${safeLine(webhook.name)}.`));
    });
}

function readUrl(url: string): Promise<string> | string {
  return url === '-' ? readSecretFile(url) : url;
}
