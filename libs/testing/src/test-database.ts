import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgres } from './start-postgres.js';

export interface TestDatabase {
  readonly name: string;
  /** Connects as a superuser to this database. */
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** An empty database of its own for one suite, on the server that all suites share. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const postgres = await startPostgres();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await execute(postgres.adminUrl, `create database ${name}`);
  const url = new URL(postgres.adminUrl);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    drop: async () => {
      await execute(postgres.adminUrl, `drop database if exists ${name} with (force)`);
      await postgres.stop();
    },
  };
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

/** Roles belong to the whole server, which parallel suites share: they must all use the same passwords. */
export const TEST_PASSWORDS = { owner: 'test-owner', app: 'test-app', system: 'test-system' } as const;
