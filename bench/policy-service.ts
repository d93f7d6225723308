import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import {
  discoveryCompleted,
  type EventContract,
  integrationRegistered,
  listToolDefinitions,
  type ListToolDefinitionsRequest,
  listTools,
  SERVICES,
  type ToolDefinition,
  type ToolPage,
} from '@countersign/contracts';
import { newId, provisionService, type ServiceUrls } from '@countersign/database';
import {
  BOOTSTRAP_USER,
  type Bus,
  type BusUser,
  connectBus,
  ensureTopology,
  natsServerConfig,
  publishEvent,
} from '@countersign/messaging';
import {
  createTestDatabase,
  freePort,
  startNats,
  type StartedNats,
  startProcess,
  type StartedProcess,
  TEST_PASSWORDS,
  type TestDatabase,
} from '@countersign/testing';
import { generateKeyEncryptionKey, generateSigningKey } from '@countersign/tokens';
import { StatementCounter } from './statement-counter.ts';

const ROOT = join(import.meta.dirname, '..');
const HOOKS = join(ROOT, 'libs', 'service', 'fixtures', 'typescript-hooks.mjs');
const SOURCES = join(ROOT, 'apps', 'policy', 'src');
/** A page of definitions is a message: far below its limit with the tools of the bench. */
const TOOLS_PER_PAGE = 100;

interface Parts {
  readonly database: TestDatabase;
  readonly counter: StatementCounter;
  readonly nats: StartedNats;
  readonly registry: Bus;
  readonly gateway: Bus;
  readonly router: Bus;
  readonly service: StartedProcess;
}

/** The policy service alone, as it runs in production, with a counter between it and its database; its neighbours are played. */
export class BenchPolicy {
  private readonly listings = new Map<string, readonly ToolDefinition[]>();

  private constructor(private readonly parts: Parts) {
    parts.registry.connection.subscribe(listToolDefinitions.subject, {
      queue: 'integration-registry',
      callback: (_error, message) => {
        const data = this.page(message.json<ListToolDefinitionsRequest>());
        message.respond(JSON.stringify({ ok: true, data }));
      },
    });
  }

  static async start(): Promise<BenchPolicy> {
    const database = await createTestDatabase();
    const options = { database: database.name, service: 'policy', passwords: TEST_PASSWORDS, migrations: [] } as const;
    const urls = await provisionService(database.url, options);
    await migrate(urls);
    const counter = await StatementCounter.start(database.url);
    const users = [...SERVICES, BOOTSTRAP_USER].map((user) => [user, randomUUID()]);
    const passwords = Object.fromEntries(users) as Record<BusUser, string>;
    const nats = await startNats({ config: (place) => natsServerConfig({ users: passwords, ...place }) });
    const connectAs = (user: BusUser): Promise<Bus> =>
      connectBus({ servers: nats.url, user, password: passwords[user], name: `bench ${user}` });
    const bootstrap = await connectAs(BOOTSTRAP_USER);
    await ensureTopology(bootstrap);
    await bootstrap.close();
    const service = await startService({
      NATS_URL: nats.url,
      NATS_PASSWORD: passwords.policy,
      DATABASE_APP_URL: counter.through(urls.appUrl),
      DATABASE_SYSTEM_URL: counter.through(urls.systemUrl),
    });
    return new BenchPolicy({
      ...{ database, counter, nats, service },
      registry: await connectAs('integration-registry'),
      gateway: await connectAs('admin-gateway'),
      router: await connectAs('mcp-router'),
    });
  }

  get statements(): number {
    return this.parts.counter.count;
  }

  /** Where the gateway asks, and where a router does. */
  get gateway(): Bus {
    return this.parts.gateway;
  }

  get router(): Bus {
    return this.parts.router;
  }

  /** Announces an integration and its first discovery. */
  async announce(workspaceId: string, tools: readonly ToolDefinition[]): Promise<string> {
    const integrationId = newId();
    this.listings.set(integrationId, tools);
    const connectionRevision = 1;
    await this.publish(integrationRegistered, workspaceId, integrationId, {
      ...{ integrationId, slug: 'Bench', displayName: 'Bench', posture: 'open', connectionRevision, revision: 1 },
    });
    await this.publish(discoveryCompleted, workspaceId, integrationId, {
      ...{ integrationId, snapshotRevision: 1, connectionRevision, revision: 2, toolCount: tools.length },
      ...{ tools: [], complete: false, added: [], removed: [], changed: [] },
    });
    return integrationId;
  }

  /** Null: its first discovery is still being merged. */
  async isMerged(workspaceId: string, integrationId: string): Promise<true | null> {
    const input = JSON.stringify({ workspaceId, integrationId, limit: 1 });
    const reply = await this.gateway.connection.request(listTools.subject, input, { timeout: 30_000 });
    return reply.json<{ data?: ToolPage }>().data?.items.length === 1 ? true : null;
  }

  async stop(): Promise<void> {
    const { gateway, router, registry, service, counter, nats, database } = this.parts;
    await Promise.all([gateway, router, registry].map((bus) => bus.close()));
    await service.stop();
    await counter.stop();
    await nats.stop();
    await database.drop();
  }

  private page({ integrationId, cursor }: ListToolDefinitionsRequest) {
    const from = Number(cursor ?? 0);
    const tools = this.listings.get(integrationId) ?? [];
    const next = from + TOOLS_PER_PAGE;
    const nextCursor = next < tools.length ? String(next) : null;
    return { snapshotRevision: 1, connectionRevision: 1, items: tools.slice(from, next), nextCursor };
  }

  private async publish<P extends object>(
    contract: EventContract<P>,
    workspaceId: string,
    aggregateId: string,
    data: P,
  ): Promise<void> {
    const head = { id: newId(), type: contract.subject, workspaceId, aggregateId };
    const event = { ...head, occurredAt: new Date().toISOString(), data };
    await publishEvent(this.parts.registry.jetstream, contract, event, newId());
  }
}

async function migrate({ ownerUrl }: ServiceUrls): Promise<void> {
  const migration = await startProcess({
    command: process.execPath,
    args: ['--import', HOOKS, join(SOURCES, 'migrate.ts')],
    env: { OWNER_DATABASE_URL: ownerUrl },
  });
  const { code } = await migration.exited;
  if (code !== 0) throw new Error(`the migration ended with ${code}:\n${migration.logs()}`);
}

async function startService(env: Record<string, string>): Promise<StartedProcess> {
  const healthPort = await freePort();
  return startProcess({
    command: process.execPath,
    args: ['--import', HOOKS, join(SOURCES, 'main.ts')],
    env: {
      ...env,
      POLICY_SIGNING_KEY: generateSigningKey().privateKeyPem,
      KEY_ENCRYPTION_KEYS: generateKeyEncryptionKey('bench'),
      PUBLIC_URL: 'http://127.0.0.1:7400',
      HEALTH_PORT: String(healthPort),
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
    },
    readyUrl: `http://127.0.0.1:${healthPort}/health/ready`,
  });
}
