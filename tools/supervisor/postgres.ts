import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { createServiceRoles, type ServiceUrls } from '@countersign/database';
import { SERVICES, type ServiceName } from '@countersign/contracts';
import { initialiseCluster, reachableFolder, serverCommand } from '@countersign/local-postgres';
import type { Children } from './children.ts';
import type { Home } from './home.ts';
import type { Passwords } from './secrets.ts';

const DATABASE = 'countersign';
const READY_TIMEOUT_MS = 20_000;
/** Five services with two pools each, their replicas and tools. */
const CONNECTIONS_MAX = 200;

export interface LocalPostgres {
  readonly urls: Readonly<Record<ServiceName, ServiceUrls>>;
}

export async function startPostgres(
  home: Home,
  children: Children,
  port: number,
  passwords: Passwords,
): Promise<LocalPostgres> {
  const dataDir = dataFolder(home);
  await initialiseCluster({ dataDir, password: passwords.postgres });
  const command = serverCommand(dataDir, port, [`max_connections=${CONNECTIONS_MAX}`]);
  children.start({ name: 'postgres', ...command, stopSignal: 'SIGINT' });
  const adminUrl = `postgres://postgres:${encodeURIComponent(passwords.postgres)}@127.0.0.1:${port}/postgres`;
  await untilReady(adminUrl);
  await ensureDatabase(adminUrl);
  const entries: [ServiceName, ServiceUrls][] = [];
  for (const service of SERVICES) {
    const options = { database: DATABASE, service, passwords: passwords.database[service] };
    entries.push([service, await createServiceRoles(adminUrl, options)]);
  }
  return { urls: Object.fromEntries(entries) as Record<ServiceName, ServiceUrls> };
}

/** In the home, or elsewhere when PostgreSQL's own user cannot get there. */
export function dataFolder(home: Home): string {
  return reachableFolder(home.file('postgres'));
}

async function untilReady(adminUrl: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 1_000 });
    // A server that is starting closes the connection; that is an event of the client, too.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error('PostgreSQL did not become ready within 20 s', { cause });
    } finally {
      await client.end().catch(() => undefined);
    }
    await wait(50);
  }
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
