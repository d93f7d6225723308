import { type Command, Option } from 'commander';
import { type CreatedWebhook, WEBHOOK_EVENTS, WEBHOOK_FORMATS, type WebhookList } from '@countersign/contracts';
import { confirm, isPersonThere, readSecretFile } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine, safeLine } from '../print.js';
import { contextOf, show } from './command-context.js';
import { findWebhook } from './find-webhook.js';
import { printCreatedWebhook, printWebhooks } from './print-webhook.js';
import { addWebhookDeliveries } from './webhook-deliveries.js';

interface AddOptions {
  readonly event?: readonly string[];
  readonly format?: string;
}

interface UpdateOptions extends AddOptions {
  readonly name?: string;
  readonly url?: string;
  readonly enable?: boolean;
  readonly disable?: boolean;
  readonly rotateSecret?: boolean;
}

const URL_HELP = '"-" reads it from the standard input, as Slack\'s is a secret';

export function addWebhooksCommand(program: Command): void {
  const webhooks = program.command('webhooks').description('who else is told of approvals');
  webhooks
    .command('list')
    .description('all webhooks')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      show(context, (await context.api.get<WebhookList>('/webhooks')).items, printWebhooks);
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
      const body = { name, url: await readUrl(url), events: event ?? WEBHOOK_EVENTS, ...(format && { format }) };
      show(context, await context.api.post<CreatedWebhook>('/webhooks', body), printCreatedWebhook);
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
      const { id } = await findWebhook(context.api, name);
      show(context, await context.api.patch<CreatedWebhook>(`/webhooks/${id}`, change), printCreatedWebhook);
    });
}

async function toChange({ name, url, event, format, enable, disable, rotateSecret }: UpdateOptions): Promise<object> {
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
      const webhook = await findWebhook(context.api, name);
      if (!yes && !isPersonThere()) throw new CliError('Nobody can be asked here: say --yes.', EXIT.usage);
      if (!yes && !(await confirm(`Remove ${safeLine(webhook.name)}?`))) throw new CliError('Nothing was removed.');
      await context.api.delete(`/webhooks/${webhook.id}`);
      show(context, { removed: webhook.id }, () => printLine(`Removed ${safeLine(webhook.name)}.`));
    });
}

function readUrl(url: string): Promise<string> | string {
  return url === '-' ? readSecretFile(url) : url;
}
