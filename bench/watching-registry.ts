import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type IntegrationView, registerIntegration } from '@countersign/contracts';
import { type Bus, RequestClient } from '@countersign/messaging';
import type { StartedProcess } from '@countersign/testing';
import { generateKeyEncryptionKey, generateSealingKeyPair } from '@countersign/tokens';
import pg from 'pg';
import { OneService } from './one-service.ts';

/** Registered at once; the rest waits. */
const AT_ONCE = 8;
/** Some ten lines. */
const LOG_TAIL_LENGTH = 4_000;
/** Among so many workspaces. */
const WORKSPACES = 10;

interface Parts {
  readonly surroundings: OneService;
  readonly bus: Bus;
  readonly postgresPid: number;
  readonly env: Readonly<Record<string, string>>;
}

/** The integration registry alone, as it runs in production, with a counter between it and its database. */
export class BenchRegistry {
  private readonly workspaces = Array.from({ length: WORKSPACES }, () => randomUUID());

  private constructor(
    private readonly parts: Parts,
    private service: StartedProcess,
  ) {}

  static async start(): Promise<BenchRegistry> {
    const surroundings = await OneService.prepare('integration-registry');
    const env = {
      KEY_ENCRYPTION_KEYS: generateKeyEncryptionKey('bench'),
      ROUTER_SEALING_PUBLIC_KEY: generateSealingKeyPair().publicKeyPem,
      EGRESS_ALLOW: '127.0.0.1 http',
    };
    const service = await surroundings.start(env);
    const bus = await surroundings.connectAs('admin-gateway');
    const postgresPid = await findPostmaster(surroundings.databaseUrl);
    return new BenchRegistry({ surroundings, bus, postgresPid, env }, service);
  }

  get pid(): number {
    return this.service.pid;
  }

  get postgresPid(): number {
    return this.parts.postgresPid;
  }

  get statements(): number {
    return this.parts.surroundings.statements;
  }

  /** Asks it as the gateway does. */
  get client(): RequestClient {
    return new RequestClient(this.parts.bus);
  }

  /** The end of what the service said, for the message of a failure. */
  get logTail(): string {
    return this.service.logs().slice(-LOG_TAIL_LENGTH);
  }

  async register(urls: readonly string[]): Promise<void> {
    const { client } = this;
    const queue = [...urls.entries()];
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await this.registerOne(client, ...next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** A process that has not registered anything, and does not keep the memory that this took. */
  async restart(): Promise<void> {
    await this.service.stop();
    this.service = await this.parts.surroundings.start(this.parts.env);
  }

  /** As after hours: looks that come evenly, and not as the registrations did. */
  async spreadLooks(): Promise<void> {
    await execute(
      this.parts.surroundings.databaseUrl,
      `update integration_registry.watches
       set next_check_at = now() + random() * case mode when 'polling' then interval '5 minutes' else interval '30 minutes' end`,
    );
  }

  async stop(): Promise<void> {
    const { bus, surroundings } = this.parts;
    await bus.close();
    await this.service.stop();
    await surroundings.stop();
  }

  async registerOne(client: RequestClient, index: number, serverUrl: string): Promise<IntegrationView> {
    return client.ask(registerIntegration, {
      workspaceId: this.workspaces[index % WORKSPACES] ?? randomUUID(),
      actor: { kind: 'user', id: randomUUID(), name: 'Bench' },
      displayName: `Server ${index}`,
      serverUrl,
    });
  }
}

/** The parent of the process that serves a connection. */
async function findPostmaster(url: string): Promise<number> {
  return execute(url, 'select pg_backend_pid() as pid', (row) => {
    const line = readFileSync(`/proc/${String(row?.['pid'])}/stat`, 'utf8');
    return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
  });
}

/** As the superuser; `read` gets the first row while the connection is open. */
async function execute<T>(
  url: string,
  sql: string,
  read: (row: Record<string, unknown> | undefined) => T = () => undefined as T,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return read(rows[0]);
  } finally {
    await client.end();
  }
}
