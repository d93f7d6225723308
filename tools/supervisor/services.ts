import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceUrls } from '@countersign/database';
import { SERVICES, type ServiceName } from '@countersign/contracts';
import type { Children, ChildSpec } from './children.ts';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
export const ADMIN_EMAIL = 'admin@countersign.local';
const READY_TIMEOUT_MS = 60_000;

export interface Installation {
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly natsUrl: string;
  readonly databaseUrls: Readonly<Record<ServiceName, ServiceUrls>>;
}

type Env = Record<string, string>;

export function urlsOf(ports: Ports): { web: string; api: string; mcp: string; tracker: string; everything: string } {
  const at = (port: number, path = ''): string => `http://127.0.0.1:${port}${path}`;
  return {
    web: at(ports.web),
    api: at(ports.web, '/api/v1'),
    mcp: at(ports.mcp, '/mcp'),
    tracker: at(ports.tracker, '/mcp'),
    everything: at(ports.everything, '/mcp'),
  };
}

export async function migrateAll(children: Children, installation: Installation): Promise<void> {
  await Promise.all(
    SERVICES.map((service) =>
      children.run({
        ...nodeProcess(`${service} migrate`, entryOf(service, 'migrate.js')),
        env: { ...process.env, OWNER_DATABASE_URL: installation.databaseUrls[service].ownerUrl },
      }),
    ),
  );
}

export function startServices(children: Children, installation: Installation): void {
  for (const service of SERVICES) {
    children.start({
      ...nodeProcess(service, entryOf(service, 'main.js'), { hasSourceMaps: service !== 'mcp-router' }),
      env: { ...process.env, ...commonEnv(service, installation), ...ownEnv(service, installation) },
    });
  }
}

/** Waits until every service says that it is ready; throws with the names of those that are not, and why. */
export async function untilReady(ports: Ports): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  await Promise.all(
    SERVICES.map(async (service) => {
      for (;;) {
        const state = await readiness(healthPort(service, ports));
        if (state === null) return;
        if (Date.now() > deadline) throw new Error(`${service} did not become ready within 60 s: ${state}`);
        await wait(50);
      }
    }),
  );
}

/** Null when ready, else what it says. */
async function readiness(port: number): Promise<string | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`);
    return response.ok ? null : await response.text();
  } catch {
    // It does not listen yet.
    return 'it does not answer';
  }
}

/** Source maps stay in memory once they are read, 20 MB of them in the router; its compiled lines read like its sources. */
export function nodeProcess(
  name: string,
  entry: string,
  { hasSourceMaps = true } = {},
): Pick<ChildSpec, 'name' | 'command' | 'args' | 'cwd'> {
  const args = hasSourceMaps ? ['--enable-source-maps', entry] : [entry];
  return { name, command: process.execPath, args, cwd: ROOT };
}

/**
 * Wherever the router runs, in a container too; what V8 can be told later is in its `main.ts`. What a call leaves behind is
 * dead within milliseconds: V8's default for a large machine lets 130 MB of it pile up before it looks. glibc gives up to
 * eight arenas for each core to the threads of V8 and OpenSSL, each of which keeps what it once had; and it moves the size
 * from which on memory is given back up to 32 MB, unless it is told one, as here: its own first.
 */
const ROUTER_MEMORY: Env = {
  NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --max-semi-space-size=2`.trim(),
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

export function entryOf(app: string, file: string): string {
  return join(ROOT, 'apps', app, 'dist', file);
}

function healthPort(service: ServiceName, ports: Ports): number {
  const byService: Record<ServiceName, number> = {
    'integration-registry': ports.registryHealth,
    policy: ports.policyHealth,
    'mcp-router': ports.routerHealth,
    'agent-orchestrator': ports.orchestratorHealth,
    'admin-gateway': ports.gatewayHealth,
  };
  return byService[service];
}

function commonEnv(service: ServiceName, { ports, secrets, natsUrl, databaseUrls }: Installation): Env {
  return {
    NODE_ENV: 'development',
    NATS_URL: natsUrl,
    NATS_PASSWORD: secrets.passwords.bus[service],
    DATABASE_APP_URL: databaseUrls[service].appUrl,
    DATABASE_SYSTEM_URL: databaseUrls[service].systemUrl,
    HEALTH_PORT: String(healthPort(service, ports)),
  };
}

function ownEnv(service: ServiceName, { ports, secrets: { files } }: Installation): Env {
  const urls = urlsOf(ports);
  switch (service) {
    case 'integration-registry':
      return {
        KEY_ENCRYPTION_KEYS_FILE: files.keyEncryptionKeys,
        ROUTER_SEALING_PUBLIC_KEY_FILE: files.routerSealingPublicKey,
        EGRESS_ALLOW: loopbackAllowList(),
      };
    case 'policy':
      return {
        POLICY_SIGNING_KEY_FILE: files.policySigningKey,
        KEY_ENCRYPTION_KEYS_FILE: files.policyKeyEncryptionKeys,
        PUBLIC_URL: urls.web,
        EGRESS_ALLOW: loopbackAllowList(),
      };
    case 'mcp-router':
      return {
        ...ROUTER_MEMORY,
        MCP_PORT: String(ports.mcp),
        MCP_PUBLIC_URL: urls.mcp,
        GATEWAY_PUBLIC_URL: urls.web,
        GATEWAY_JWKS_FILE: files.gatewayJwks,
        POLICY_JWKS_FILE: files.policyJwks,
        ROUTER_SEALING_PRIVATE_KEY_FILE: files.routerSealingPrivateKey,
        EGRESS_ALLOW: loopbackAllowList(),
      };
    case 'agent-orchestrator':
      return { ...modelEnv(ports), EGRESS_ALLOW: loopbackAllowList() };
    case 'admin-gateway':
      return {
        HTTP_PORT: String(ports.web),
        PUBLIC_URL: urls.web,
        MCP_PUBLIC_URL: urls.mcp,
        WEB_ROOT: join(ROOT, 'apps', 'web', 'dist'),
        GATEWAY_SIGNING_KEY_FILE: files.gatewaySigningKey,
        FIRST_ADMIN_EMAIL: ADMIN_EMAIL,
        FIRST_ADMIN_PASSWORD_FILE: files.adminPassword,
      };
  }
}

/** Development alone may call plain-http servers on this machine; production has no such list. */
function loopbackAllowList(): string {
  return '127.0.0.1 http';
}

/** A key in the environment means a real model; without one the scripted model answers, and is called so. */
export function modelEnv(ports: Ports): Env {
  const { ANTHROPIC_API_KEY, OPENAI_API_KEY, OPENAI_BASE_URL } = process.env;
  if (ANTHROPIC_API_KEY) return { MODEL_PROVIDER: 'anthropic', ANTHROPIC_API_KEY };
  if (OPENAI_BASE_URL) return { MODEL_PROVIDER: 'openai-compatible', MODEL_BASE_URL: OPENAI_BASE_URL };
  if (OPENAI_API_KEY) return { MODEL_PROVIDER: 'openai', OPENAI_API_KEY };
  return { MODEL_PROVIDER: 'scripted', MODEL_ID: 'scripted', MODEL_BASE_URL: `http://127.0.0.1:${ports.model}/v1` };
}
