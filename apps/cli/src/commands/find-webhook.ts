import type { WebhookList, WebhookView } from '@countersign/contracts';
import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';

/** By name (case does not matter) or id. */
export async function findWebhook(api: ApiClient, name: string): Promise<WebhookView> {
  const matches = (await api.get<WebhookList>('/webhooks')).items.filter(
    (webhook) => webhook.id === name || webhook.name.toLowerCase() === name.toLowerCase(),
  );
  if (matches.length === 1 && matches[0]) return matches[0];
  if (matches.length === 0) throw new CliError(`There is no webhook "${name}".`, EXIT.notFound);
  throw new CliError(`"${name}" names ${matches.length} webhooks; give the id.`, EXIT.usage);
}
