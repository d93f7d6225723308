import { randomUUID } from 'node:crypto';
import { SERVICES } from '@countersign/contracts';
import { openDatabase, provisionService, type Database } from '@countersign/database';
import { BOOTSTRAP_USER, connectBus, ensureTopology, natsServerConfig, type BusUser } from '@countersign/messaging';
import { createTestDatabase, startNats, TEST_PASSWORDS } from '@countersign/testing';
import { generateSealingKeyPair, generateSigningKey, toJwksOfKeys, type SigningKey } from '@countersign/tokens';
import pg from 'pg';
import { MIGRATIONS } from './migrations/migrations.js';
import { Neighbours } from './test-neighbours.fixture-spec.js';

/** Everything around the router: a real Postgres and NATS, its neighbours, and the environment that it starts with. */
export interface TestInfrastructure {
  readonly database: Database;
  readonly neighbours: Neighbours;
  readonly gatewayKey: SigningKey;
  readonly policyKey: SigningKey;
  /** All but the ports. */
  readonly environment: Readonly<Record<string, string>>;
  /** As the role that owns the tables: for a database that misbehaves. */
  readonly asOwner: (sql: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startInfrastructure(environment: Readonly<Record<string, string>>): Promise<TestInfrastructure> {
  const testDatabase = await createTestDatabase();
  const urls = await provisionService(testDatabase.url, {
    database: testDatabase.name,
    service: 'mcp-router',
    passwords: TEST_PASSWORDS,
    migrations: MIGRATIONS,
  });
  const database = await openDatabase({
    service: 'mcp-router',
    app: { url: urls.appUrl },
    system: { url: urls.systemUrl },
    entities: [],
    poolSize: 2,
  });
  const { nats, connect, passwords } = await startBus();
  const [gatewayKey, policyKey, sealing] = [generateSigningKey(), generateSigningKey(), generateSealingKeyPair()];
  const neighbours = new Neighbours(
    {
      'integration-registry': await connect('integration-registry'),
      policy: await connect('policy'),
      'admin-gateway': await connect('admin-gateway'),
      'agent-orchestrator': await connect('agent-orchestrator'),
    },
    sealing.publicKeyPem,
  );
  return {
    database,
    neighbours,
    gatewayKey,
    policyKey,
    environment: {
      LOG_LEVEL: process.env['ROUTER_TEST_LOG'] === undefined ? 'silent' : 'debug',
      NATS_URL: nats.url,
      NATS_PASSWORD: passwords['mcp-router'],
      DATABASE_APP_URL: urls.appUrl,
      DATABASE_SYSTEM_URL: urls.systemUrl,
      EGRESS_ALLOW: '127.0.0.1 http',
      GATEWAY_JWKS: JSON.stringify(toJwksOfKeys([gatewayKey])),
      POLICY_JWKS: JSON.stringify(toJwksOfKeys([policyKey])),
      ROUTER_SEALING_PRIVATE_KEY: sealing.privateKeyPem,
      MCP_PUBLIC_URL: 'http://127.0.0.1:7401/mcp',
      ...environment,
    },
    asOwner: (sql) => execute(urls.ownerUrl, sql),
    stop: async () => {
      await neighbours.close();
      await database.close();
      await nats.stop();
      await testDatabase.drop();
    },
  };
}

async function startBus() {
  const users = [...SERVICES, BOOTSTRAP_USER].map((name) => [name, randomUUID()]);
  const passwords = Object.fromEntries(users) as Record<BusUser, string>;
  const nats = await startNats({ config: (place) => natsServerConfig({ users: passwords, ...place }) });
  const connect = (user: BusUser) =>
    connectBus({ servers: nats.url, user, password: passwords[user], name: `test ${user}` });
  const admin = await connect(BOOTSTRAP_USER);
  await ensureTopology(admin);
  await admin.close();
  return { nats, connect, passwords };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
