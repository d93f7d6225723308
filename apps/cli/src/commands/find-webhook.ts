import type { Schemas } from '@countersign/api-client';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';

type Webhook = Schemas['WebhookView'];

/** By name (case does not matter) or id. */
export async function findWebhook(api: ApiClient, name: string): Promise<Webhook> {
  const matches = (await listWebhooks(api)).filter(
    (webhook) => webhook.id === name || webhook.name.toLowerCase() === name.toLowerCase(),
  );
  if (matches.length === 1 && matches[0]) return matches[0];
  if (matches.length === 0) throw new CliError(`There is no webhook "${name}".`, EXIT.notFound);
  throw new CliError(`"${name}" names ${matches.length} webhooks; give the id.`, EXIT.usage);
}

export async function listWebhooks(api: ApiClient): Promise<Webhook[]> {
  return (await api.answer(api.client.GET(`${WORKSPACE}/webhooks`, { params: api.at() }))).items;
}
