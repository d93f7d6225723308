import type { IntegrationView } from '@countersign/contracts';
import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';

/** By slug (case does not matter) or id. */
export async function findServer(api: ApiClient, name: string): Promise<IntegrationView> {
  const servers = await api.list<IntegrationView>('/mcp-integrations');
  const found = servers.find(({ id, slug }) => id === name || slug.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const known = servers.map(({ slug }) => slug).join(', ') || 'none yet';
  throw new CliError(`There is no server "${name}"; known: ${known}.`, EXIT.notFound);
}
