import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initialiseCluster, reachableFolder, serverCommand } from '@countersign/local-postgres';
import { eventually, freePort } from '@countersign/testing';
import pg from 'pg';

/**
 * What is committed must outlive the server's processes, so commits wait for the write of the log; it need not outlive the
 * machine, so nobody waits for the disk.
 */
const SETTINGS = ['fsync=off', 'synchronous_commit=on', 'max_connections=300'];
/** After a kill its orphans must end first, and the log is replayed. */
const READY_TIMEOUT_MS = 60_000;

/** A PostgreSQL server that a test may kill: the one that all suites share is not for that. */
export class OwnPostgres {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly home: string,
    private readonly password: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const home = mkdtempSync(path.join(tmpdir(), 'countersign-fleet-'));
    // The server's own user must be able to walk to its data when the tests run as root.
    chmodSync(home, 0o711);
    const postgres = new OwnPostgres(home, randomBytes(16).toString('hex'), await freePort());
    await initialiseCluster({ dataDir: postgres.dataDir, password: postgres.password, flags: ['--no-sync'] });
    await postgres.launch();
    return postgres;
  }

  get adminUrl(): string {
    return `postgres://postgres:${this.password}@127.0.0.1:${this.port}/postgres`;
  }

  /** `kill -9` of the server, and a new one on the same data. */
  async killAndRestart(): Promise<void> {
    await this.end('SIGKILL');
    await this.launch();
  }

  async stop(): Promise<void> {
    await this.end('SIGINT');
    rmSync(this.dataDir, { recursive: true, force: true });
    rmSync(this.home, { recursive: true, force: true });
  }

  private get dataDir(): string {
    return reachableFolder(path.join(this.home, 'postgres'));
  }

  private async launch(): Promise<void> {
    await eventually(
      async () => {
        // It refuses its data for as long as a process of its predecessor is alive.
        if (this.server === undefined || this.server.exitCode !== null || this.server.signalCode !== null) this.spawn();
        await answers(this.adminUrl);
      },
      { timeoutMs: READY_TIMEOUT_MS, intervalMs: 100 },
    );
  }

  private spawn(): void {
    const { command, args, ...options } = serverCommand(this.dataDir, this.port, SETTINGS);
    this.server = spawn(command, args, { ...options, stdio: 'ignore' });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { server } = this;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  }
}

async function answers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A server that is starting closes the connection; that is an event of the client, too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}
