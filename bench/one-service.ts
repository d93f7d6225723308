import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import { type ServiceName, SERVICES } from '@countersign/contracts';
import { provisionService, type ServiceUrls } from '@countersign/database';
import {
  BOOTSTRAP_USER,
  type Bus,
  type BusUser,
  connectBus,
  ensureTopology,
  natsServerConfig,
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
import { StatementCounter } from './statement-counter.ts';

const ROOT = join(import.meta.dirname, '..');
const HOOKS = join(ROOT, 'libs', 'service', 'fixtures', 'typescript-hooks.mjs');

type Passwords = Readonly<Record<BusUser, string>>;

interface Parts {
  readonly service: ServiceName;
  readonly database: TestDatabase;
  readonly urls: ServiceUrls;
  readonly counter: StatementCounter;
  readonly nats: StartedNats;
  readonly passwords: Passwords;
}

/** What one service alone needs to run as it does in production: its schema, a bus, and a counter before its database. */
export class OneService {
  private constructor(private readonly parts: Parts) {}

  /** Everything but the service itself. */
  static async prepare(service: ServiceName): Promise<OneService> {
    const database = await createTestDatabase();
    const options = { database: database.name, service, passwords: TEST_PASSWORDS, migrations: [] } as const;
    const urls = await provisionService(database.url, options);
    await migrate(service, urls);
    const counter = await StatementCounter.start(database.url);
    const users = [...SERVICES, BOOTSTRAP_USER].map((user) => [user, randomUUID()]);
    const passwords = Object.fromEntries(users) as Passwords;
    const nats = await startNats({ config: (place) => natsServerConfig({ users: passwords, ...place }) });
    const prepared = new OneService({ service, database, urls, counter, nats, passwords });
    const bootstrap = await prepared.connectAs(BOOTSTRAP_USER);
    await ensureTopology(bootstrap);
    await bootstrap.close();
    return prepared;
  }

  get statements(): number {
    return this.parts.counter.count;
  }

  /** As the superuser, and past the counter. */
  get databaseUrl(): string {
    return this.parts.database.url;
  }

  connectAs(user: BusUser): Promise<Bus> {
    const { nats, passwords } = this.parts;
    return connectBus({ servers: nats.url, user, password: passwords[user], name: `bench ${user}` });
  }

  /** Once it is ready; from its sources. `env`: what only this service wants. */
  async start(env: Readonly<Record<string, string>>): Promise<StartedProcess> {
    const { service, urls, counter, nats, passwords } = this.parts;
    const healthPort = await freePort();
    return startProcess({
      ...programOf(service, 'main.ts'),
      env: {
        ...env,
        NATS_URL: nats.url,
        NATS_PASSWORD: passwords[service],
        DATABASE_APP_URL: counter.through(urls.appUrl),
        DATABASE_SYSTEM_URL: counter.through(urls.systemUrl),
        HEALTH_PORT: String(healthPort),
        LOG_LEVEL: 'warn',
        NODE_ENV: 'production',
      },
      readyUrl: `http://127.0.0.1:${healthPort}/health/ready`,
    });
  }

  /** After the service. */
  async stop(): Promise<void> {
    const { counter, nats, database } = this.parts;
    await counter.stop();
    await nats.stop();
    await database.drop();
  }
}

async function migrate(service: ServiceName, { ownerUrl }: ServiceUrls): Promise<void> {
  const migration = await startProcess({ ...programOf(service, 'migrate.ts'), env: { OWNER_DATABASE_URL: ownerUrl } });
  const { code } = await migration.exited;
  if (code !== 0) throw new Error(`the migration ended with ${code}:\n${migration.logs()}`);
}

function programOf(service: ServiceName, file: string): { readonly command: string; readonly args: readonly string[] } {
  return { command: process.execPath, args: ['--import', HOOKS, join(ROOT, 'apps', service, 'src', file)] };
}
