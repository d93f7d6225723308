import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import {
  type ApprovalDecided,
  type ApprovalRequested,
  type EventEnvelope,
  type IntegrationRegistered,
  SERVICES,
  type ToolDefinition,
} from '@countersign/contracts';
import { Database, newId, provisionService, type ServiceUrls } from '@countersign/database';
import {
  BOOTSTRAP_USER,
  type Bus,
  busMicroservice,
  type BusUser,
  connectBus,
  ensureTopology,
  natsServerConfig,
  streamOf,
} from '@countersign/messaging';
import { ReadinessRegistry, ServiceLogger, ServiceModule } from '@countersign/service';
import {
  createTestDatabase,
  eventually,
  startNats,
  type StartedNats,
  TEST_PASSWORDS,
  type TestDatabase,
} from '@countersign/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import {
  createGrantVerifier,
  generateSigningKey,
  type SigningKey,
  type TokenVerifier,
  toJwksOfKeys,
} from '@countersign/tokens';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { MIGRATIONS } from './migrations/migrations.js';
import { Gateway } from './test-gateway.fixture-spec.js';
import { anApprovalRequest } from './test-builders.fixture-spec.js';
import { Registry, type Snapshot } from './test-registry.fixture-spec.js';
import { Router } from './test-router.fixture-spec.js';
import { webhookEnv, webhookSettings } from './webhooks/webhooks.fixture-spec.js';
import type { WebhookSettings } from './webhooks/webhook-settings.js';

interface Parts {
  readonly database: TestDatabase;
  readonly nats: StartedNats;
  readonly replicas: INestApplication[];
  readonly urls: ServiceUrls;
  readonly config: Config;
  readonly makeTopology: () => Promise<void>;
  readonly connect: (user: BusUser) => Promise<Bus>;
  readonly gateway: Gateway;
  readonly registry: Registry;
  readonly router: Router;
}

@Module({})
class TestRoot {}

/** The real policy service on a real Postgres and NATS; small responders on the real bus stand in for its neighbours. */
export class PolicySystem {
  readonly replicas: readonly INestApplication[];
  readonly urls: ServiceUrls;
  readonly gateway: Gateway;
  readonly registry: Registry;
  readonly router: Router;
  readonly grants: TokenVerifier<'grant'>;

  private constructor(private readonly parts: Parts) {
    this.replicas = parts.replicas;
    this.urls = parts.urls;
    this.gateway = parts.gateway;
    this.registry = parts.registry;
    this.router = parts.router;
    this.grants = createGrantVerifier(toJwksOfKeys([parts.config.grantSigningKey]));
  }

  static async start({
    replicas = 1,
    webhooks = {},
    grantSigningKey = generateSigningKey(),
  }: {
    replicas?: number;
    webhooks?: Partial<WebhookSettings>;
    grantSigningKey?: SigningKey;
  } = {}): Promise<PolicySystem> {
    const database = await createTestDatabase();
    const urls = await provisionService(database.url, {
      database: database.name,
      service: 'policy',
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
      await ensureTopology(admin);
      await admin.close();
    };
    await makeTopology();
    const config: Config = {
      log: { level: 'silent' },
      health: { host: '127.0.0.1', port: 0 },
      database: { appUrl: urls.appUrl, systemUrl: urls.systemUrl },
      nats: { url: nats.url, user: 'policy', password: passwords.policy },
      grantSigningKey,
      webhooks: { ...webhookSettings(), ...webhooks },
    };
    const registry = new Registry(await connect('integration-registry'));
    const apps: INestApplication[] = [];
    for (let count = 0; count < replicas; count += 1) apps.push(await startReplica(config));
    const gateway = new Gateway(await connect('admin-gateway'));
    const router = await Router.start(await connect('mcp-router'));
    return new PolicySystem({
      database,
      nats,
      replicas: apps,
      urls,
      config,
      makeTopology,
      connect,
      gateway,
      registry,
      router,
    });
  }

  async startReplica(change: Partial<Config> = {}): Promise<void> {
    this.parts.replicas.push(await startReplica({ ...this.parts.config, ...change }));
  }

  async stopReplicas(): Promise<void> {
    await Promise.all(this.parts.replicas.splice(0).map((app) => app.close()));
  }

  /** For as long as `work` takes nothing comes through: requests time out, and events wait in the outbox. */
  async withoutNats<T>(work: () => Promise<T>): Promise<T> {
    await this.parts.nats.kill();
    try {
      return await work();
    } finally {
      await this.parts.nats.restart();
    }
  }

  /** Every event that this service has published, in the order of its stream. */
  async published(): Promise<EventEnvelope<object>[]> {
    const admin = await this.parts.connect(BOOTSTRAP_USER);
    try {
      const manager = await jetstreamManager(admin.connection);
      const name = streamOf('policy');
      const { state } = await manager.streams.info(name);
      const events: EventEnvelope<object>[] = [];
      for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
        const message = await manager.streams.getMessage(name, { seq });
        if (message !== null) events.push(message.json<EventEnvelope<object>>());
      }
      return events;
    } finally {
      await admin.close();
    }
  }

  /** All of NATS' storage is gone, and its streams are made anew. */
  async loseNatsStorage(): Promise<void> {
    await this.parts.nats.kill();
    await this.parts.nats.restart({ loseStore: true });
    await this.parts.makeTopology();
  }

  /** What a process of the service is configured with. */
  env(healthPort: number): Record<string, string> {
    const { database, nats, grantSigningKey } = this.parts.config;
    return {
      DATABASE_APP_URL: database.appUrl,
      DATABASE_SYSTEM_URL: database.systemUrl,
      OWNER_DATABASE_URL: this.urls.ownerUrl,
      NATS_URL: nats.url,
      NATS_PASSWORD: nats.password,
      POLICY_SIGNING_KEY: grantSigningKey.privateKeyPem,
      ...webhookEnv(),
      HEALTH_PORT: `${healthPort}`,
    };
  }

  /** Something of the first replica. */
  get<T>(provider: abstract new (...dependencies: never[]) => T): T {
    const [app] = this.replicas;
    if (app === undefined) throw new Error('no replica runs');
    return app.get<T>(provider);
  }

  /** A registered integration whose first discovery is merged. */
  async integrationWith(
    workspaceId: string,
    tools: readonly ToolDefinition[],
    options: Partial<IntegrationRegistered> = {},
  ): Promise<string> {
    const integrationId = options.integrationId ?? newId();
    await this.registry.register(workspaceId, { ...options, integrationId });
    await this.discover(workspaceId, integrationId, { snapshotRevision: 1, connectionRevision: 1, tools });
    return integrationId;
  }

  /** Announces a snapshot and waits until it is merged. */
  async discover(workspaceId: string, integrationId: string, snapshot: Snapshot): Promise<void> {
    this.registry.setSnapshot(integrationId, snapshot);
    await this.registry.announceDiscovery(workspaceId, integrationId);
    await eventually(async () => {
      expect(await this.gateway.snapshotRevision(workspaceId, integrationId)).toBe(snapshot.snapshotRevision);
    });
  }

  /** A pending approval of one tool. */
  async pendingApproval(
    workspaceId: string,
    integrationId: string,
    tool: ToolDefinition,
    overrides: Partial<ApprovalRequested> = {},
  ): Promise<ApprovalRequested> {
    const request = anApprovalRequest(integrationId, tool, overrides);
    await this.router.request(workspaceId, request);
    await eventually(async () => {
      const { state } = await this.gateway.getApproval(workspaceId, request.approvalId);
      expect(state).toBe('pending');
    });
    return request;
  }

  /** What the router was told about an approval, once it was told. */
  async outcomeOf(approvalId: string): Promise<ApprovalDecided> {
    return eventually(() => {
      const [outcome] = this.router.outcomesOf(approvalId);
      if (outcome === undefined) throw new Error(`nothing was said about ${approvalId}`);
      return outcome;
    });
  }

  /** Rows of one workspace, as the service itself would see them. */
  async query<Row>(workspaceId: string, sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.get(Database).transaction(workspaceId, (tx) => tx.query<Row[]>(sql, parameters));
  }

  /** Rows of every workspace. */
  async querySystem<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.get(Database).system((tx) => tx.query<Row[]>(sql, parameters));
  }

  async stop(): Promise<void> {
    await this.stopReplicas();
    await Promise.all([this.gateway.close(), this.registry.close(), this.router.close()]);
    await this.parts.nats.stop();
    await this.parts.database.drop();
  }
}

async function startReplica(config: Config): Promise<INestApplication> {
  const logger = new ServiceLogger({ service: 'policy', level: config.log.level });
  const root = {
    module: TestRoot,
    imports: [ServiceModule.forRoot(logger, new ReadinessRegistry()), AppModule.forRoot(config)],
  };
  const app = await NestFactory.create(root, { logger, abortOnError: false });
  const bus = busMicroservice({ service: 'policy', nats: config.nats });
  app.connectMicroservice<MicroserviceOptions>(bus, { inheritAppConfig: false });
  await app.init();
  await app.startAllMicroservices();
  return app;
}
