import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type Scope, SERVICES } from '@countersign/contracts';
import { Database, newId, provisionService } from '@countersign/database';
import {
  BOOTSTRAP_USER,
  busMicroservice,
  type BusUser,
  connectBus,
  ensureTopology,
  natsServerConfig,
} from '@countersign/messaging';
import { configureHttp, ReadinessRegistry, ServiceLogger, ServiceModule } from '@countersign/service';
import {
  createTestDatabase,
  eventually,
  freePort,
  startNats,
  type StartedNats,
  TEST_PASSWORDS,
  type TestDatabase,
} from '@countersign/testing';
import { generateSigningKey } from '@countersign/tokens';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import pg from 'pg';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { httpOptions } from './http-options.js';
import { MIGRATIONS } from './migrations/migrations.js';
import { holdAnswersTo } from './openapi/answer-check.fixture-spec.js';
import { ApiDocument } from './openapi/api-document.view.js';
import { HttpClient } from './test-http.fixture-spec.js';
import { Neighbours } from './test-neighbours.fixture-spec.js';
import { hashPassword } from './users/password-hash.js';
import type { Role } from './users/roles.js';

/** Transactions that wait for another one. */
const WAITING = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** By which who is what in a workspace is kept as it is. */
export function lockOfMembers(workspaceId: string): string {
  return `select pg_advisory_xact_lock(hashtextextended('members of ${workspaceId}', 0))`;
}

export const ADMIN = { email: 'Admin@Example.com', password: 'a generated password' };

interface Parts {
  readonly database: TestDatabase;
  readonly nats: StartedNats;
  readonly app: NestExpressApplication;
  readonly config: Config;
  readonly neighbours: Neighbours;
}

@Module({})
class TestRoot {}

/** The real gateway on a real Postgres, NATS and HTTP port. */
export class GatewaySystem {
  readonly app: NestExpressApplication;
  readonly config: Config;
  readonly neighbours: Neighbours;
  readonly nats: StartedNats;
  /** Without any credential. */
  readonly anonymous: HttpClient;

  private constructor(private readonly parts: Parts) {
    this.app = parts.app;
    this.config = parts.config;
    this.neighbours = parts.neighbours;
    this.nats = parts.nats;
    this.anonymous = new HttpClient(parts.config.http.port);
  }

  /** `publicUrl`: how it is reached from outside; its own port when left out. */
  static async start(overrides: Partial<Config> = {}, publicUrl?: URL): Promise<GatewaySystem> {
    const database = await createTestDatabase();
    const urls = await provisionService(database.url, {
      database: database.name,
      service: 'admin-gateway',
      passwords: TEST_PASSWORDS,
      migrations: MIGRATIONS,
    });
    const users = [...SERVICES, BOOTSTRAP_USER].map((name) => [name, randomUUID()]);
    const passwords = Object.fromEntries(users) as Record<BusUser, string>;
    const nats = await startNats({ config: (place) => natsServerConfig({ users: passwords, ...place }) });
    const connect = (user: BusUser) =>
      connectBus({ servers: nats.url, user, password: passwords[user], name: `test ${user}` });
    const bootstrapUser = await connect(BOOTSTRAP_USER);
    await ensureTopology(bootstrapUser);
    await bootstrapUser.close();
    const others = SERVICES.filter((service) => service !== 'admin-gateway');
    const buses = await Promise.all(others.map(async (service) => [service, await connect(service)] as const));
    const port = await freePort();
    const config: Config = {
      log: { level: 'silent' },
      health: { host: '127.0.0.1', port: 0 },
      database: { appUrl: urls.appUrl, systemUrl: urls.systemUrl },
      nats: { url: nats.url, user: 'admin-gateway', password: passwords['admin-gateway'] },
      http: {
        host: '127.0.0.1',
        port,
        publicUrl: publicUrl ?? new URL(`http://127.0.0.1:${port}`),
        allowedHosts: [`127.0.0.1:${port}`, `localhost:${port}`],
      },
      mcpPublicUrl: 'http://127.0.0.1:7401/mcp',
      webRoot: undefined,
      signingKey: generateSigningKey(),
      firstAdmin: ADMIN,
      ...overrides,
    };
    const app = await startReplica(config);
    return new GatewaySystem({ database, nats, app, config, neighbours: new Neighbours(new Map(buses)) });
  }

  /** Signs in as a browser does. */
  async signIn({ email, password }: { email: string; password: string } = ADMIN): Promise<HttpClient> {
    const { status, headers, body } = await this.anonymous.post('/api/v1/auth/login', { email, password });
    if (status !== 200) throw new Error(`the sign-in answered ${status}`);
    const [cookie = ''] = headers['set-cookie'] ?? [];
    return this.anonymous.with({ cookie: cookie.split(';')[0] ?? '', 'x-csrf-token': String(body['csrfToken']) });
  }

  /** A client with a fresh API token that has exactly these scopes. */
  async clientWith(scopes: readonly Scope[]): Promise<HttpClient> {
    const admin = await this.signIn();
    const { body } = await admin.post('/api/v1/workspaces/default/tokens', { name: 'Test', kind: 'api', scopes });
    return this.anonymous.with({ authorization: `Bearer ${String(body['token'])}` });
  }

  /** A person with a role in a workspace, who can sign in with the admin's password. */
  async addMember(workspaceId: string, role: Role): Promise<{ id: string; email: string; password: string }> {
    const user = { id: newId(), email: `${newId()}@example.com` };
    const passwordHash = await hashPassword(ADMIN.password);
    await this.app.get(Database).system(async (tx) => {
      await tx.query('insert into users (id, email, name, password_hash) values ($1, $2, $2, $3)', [
        user.id,
        user.email,
        passwordHash,
      ]);
      await tx.query('insert into members (workspace_id, user_id, role) values ($1, $2, $3)', [
        workspaceId,
        user.id,
        role,
      ]);
    });
    return { ...user, password: ADMIN.password };
  }

  /** A second workspace, with nobody in it. */
  async addWorkspace(): Promise<string> {
    const id = newId();
    await this.app.get(Database).system(async (tx) => {
      await tx.query('insert into workspaces (id, slug, name) values ($1, $2, $2)', [id, `w${id}`]);
      await tx.query('insert into identity_revisions (workspace_id, revision) values ($1, 0)', [id]);
    });
    return id;
  }

  /** What no role of the service may do yet: changed by the superuser, whom row-level security lets pass. */
  async asOwner(sql: string): Promise<void> {
    await this.asOwnerRead(sql);
  }

  /** Begins something while a lock is held that it waits for, and lets it go on after a change that somebody was quicker with. */
  whileItWaits<T>(lock: string, begin: () => Promise<T>, change: string): Promise<T> {
    return this.asSuperuser(async (client) => {
      await client.query(`begin; ${lock}`);
      const begun = begin();
      await eventually(async () => {
        if ((await this.asOwnerRead(WAITING)).length === 0) throw new Error('nobody waits');
      });
      await client.query(`${change}; commit`);
      return begun;
    });
  }

  /** Every row there is. */
  asOwnerRead(sql: string): Promise<unknown[]> {
    return this.asSuperuser(async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
  }

  private async asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.parts.database.url });
    await client.connect();
    try {
      await client.query('set search_path = admin_gateway');
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async workspaceId(): Promise<string> {
    const [row] = await this.app
      .get(Database)
      .system((tx) => tx.query<{ id: string }[]>(`select id from workspaces where slug = 'default'`));
    return row?.id ?? '';
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.neighbours.close();
    await this.parts.nats.stop();
    await this.parts.database.drop();
  }
}

/** As the process itself does it, without its signals. */
export async function startReplica(config: Config): Promise<NestExpressApplication> {
  const logger = new ServiceLogger({ service: 'admin-gateway', level: config.log.level });
  const root = {
    module: TestRoot,
    imports: [ServiceModule.forRoot(logger, new ReadinessRegistry()), AppModule.forRoot(config)],
  };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    bodyParser: false,
    logger,
    abortOnError: false,
  });
  const bus = busMicroservice({ service: 'admin-gateway', nats: config.nats });
  app.connectMicroservice<MicroserviceOptions>(bus, { inheritAppConfig: false });
  const http = httpOptions(config);
  await configureHttp(app, http);
  await app.init();
  await app.startAllMicroservices();
  await app.listen(http.port, http.host);
  holdAnswersTo(app.get(ApiDocument).get());
  return app;
}
