import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type ServiceName, SERVICES } from '@countersign/contracts';
import { createServiceRoles, type ServiceUrls } from '@countersign/database';
import { BOOTSTRAP_USER, type BusUser, connectBus, ensureTopology, natsServerConfig } from '@countersign/messaging';
import {
  eventually,
  freePort,
  startNats,
  type StartedNats,
  type StartedProcess,
  startProcess,
  TEST_PASSWORDS,
} from '@countersign/testing';
import pg from 'pg';
import { ROOT } from '../system/running-system.js';
import { environmentsOf } from './fleet-environment.js';
import { OwnPostgres } from './own-postgres.js';

/** A killed process holds its messages for this long. */
const ACK_WAIT_MS = 2_000;
/** Five services start at once, on two busy cores. */
const READY_TIMEOUT_MS = 90_000;
const QUIET = { timeoutMs: 30_000, intervalMs: 50 };
const DATABASE = 'countersign';

interface Parts {
  readonly postgres: OwnPostgres;
  readonly nats: StartedNats;
  readonly model: StartedProcess;
  readonly environments: Readonly<Record<ServiceName, Readonly<Record<string, string>>>>;
  readonly webPort: number;
}

/** The five services as processes of the test, which may end and replace each of them, their database and their bus. */
export class Fleet {
  private readonly replicas = new Map<ServiceName, StartedProcess[]>(SERVICES.map((service) => [service, []]));

  private constructor(private readonly parts: Parts) {}

  /** Ready, with one replica of each service unless `replicas` says otherwise. */
  static async start(replicas: Partial<Record<ServiceName, number>> = {}): Promise<Fleet> {
    const busPasswords = Object.fromEntries(
      [...SERVICES, BOOTSTRAP_USER].map((user) => [user, randomUUID()]),
    ) as Record<BusUser, string>;
    const [postgres, nats, modelPort, webPort] = await Promise.all([
      OwnPostgres.start(),
      startNats({ config: (place) => natsServerConfig({ users: busPasswords, ...place }) }),
      freePort(),
      freePort(),
    ]);
    await makeTopology(nats.url, busPasswords[BOOTSTRAP_USER]);
    const urls = await makeSchemas(postgres.adminUrl);
    const model = await startModel(modelPort);
    const modelUrl = `http://127.0.0.1:${modelPort}/v1`;
    const environments = environmentsOf({ natsUrl: nats.url, busPasswords, urls, modelUrl, webPort });
    const fleet = new Fleet({ postgres, nats, model, environments, webPort });
    const wanted = SERVICES.flatMap((service) => Array.from({ length: replicas[service] ?? 1 }, () => service));
    await Promise.all(wanted.map((service) => fleet.add(service)));
    return fleet;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.parts.webPort}/api/v1`;
  }

  processesOf(service: ServiceName): readonly StartedProcess[] {
    return this.replicas.get(service) ?? [];
  }

  /** One more replica, once it is ready; with `mayDie` it is not waited for, because it may be dead before it is ready. */
  async add(service: ServiceName, env: Readonly<Record<string, string>> = {}, mayDie = false): Promise<StartedProcess> {
    const healthPort = await freePort();
    const child = await startProcess({
      command: process.execPath,
      args: [path.join(ROOT, 'apps', service, 'dist', 'main.js')],
      env: {
        ...this.parts.environments[service],
        HEALTH_PORT: String(healthPort),
        ...(service === 'mcp-router' ? { MCP_PORT: String(await freePort()) } : {}),
        ...env,
      },
      ...(mayDie ? {} : { readyUrl: `http://127.0.0.1:${healthPort}/health/ready` }),
      readyTimeoutMs: READY_TIMEOUT_MS,
    });
    this.replicas.get(service)?.push(child);
    void child.exited.then(() => this.forget(service, child));
    return child;
  }

  /** SIGKILL for every process of the service. */
  async kill(service: ServiceName): Promise<void> {
    await Promise.all([...this.processesOf(service)].map((child) => child.stop('SIGKILL')));
  }

  /** Instead of all its replicas, one that dies at this point; `waits`: until it is ready. */
  async doom(service: ServiceName, crashAt: string, { waits = true } = {}): Promise<StartedProcess> {
    await this.isQuiet(service);
    await this.kill(service);
    return this.add(service, { CRASH_AT: crashAt }, !waits);
  }

  /** Everything that the service had to announce is marked as published: nobody dies of an earlier test's event. */
  async isQuiet(service: ServiceName): Promise<void> {
    await eventually(async () => {
      const open = await this.unannounced(service);
      if (open.length > 0) throw new Error(`${service} has not published ${open.join(', ')}`);
    }, QUIET);
  }

  /** The subjects of committed events that are not known to be on the bus. */
  async unannounced(service: ServiceName): Promise<string[]> {
    const sql = `select subject from ${schemaOf(service)}.outbox where published_at is null order by sequence`;
    return (await this.sql<{ subject: string }>(sql)).map(({ subject }) => subject);
  }

  /** A healthy replica after a death; what the dead one had leased falls due at once. */
  async replace(service: ServiceName): Promise<void> {
    await this.add(service);
    await this.endLeases(service);
  }

  async endLeases(service: ServiceName): Promise<void> {
    await this.sql(`update ${schemaOf(service)}.outbox set leased_until = now() where published_at is null`);
    if (service !== 'mcp-router') return;
    await this.sql(`update mcp_router.calls set lease_until = now() where state = 'dispatching'`);
    await this.sql(`update mcp_router.calls set due_at = now() where state = 'approved'`);
  }

  /**
   * For those who do not wait for the leases of the dead: whoever is alive answers within this time, and nothing is sent
   * that was not sent within it (the router's own clock sees to that).
   */
  async endForgottenLeases(): Promise<void> {
    await this.sql(
      `update mcp_router.calls set lease_until = now()
       where state = 'dispatching' and sent_at < now() - interval '7 seconds' and lease_until > now()`,
    );
    for (const service of SERVICES) {
      await this.sql(
        `update ${schemaOf(service)}.outbox set leased_until = now()
         where published_at is null and leased_until between now() and now() + interval '9 seconds'`,
      );
    }
  }

  killNats(): Promise<void> {
    return this.parts.nats.kill();
  }

  restartNats(): Promise<void> {
    return this.parts.nats.restart();
  }

  killAndRestartPostgres(): Promise<void> {
    return this.parts.postgres.killAndRestart();
  }

  /** As the database's superuser, past every row-level rule. */
  async sql<Row extends pg.QueryResultRow>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    const url = new URL(this.parts.postgres.adminUrl);
    url.pathname = `/${DATABASE}`;
    const client = new pg.Client({ connectionString: url.href });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, parameters)).rows;
    } finally {
      await client.end();
    }
  }

  /** What every process that still runs has said, for the message of a failed test. */
  logs(): string {
    return [...this.replicas]
      .flatMap(([service, children]) => children.map((child) => `${service}:\n${child.logs().slice(-4_000)}`))
      .join('\n');
  }

  async stop(): Promise<void> {
    await Promise.all(SERVICES.map((service) => this.kill(service)));
    await this.parts.model.stop('SIGKILL');
    await this.parts.nats.stop();
    await this.parts.postgres.stop();
  }

  private forget(service: ServiceName, child: StartedProcess): void {
    this.replicas.set(
      service,
      this.processesOf(service).filter((other) => other !== child),
    );
  }
}

function schemaOf(service: ServiceName): string {
  return service.replaceAll('-', '_');
}

async function makeTopology(url: string, password: string): Promise<void> {
  const admin = await connectBus({ servers: url, user: BOOTSTRAP_USER, password, name: 'fleet' });
  try {
    await ensureTopology(admin, undefined, { ackWaitMs: ACK_WAIT_MS });
  } finally {
    await admin.close();
  }
}

async function makeSchemas(adminUrl: string): Promise<Record<ServiceName, ServiceUrls>> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`create database ${DATABASE}`);
  await client.end();
  const urls: [ServiceName, ServiceUrls][] = [];
  for (const service of SERVICES) {
    urls.push([
      service,
      await createServiceRoles(adminUrl, { database: DATABASE, service, passwords: TEST_PASSWORDS }),
    ]);
  }
  await Promise.all(urls.map(([service, { ownerUrl }]) => migrate(service, ownerUrl)));
  return Object.fromEntries(urls) as Record<ServiceName, ServiceUrls>;
}

async function migrate(service: ServiceName, ownerUrl: string): Promise<void> {
  const migration = await startProcess({
    command: process.execPath,
    args: [path.join(ROOT, 'apps', service, 'dist', 'migrate.js')],
    env: { NODE_OPTIONS: '', OWNER_DATABASE_URL: ownerUrl },
  });
  const { code } = await migration.exited;
  if (code !== 0) throw new Error(`the migration of ${service} ended with ${code}:\n${migration.logs()}`);
}

function startModel(port: number): Promise<StartedProcess> {
  return startProcess({
    command: process.execPath,
    args: [path.join(ROOT, 'apps', 'scripted-model', 'dist', 'main.js')],
    env: { NODE_OPTIONS: '', PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/v1/models`,
    readyTimeoutMs: READY_TIMEOUT_MS,
  });
}
