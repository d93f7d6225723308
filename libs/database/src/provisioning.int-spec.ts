import 'reflect-metadata';
import { createTestDatabase, startPostgres, TEST_PASSWORDS } from '@countersign/testing';
import type { StartedPostgres, TestDatabase } from '@countersign/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createServiceRoles } from './create-service-roles.js';
import { migrate } from './migrate.js';
import { openDatabase } from './open-database.js';
import { provisionService } from './provision-service.js';
import { Notes } from './sample-schema.fixture-spec.js';

async function query(url: string, sql: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('provisioning a service', () => {
  let database: TestDatabase;
  const options = () => ({ database: database.name, service: 'policy' as const, passwords: TEST_PASSWORDS });
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('may be repeated, and done by several at a time', async () => {
    await Promise.all([1, 2, 3].map(() => provisionService(database.url, { ...options(), migrations: [Notes] })));
    const { ownerUrl } = await createServiceRoles(database.url, options());
    expect(await migrate({ ownerUrl, service: 'policy', migrations: [Notes] })).toEqual([]);
  });

  it('runs the migrations in the order of their timestamps, the base first', async () => {
    const { ownerUrl } = await createServiceRoles(database.url, options());
    expect(await migrate({ ownerUrl, service: 'policy', migrations: [Notes] })).toEqual([
      'OutboxAndInbox1700000000000',
      'Notes1750000000000',
    ]);
  });

  it('leaves every table under forced row-level security, except the list of migrations', async () => {
    await provisionService(database.url, { ...options(), migrations: [Notes] });
    const open = await query(
      database.url,
      `
      select relname from pg_class where relnamespace = 'policy'::regnamespace and relkind = 'r'
        and not (relrowsecurity and relforcerowsecurity)`,
    );
    expect(open).toEqual([{ relname: 'migrations' }]);
  });

  it('keeps other services out of the schema', async () => {
    await provisionService(database.url, { ...options(), migrations: [] });
    const other = await provisionService(database.url, { ...options(), service: 'mcp-router', migrations: [] });
    const reading = query(other.systemUrl, 'select * from policy.outbox');
    await expect(reading).rejects.toThrow('permission denied for schema policy');
  });

  it.each([
    ['a superuser', (urls: { admin: string }) => urls.admin],
    ['the owner', (urls: { owner: string }) => urls.owner],
  ])('does not open a database as %s', async (_, urlOf) => {
    const urls = await provisionService(database.url, { ...options(), migrations: [] });
    const opening = openDatabase({
      service: 'policy',
      app: { url: urlOf({ admin: database.url, owner: urls.ownerUrl }) },
      system: { url: urls.systemUrl },
      entities: [],
    });
    await expect(opening).rejects.toMatchObject({ code: 'database.unsafe_role' });
  });
});

describe('provisioning on a server of its own', () => {
  let postgres: StartedPostgres;
  beforeAll(async () => {
    postgres = await startPostgres({ isShared: false });
  });
  afterAll(() => postgres.stop());

  it('survives passwords and database names with quotes', async () => {
    const name = `odd"name'%`;
    await query(postgres.adminUrl, `create database ${pg.escapeIdentifier(name)}`);
    const passwords = { owner: `o'"\\%/@`, app: `a'"\\%/@`, system: `s'"\\%/@` };
    const urls = await createServiceRoles(postgres.adminUrl, { database: name, service: 'policy', passwords });
    const logins = [];
    for (const url of [urls.ownerUrl, urls.appUrl, urls.systemUrl]) {
      logins.push(...(await query(url, 'select current_user as role, current_schema as schema')));
    }
    expect(logins).toEqual(['policy_owner', 'policy_app', 'policy_system'].map((role) => ({ role, schema: 'policy' })));
  });

  it('works for an administrator that is no superuser', async () => {
    await query(postgres.adminUrl, `create role admin login createrole password 'p'`);
    await query(postgres.adminUrl, 'create database countersign owner admin');
    const adminUrl = new URL(postgres.adminUrl);
    adminUrl.username = 'admin';
    adminUrl.password = 'p';
    const provision = () =>
      provisionService(adminUrl.href, {
        database: 'countersign',
        service: 'mcp-router',
        passwords: TEST_PASSWORDS,
        migrations: [],
      });
    await provision();
    const { appUrl, systemUrl } = await provision();
    const database = await openDatabase({
      service: 'mcp-router',
      app: { url: appUrl },
      system: { url: systemUrl },
      entities: [],
    });
    await database.close();
  });
});
