import type { RestApi } from './rest-api.ts';

interface Integration {
  readonly id: string;
  readonly slug: string;
}

/** Registered and discovered. */
export async function registerServer(api: RestApi, slug: string, serverUrl: string): Promise<void> {
  await api.post('/mcp-integrations', { displayName: `Bench ${slug}`, slug, serverUrl });
}

/** @throws Error when there is none */
export async function findIntegration(api: RestApi, slug: string): Promise<string> {
  const { items } = await api.get<{ items: Integration[] }>('/mcp-integrations');
  const found = items.find((integration) => integration.slug === slug);
  if (!found) throw new Error(`${slug} is not registered`);
  return found.id;
}

export async function removeServer(api: RestApi, slug: string): Promise<void> {
  await api.delete(`/mcp-integrations/${await findIntegration(api, slug)}`);
}

interface CreatedToken {
  readonly id: string;
  readonly token: string;
}

/** Of an MCP client; `settings` narrow it. */
export function createMcpToken(api: RestApi, name: string, settings: object): Promise<CreatedToken> {
  return api.post<CreatedToken>('/tokens', { name, kind: 'mcp', scopes: [], ...settings });
}
