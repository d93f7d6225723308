import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from './start-postgres.js';
import { createTestDatabase } from './test-database.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the shared Postgres', () => {
  it('is one server for everybody who asks', async () => {
    const [first, second] = await Promise.all([startPostgres(), startPostgres()]);
    expect(first.adminUrl).toBe(second.adminUrl);
    expect(Number(new URL(first.adminUrl).port)).toBeLessThan(32_768);
  });

  it('gives each suite a database of its own, and drops it with connections open', async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await query(first.url, 'create table only_here ()');
    await expect(query(second.url, 'select * from only_here')).rejects.toThrow('does not exist');
    const open = new pg.Client({ connectionString: second.url });
    const ended = new Promise((resolve) => open.on('error', resolve));
    await open.connect();
    await Promise.all([first.drop(), second.drop()]);
    await ended;
    const { adminUrl } = await startPostgres();
    expect(
      await query(adminUrl, `select 1 from pg_database where datname in ('${first.name}', '${second.name}')`),
    ).toEqual([]);
  });
});
