import { Api } from './api.ts';
import type { Home } from './home.ts';
import type { Ports } from './ports.ts';
import { ADMIN_EMAIL, urlsOf } from './services.ts';
import { untilListening } from './upstreams.ts';

/** What scripts read; see "First start" in the README. */
export interface DevFile {
  readonly webUrl: string;
  readonly apiUrl: string;
  readonly mcpUrl: string;
  readonly adminEmail: string;
  readonly adminPassword: string;
  /** Everything but `approval:decide`, so that an agent that finds it cannot approve itself. */
  readonly adminToken: string;
  readonly approverToken: string;
  readonly mcpToken: string;
  readonly workspaceId: string;
  readonly upstreams: readonly { readonly slug: string; readonly url: string }[];
}

interface Demo {
  readonly slug: string;
  readonly displayName: string;
  readonly url: string;
  /** The tool of it that asks for approval from the start. */
  readonly asks: string;
}

const DEV_FILE = 'dev.json';

/** The demo's integrations and three tokens, once; a later start finds them and changes nothing. */
export async function seed(home: Home, ports: Ports, adminPassword: string): Promise<DevFile> {
  if (home.has(DEV_FILE)) return JSON.parse(home.read(DEV_FILE)) as DevFile;
  const urls = urlsOf(ports);
  const api = await Api.login(urls.api, ADMIN_EMAIL, adminPassword);
  const demos: Demo[] = [
    { slug: 'Tracker', displayName: 'Demo tracker', url: urls.tracker, asks: 'issue.delete' },
    { slug: 'Everything', displayName: 'MCP everything server', url: urls.everything, asks: 'get-env' },
  ];
  for (const demo of demos) await register(api, demo);
  const me = await api.get<{ id: string }>('');
  const dev: DevFile = {
    webUrl: urls.web,
    apiUrl: urls.api,
    mcpUrl: urls.mcp,
    adminEmail: ADMIN_EMAIL,
    adminPassword,
    adminToken: await createToken(api, 'Development admin', 'api', ADMIN_SCOPES),
    approverToken: await createToken(api, 'Development approver', 'api', APPROVER_SCOPES),
    mcpToken: await createToken(api, 'Development MCP client', 'mcp', []),
    workspaceId: me.id,
    upstreams: demos.map(({ slug, url }) => ({ slug, url })),
  };
  home.write(JSON.stringify(dev, null, 2), DEV_FILE);
  return dev;
}

const ADMIN_SCOPES = [
  'integration:read',
  'integration:create',
  'integration:update',
  'integration:delete',
  'policy:update',
  'approval:read',
  'call:read',
  'agent:read',
  'agent:create',
  'agent:update',
  'agent:delete',
  'agent:run',
  'audit:read',
  'workspace:admin',
];
const APPROVER_SCOPES = ['integration:read', 'approval:read', 'approval:decide', 'approval:edit', 'call:read'];

async function register(api: Api, demo: Demo): Promise<void> {
  await untilListening(demo.url);
  const existing = await api.get<{ items: { id: string; slug: string; snapshotRevision: number }[] }>(
    '/mcp-integrations',
  );
  const integration =
    existing.items.find(({ slug }) => slug === demo.slug) ??
    (await api.post<{ id: string; snapshotRevision: number }>('/mcp-integrations', {
      displayName: demo.displayName,
      slug: demo.slug,
      serverUrl: demo.url,
    }));
  await api.patch(`/mcp-integrations/${integration.id}/tools`, {
    tools: [{ name: demo.asks, requiresApproval: true }],
    minSnapshotRevision: integration.snapshotRevision,
  });
}

async function createToken(api: Api, name: string, kind: 'api' | 'mcp', scopes: readonly string[]): Promise<string> {
  const { token } = await api.post<{ token: string }>('/tokens', { name, kind, scopes });
  return token;
}
