import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { type IntegrationView, registerIntegration, SERVICES } from '@countersign/contracts';
import { provisionService, type ServiceUrls } from '@countersign/database';
import {
  BOOTSTRAP_USER,
  type Bus,
  type BusUser,
  connectBus,
  ensureTopology,
  natsServerConfig,
  RequestClient,
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
import { generateKeyEncryptionKey, generateSealingKeyPair } from '@countersign/tokens';
import pg from 'pg';
import { StatementCounter } from './statement-counter.ts';

const SERVICE = 'integration-registry';
const ROOT = join(import.meta.dirname, '..');
const HOOKS = join(ROOT, 'libs', 'service', 'fixtures', 'typescript-hooks.mjs');
const SOURCES = join(ROOT, 'apps', SERVICE, 'src');
/** Registered at once; the rest waits. */
const AT_ONCE = 8;
/** Some ten lines. */
const LOG_TAIL_LENGTH = 4_000;
/** Among so many workspaces. */
const WORKSPACES = 10;

interface Parts {
  readonly database: TestDatabase;
  readonly counter: StatementCounter;
  readonly nats: StartedNats;
  readonly bus: Bus;
  readonly postgresPid: number;
  readonly env: Readonly<Record<string, string>>;
}

/** The integration registry alone, as it runs in production, with a counter between it and its database. */
export class BenchRegistry {
  private readonly workspaces = Array.from({ length: WORKSPACES }, () => randomUUID());

  private constructor(
    private readonly parts: Parts,
    private service: StartedProcess,
  ) {}

  static async start(): Promise<BenchRegistry> {
    const database = await createTestDatabase();
    const options = { database: database.name, service: SERVICE, passwords: TEST_PASSWORDS, migrations: [] } as const;
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
    const own = { KEY_ENCRYPTION_KEYS: generateKeyEncryptionKey('bench'), ...databaseEnv(urls, counter) };
    const env = { NATS_URL: nats.url, NATS_PASSWORD: passwords[SERVICE], ...own };
    const service = await startRegistry(env);
    const bus = await connectAs('admin-gateway');
    const postgresPid = await findPostmaster(database.url);
    return new BenchRegistry({ database, counter, nats, bus, postgresPid, env }, service);
  }

  get pid(): number {
    return this.service.pid;
  }

  get postgresPid(): number {
    return this.parts.postgresPid;
  }

  get statements(): number {
    return this.parts.counter.count;
  }

  /** Asks it as the gateway does. */
  get client(): RequestClient {
    return new RequestClient(this.parts.bus);
  }

  /** The end of what the service said, for the message of a failure. */
  get logTail(): string {
    return this.service.logs().slice(-LOG_TAIL_LENGTH);
  }

  async register(urls: readonly string[]): Promise<void> {
    const { client } = this;
    const queue = [...urls.entries()];
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await this.registerOne(client, ...next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** A process that has not registered anything, and does not keep the memory that this took. */
  async restart(): Promise<void> {
    await this.service.stop();
    this.service = await startRegistry(this.parts.env);
  }

  /** As after hours: looks that come evenly, and not as the registrations did. */
  async spreadLooks(): Promise<void> {
    await execute(
      this.parts.database.url,
      `update integration_registry.watches
       set next_check_at = now() + random() * case mode when 'polling' then interval '5 minutes' else interval '30 minutes' end`,
    );
  }

  async stop(): Promise<void> {
    const { bus, counter, nats, database } = this.parts;
    await bus.close();
    await this.service.stop();
    await counter.stop();
    await nats.stop();
    await database.drop();
  }

  async registerOne(client: RequestClient, index: number, serverUrl: string): Promise<IntegrationView> {
    return client.ask(registerIntegration, {
      workspaceId: this.workspaces[index % WORKSPACES] ?? randomUUID(),
      actor: { kind: 'user', id: randomUUID(), name: 'Bench' },
      displayName: `Server ${index}`,
      serverUrl,
    });
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

async function startRegistry(env: Record<string, string>): Promise<StartedProcess> {
  const healthPort = await freePort();
  return startProcess({
    command: process.execPath,
    args: ['--import', HOOKS, join(SOURCES, 'main.ts')],
    env: {
      ...env,
      ROUTER_SEALING_PUBLIC_KEY: generateSealingKeyPair().publicKeyPem,
      EGRESS_ALLOW: '127.0.0.1 http',
      HEALTH_PORT: String(healthPort),
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
    },
    readyUrl: `http://127.0.0.1:${healthPort}/health/ready`,
  });
}

function databaseEnv({ appUrl, systemUrl }: ServiceUrls, counter: StatementCounter): Record<string, string> {
  return { DATABASE_APP_URL: counter.through(appUrl), DATABASE_SYSTEM_URL: counter.through(systemUrl) };
}

/** The parent of the process that serves a connection. */
async function findPostmaster(url: string): Promise<number> {
  return execute(url, 'select pg_backend_pid() as pid', (row) => {
    const line = readFileSync(`/proc/${String(row?.['pid'])}/stat`, 'utf8');
    return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
  });
}

/** As the superuser; `read` gets the first row while the connection is open. */
async function execute<T>(
  url: string,
  sql: string,
  read: (row: Record<string, unknown> | undefined) => T = () => undefined as T,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return read(rows[0]);
  } finally {
    await client.end();
  }
}
