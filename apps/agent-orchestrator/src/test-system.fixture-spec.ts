import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { type AgentView, type RunStatus, type RunView, SERVICES } from '@countersign/contracts';
import { newId, provisionService, type ServiceUrls } from '@countersign/database';
import {
  BOOTSTRAP_USER,
  busMicroservice,
  type BusUser,
  connectBus,
  ensureTopology,
  natsServerConfig,
} from '@countersign/messaging';
import { ReadinessRegistry, ServiceLogger, ServiceModule } from '@countersign/service';
import {
  createTestDatabase,
  eventually,
  freePort,
  startNats,
  type StartedNats,
  type StartedProcess,
  startProcess,
  TEST_PASSWORDS,
  type TestDatabase,
} from '@countersign/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import pg from 'pg';
import { AppModule } from './app.module.js';
import { type Config, readConfig } from './config.js';
import { MIGRATIONS } from './migrations/migrations.js';
import { TestGateway } from './test-gateway.fixture-spec.js';
import { TestRouter } from './test-router.fixture-spec.js';

const HOOKS = fileURLToPath(new URL('../../../libs/service/fixtures/typescript-hooks.mjs', import.meta.url));
const NEWER = fileURLToPath(new URL('../fixtures/newer-version.mjs', import.meta.url));
const MODEL = fileURLToPath(new URL('../../scripted-model/src/main.ts', import.meta.url));
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
/** A killed process holds its message for this long. */
const ACK_WAIT_MS = 2_000;

export interface SystemOptions {
  /** Of this process; the others are started by `startProcess`. */
  readonly replicas?: number;
  readonly egressAllow?: string;
  /** Beside what every system has, or instead of it. */
  readonly env?: Readonly<Record<string, string>>;
}

interface Parts {
  readonly database: TestDatabase;
  readonly superuser: pg.Pool;
  readonly nats: StartedNats;
  readonly urls: ServiceUrls;
  readonly env: Readonly<Record<string, string>>;
  readonly model: StartedProcess;
  readonly makeTopology: () => Promise<void>;
  readonly countDeadLetters: () => Promise<number>;
}

@Module({})
class TestRoot {}

/** The real orchestrator on a real Postgres and NATS, with the real scripted model; stand-ins on the bus beside it. */
export class OrchestratorSystem {
  readonly replicas: INestApplication[] = [];
  private readonly processes: StartedProcess[] = [];

  private constructor(
    private readonly parts: Parts,
    readonly router: TestRouter,
    readonly gateway: TestGateway,
  ) {}

  static async start({ replicas = 1, egressAllow = '127.0.0.1 http', env: own = {} }: SystemOptions = {}) {
    const database = await createTestDatabase();
    const urls = await provisionService(database.url, {
      database: database.name,
      service: 'agent-orchestrator',
      passwords: TEST_PASSWORDS,
      migrations: MIGRATIONS,
    });
    const users = [...SERVICES, BOOTSTRAP_USER].map((name) => [name, randomUUID()]);
    const passwords = Object.fromEntries(users) as Record<BusUser, string>;
    const nats = await startNats({ config: (place) => natsServerConfig({ users: passwords, ...place }) });
    const connect = (user: BusUser) =>
      connectBus({ servers: nats.url, user, password: passwords[user], name: `test ${user}` });
    const makeTopology = async (): Promise<void> => {
      const admin = await connect(BOOTSTRAP_USER);
      await ensureTopology(admin, undefined, { ackWaitMs: ACK_WAIT_MS });
      await admin.close();
    };
    const countDeadLetters = async (): Promise<number> => {
      const admin = await connect(BOOTSTRAP_USER);
      const { streams } = await jetstreamManager(admin.connection);
      const { state } = await streams.info('DEAD_LETTERS');
      await admin.close();
      return state.messages;
    };
    await makeTopology();
    const modelPort = await freePort();
    const model = await startModel(modelPort);
    const env = {
      NATS_URL: nats.url,
      NATS_PASSWORD: passwords['agent-orchestrator'],
      DATABASE_APP_URL: urls.appUrl,
      DATABASE_SYSTEM_URL: urls.systemUrl,
      EGRESS_ALLOW: egressAllow,
      MODEL_PROVIDER: 'scripted',
      MODEL_BASE_URL: `http://127.0.0.1:${modelPort}/v1`,
      LOG_LEVEL: 'silent',
      ...own,
    };
    const superuser = new pg.Pool({ connectionString: database.url, options: '-c search_path=agent_orchestrator' });
    // The database is dropped under connections that are still closing; the next suite must not hear of it.
    superuser.on('error', () => undefined);
    const router = new TestRouter(await connect('mcp-router'));
    const gateway = new TestGateway(await connect('admin-gateway'));
    const system = new OrchestratorSystem(
      { database, superuser, nats, urls, env, model, makeTopology, countDeadLetters },
      router,
      gateway,
    );
    for (let count = 0; count < replicas; count += 1) await system.startReplica();
    return system;
  }

  get urls(): ServiceUrls {
    return this.parts.urls;
  }

  async startReplica(): Promise<INestApplication> {
    const app = await startReplica(readConfig({ ...this.parts.env, HEALTH_PORT: '1' }));
    this.replicas.push(app);
    return app;
  }

  /** The service as a process of its own. */
  async startProcess(
    env: Readonly<Record<string, string>> = {},
    { waitsUntilReady = true } = {},
  ): Promise<StartedProcess> {
    const healthPort = await freePort();
    const child = await startProcess({
      command: process.execPath,
      args: ['--import', HOOKS, MAIN],
      env: { NODE_OPTIONS: '', ...this.parts.env, HEALTH_PORT: String(healthPort), ...env },
      ...(waitsUntilReady ? { readyUrl: `http://127.0.0.1:${healthPort}/health/ready` } : {}),
    });
    this.processes.push(child);
    return child;
  }

  /** Something of the first replica. */
  get<T>(provider: abstract new (...dependencies: never[]) => T): T {
    const [app] = this.replicas;
    if (app === undefined) throw new Error('no replica runs');
    return app.get<T>(provider);
  }

  /** Starts a run of a new agent, in a workspace of its own unless one is given. */
  async run(prompt: string, workspaceId = newId(), options: Partial<AgentView> = {}): Promise<RunView> {
    const { turnsMax } = options;
    const agent = await this.gateway.createAgent(workspaceId, turnsMax === undefined ? {} : { turnsMax });
    return this.gateway.startRun(agent, prompt);
  }

  /** The run, once it has this status. */
  async until(run: RunView, status: RunStatus, timeoutMs = 15_000): Promise<RunView> {
    return eventually(
      async () => {
        const current = await this.gateway.getRun(run);
        expect({ status: current.status, failure: current.failure }).toMatchObject({ status });
        return current;
      },
      { timeoutMs },
    );
  }

  /** The types of a run's log, in order. */
  async log(run: RunView): Promise<string[]> {
    return (await this.gateway.events(run)).map(({ type }) => type);
  }

  /** What was announced of a run, in order, without the service's own steps. */
  async announced(run: RunView): Promise<string[]> {
    const rows = await this.sql<{ envelope: { type: string; data: { status?: string } } }>(
      `select envelope::json from outbox where aggregate_id = $1 and subject not like '%step-due%' order by id`,
      [run.id],
    );
    return rows.map(({ envelope }) => `${envelope.type} ${envelope.data.status ?? ''}`);
  }

  /** As the database's superuser, past every row-level rule. */
  async sql<Row extends pg.QueryResultRow>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.parts.superuser.query<Row>(text, parameters)).rows;
  }

  /** As a process of the next version of the service, which writes events that today's does not know. */
  async startNewerProcess(): Promise<StartedProcess> {
    return this.startProcess({ NODE_OPTIONS: `--import ${HOOKS} --import ${NEWER}` });
  }

  async countDeadLetters(): Promise<number> {
    return this.parts.countDeadLetters();
  }

  /** All of NATS' storage is gone, and its streams are made anew. */
  async loseNatsStorage(): Promise<void> {
    await this.parts.nats.kill();
    await this.parts.nats.restart({ loseStore: true });
    await this.parts.makeTopology();
  }

  async stop(): Promise<void> {
    await Promise.all(this.replicas.map((app) => app.close()));
    await Promise.all([...this.processes, this.parts.model].map((child) => child.stop('SIGKILL')));
    await Promise.all([this.gateway.close(), this.router.close()]);
    await this.parts.nats.stop();
    await endPool(this.parts.superuser);
    await this.parts.database.drop();
  }
}

/** A pool has ended before its connections have, and they would report that the database was dropped. */
async function endPool(pool: pg.Pool): Promise<void> {
  let open = pool.totalCount;
  pool.on('remove', () => (open -= 1));
  await pool.end();
  await eventually(() => expect(open).toBe(0));
}

async function startModel(port: number): Promise<StartedProcess> {
  return startProcess({
    command: process.execPath,
    args: ['--import', HOOKS, MODEL],
    env: { NODE_OPTIONS: '', PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/v1/models`,
  });
}

async function startReplica(config: Config): Promise<INestApplication> {
  const logger = new ServiceLogger({ service: 'agent-orchestrator', level: config.log.level });
  const root = {
    module: TestRoot,
    imports: [ServiceModule.forRoot(logger, new ReadinessRegistry()), AppModule.forRoot(config)],
  };
  const app = await NestFactory.create(root, { logger, abortOnError: false });
  const bus = busMicroservice({ service: 'agent-orchestrator', nats: config.nats });
  app.connectMicroservice<MicroserviceOptions>(bus, { inheritAppConfig: false });
  await app.init();
  await app.startAllMicroservices();
  return app;
}
