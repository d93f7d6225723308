import { randomUUID } from 'node:crypto';
import type { Database } from '@countersign/database';
import { createEgress, parseAllowList } from '@countersign/egress';
import type { Integration } from '../integrations/integration.entity.js';
import type { VerifyIntegration } from '../integrations/verify-integration.use-case.js';
import type { DiscoveredServer } from '../discovery/discovered-server.js';
import { ServerRefusedError } from '../discovery/discovery.errors.js';
import { McpServerClient } from '../discovery/mcp-server.client.js';
import type { AuthorizationContext, AuthorizationContexts } from '../oauth/authorization-context.repository.js';
import { AuthorizationDiscovery } from '../oauth/authorization-discovery.client.js';
import { AuthorizationServerClient } from '../oauth/authorization-server.client.js';
import { ClientRegistrationClient } from '../oauth/client-registration.client.js';
import { CompleteAuthorization } from '../oauth/complete-authorization.use-case.js';
import { FindClient } from '../oauth/find-client.use-case.js';
import type { Grant } from '../oauth/grant.js';
import type { GivenGrant, GrantKeeper } from '../oauth/grant-keeper.repository.js';
import { GrantStore } from '../oauth/grant-store.repository.js';
import type { OAuthClientRepository } from '../oauth/oauth-client.repository.js';
import type { OAuthVault } from '../oauth/oauth-vault.client.js';
import type { PendingAuthorization, PendingKey, PendingStore } from '../oauth/pending-store.repository.js';
import { parseChallenge } from '../oauth/parse-challenge.js';
import { PrepareAuthorization } from '../oauth/prepare-authorization.use-case.js';
import { SettingsStore } from '../oauth/settings-store.repository.js';
import { StartAuthorization } from '../oauth/start-authorization.use-case.js';
import { TokenEndpointClient } from '../oauth/token-endpoint.client.js';
import { withBearer } from '../oauth/with-bearer.js';

/*
 * The registry's way to a server, in one function: discovers it, has it authorized when it wants that, and discovers it
 * again. The classes are those of the service; what it keeps in tables is kept in variables here.
 */
const REDIRECT_URI = 'http://localhost:3000/callback';
const CLIENT_METADATA_URL = 'https://conformance-test.local/client-metadata.json';
/** As a person would: once to authorize, once more for what was missing, and no third time. */
const AUTHORIZATIONS_MAX = 2;
const ALLOW = 'localhost 127.0.0.0/8 ::1/128 http; 127.0.0.1 http';

const [integrationId, workspaceId] = [randomUUID(), randomUUID()];
const actor = { kind: 'user', id: randomUUID(), name: 'Conformance' } as const;

/** A client that was registered by hand. */
interface Own {
  readonly client_id?: string;
  readonly client_secret?: string;
}

export interface ConnectorTask {
  readonly serverUrl: string;
  readonly scenario: string;
  readonly context: Own;
}

/** What the registry would have stored. */
class Stored {
  grant: Grant | null = null;
  missing: readonly string[] = [];
  pending: PendingAuthorization | null = null;
  readonly clients = new Map<string, { id: string; sealed: string }>();

  constructor(
    readonly serverUrl: string,
    readonly own: Own,
    /** Authorized by its client alone. */
    readonly isOwn: boolean,
  ) {}

  get context(): AuthorizationContext {
    const integration = { auth: 'oauth2', serverUrl: this.serverUrl, connectionRevision: 1 } as Integration;
    const settings = { clientId: this.own.client_id ?? null, clientAuthMethod: null, scopes: [], boundIssuer: null };
    const clientSecret = this.own.client_secret ?? null;
    const grant = { grantedScopes: this.grant?.scopes ?? [], missingScopes: this.missing };
    return { integration, headers: {}, settings, clientSecret, grant } as unknown as AuthorizationContext;
  }
}

function wire(stored: Stored) {
  const egress = createEgress({ allow: parseAllowList(ALLOW) });
  const http = new AuthorizationServerClient(egress);
  const endpoint = new TokenEndpointClient(http);
  const database = { read: run, transaction: run } as unknown as Database;
  const clients = {
    find: (_: unknown, { issuer }: { issuer: string }) => stored.clients.get(issuer) ?? null,
    put: (_: unknown, { issuer }: { issuer: string }, client: { id: string; sealed: string }) =>
      void stored.clients.set(issuer, client),
  } as unknown as OAuthClientRepository;
  const vault = {
    seal: (secret: unknown) => Promise.resolve(JSON.stringify(secret)),
    open: (sealed: string) => Promise.resolve(JSON.parse(sealed) as unknown),
  } as unknown as OAuthVault;
  const pendings = {
    keep: (pending: PendingAuthorization) => Promise.resolve(((stored.pending = pending), new Date())),
    take: () => Promise.resolve({ workspaceId, integrationId, connectionRevision: 1, pending: stored.pending }),
  } as unknown as PendingStore;
  const keeper = {
    keep: (_: PendingKey, { grant }: GivenGrant) => Promise.resolve(void (stored.grant = grant)),
  } as unknown as GrantKeeper;
  const contexts = { read: () => Promise.resolve(stored.context) } as unknown as AuthorizationContexts;
  const verification = { execute: () => Promise.resolve() } as unknown as VerifyIntegration;
  const findClient = new FindClient(database, clients, new ClientRegistrationClient(http), vault);
  const discovery = new AuthorizationDiscovery(http);
  const grants = new GrantStore(undefined as never, vault);
  const settings = new SettingsStore(undefined as never, vault);
  return {
    egress,
    servers: new McpServerClient(egress),
    preparation: new PrepareAuthorization(discovery, endpoint, grants, settings),
    beginning: new StartAuthorization(contexts, discovery, findClient, pendings),
    completion: new CompleteAuthorization(pendings, endpoint, keeper, verification),
  };
}

async function run<T>(_: string, work: (tx: never) => Promise<T>): Promise<T> {
  return work(undefined as never);
}

type Wired = ReturnType<typeof wire>;

/** The browser of somebody who says yes to everything. */
async function authorize({ beginning, completion }: Wired): Promise<void> {
  const sessionBinding = 'session';
  const request = { workspaceId, integrationId, actor, sessionBinding, redirectUri: REDIRECT_URI };
  const { authorizationUrl } = await beginning.execute({ ...request, clientMetadataUrl: CLIENT_METADATA_URL });
  const response = await fetch(authorizationUrl, { redirect: 'manual' });
  const brought = Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams);
  await completion.execute({ workspaceId, actor, sessionBinding, ...(brought as { state: string }) });
}

/** As an integration with `client-credentials` is registered. */
async function askForOwn(stored: Stored, { preparation }: Wired): Promise<void> {
  const { client_id: clientId = '', client_secret: clientSecret = '' } = stored.own;
  const { granted } = await preparation.execute({
    workspaceId,
    integrationId,
    auth: 'client-credentials',
    serverUrl: stored.serverUrl,
    headers: {},
    settings: { clientId, clientSecret },
    connectionRevision: 1,
    grantVersion: 1,
    setBy: actor.name,
  });
  stored.grant = { accessToken: granted?.accessToken, scopes: granted?.grant.grantedScopes } as Grant;
}

async function discover(stored: Stored, { servers }: Wired): Promise<DiscoveredServer> {
  const headers = stored.grant === null ? {} : withBearer({}, stored.grant.accessToken);
  const { serverUrl } = stored;
  const known = { workspaceId: 'w', transport: 'auto', prior: null } as const;
  const address = { ...known, serverUrl, headers, timeoutMs: 10_000 };
  return servers.discover(address);
}

/**
 * The router calls tools, and tells the registry what a server refused. Here the first one is called without arguments, so
 * that there is something to refuse.
 */
async function callFirst(
  stored: Stored,
  { egress }: Wired,
  { tools, protocolVersion }: DiscoveredServer,
): Promise<void> {
  const [tool] = tools;
  if (tool === undefined || stored.grant === null) return;
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': protocolVersion,
    'io.modelcontextprotocol/clientInfo': { name: 'countersign', version: '0.1.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { name: tool.name, arguments: {}, _meta };
  const response = await egress.fetch(stored.serverUrl, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    headers: withBearer(
      {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': protocolVersion,
        'mcp-method': 'tools/call',
        'mcp-name': tool.name,
      },
      stored.grant.accessToken,
    ),
  });
  await response.body?.cancel();
  if (response.ok) return;
  throw new ServerRefusedError(response.status, parseChallenge(response.headers.get('www-authenticate')));
}

async function connect(stored: Stored, wired: Wired): Promise<DiscoveredServer> {
  for (let authorizations = 0; ; authorizations += 1) {
    try {
      const server = await discover(stored, wired);
      await callFirst(stored, wired, server);
      return server;
    } catch (error) {
      if (!(error instanceof ServerRefusedError) || authorizations === AUTHORIZATIONS_MAX) throw error;
      if (error.reason === 'insufficient_scope') stored.missing = error.scopes;
    }
    await (stored.isOwn ? askForOwn(stored, wired) : authorize(wired));
  }
}

/** The whole way, for one scenario. Rejects where the registry would have told a person why not. */
export async function runConnector({ serverUrl, scenario, context }: ConnectorTask): Promise<DiscoveredServer> {
  const stored = new Stored(serverUrl, context, scenario.startsWith('auth/client-credentials'));
  const wired = wire(stored);
  try {
    return await connect(stored, wired);
  } finally {
    await wired.egress.close();
  }
}
