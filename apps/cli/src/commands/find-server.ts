import type { Schemas } from '@countersign/api-client';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';

type Server = Schemas['IntegrationView'];

/** By slug (case does not matter) or id. */
export async function findServer(api: ApiClient, name: string): Promise<Server> {
  const servers = await listServers(api);
  const found = servers.find(({ id, slug }) => id === name || slug.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const known = servers.map(({ slug }) => slug).join(', ') || 'none yet';
  throw new CliError(`There is no server "${name}"; known: ${known}.`, EXIT.notFound);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** For a look at what was: an id may be of one that is there no more. */
export async function findServerId(api: ApiClient, name: string): Promise<string> {
  return UUID.test(name) ? name : (await findServer(api, name)).id;
}

export function listServers(api: ApiClient): Promise<Server[]> {
  return api.all((query) => api.client.GET(`${WORKSPACE}/mcp-integrations`, { params: { ...api.at(), query } }));
}
