import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Database, newId, openDatabase, provisionService, type ServiceUrls } from '@countersign/database';
import { createTestDatabase, startProcess, TEST_PASSWORDS, type TestDatabase } from '@countersign/testing';
import {
  createLocalKeyWrapper,
  generateKeyEncryptionKey,
  parseKeyEncryptionKeys,
  type SealedSecret,
  sealSecret,
} from '@countersign/tokens';
import pg from 'pg';
import { MIGRATIONS } from '../../migrations/migrations.js';
import { type OAuthKey, OAuthVault } from '../../oauth/oauth-vault.client.js';
import { WorkspaceRevisionRepository } from '../../tool-catalogue/workspace-revision.repository.js';
import { type HeadersKey, HeaderVault } from '../header-vault.client.js';
import { HeaderStore } from '../header-store.repository.js';
import { StoredHeadersRepository } from '../stored-headers.repository.js';
import { CheckKeys } from './check-keys.use-case.js';
import { RotateKeys } from './rotate-keys.use-case.js';
import { SEALED_COLUMNS } from './sealed-columns.js';
import { SealedRowRepository } from './sealed-row.repository.js';

const PROGRAM = fileURLToPath(new URL('../../rotate-keys.ts', import.meta.url));
const HOOKS = fileURLToPath(new URL('../../../../../libs/service/fixtures/typescript-hooks.mjs', import.meta.url));
const service = 'integration-registry';

const [OLD, NEW] = [generateKeyEncryptionKey('2026-01'), generateKeyEncryptionKey('2026-11')];
/** As replicas have them before the new key is current, while it is, and once the old one is gone. */
const [BEFORE, DURING, AFTER] = [`${OLD},${NEW}`, `${NEW},${OLD}`, NEW].map((keys) =>
  createLocalKeyWrapper(parseKeyEncryptionKeys(keys)),
) as [Wrapper, Wrapper, Wrapper];
type Wrapper = ReturnType<typeof createLocalKeyWrapper>;

let test: TestDatabase;
let urls: ServiceUrls;
let database: Database;
let superuser: pg.Pool;

beforeAll(async () => {
  test = await createTestDatabase();
  urls = await provisionService(test.url, {
    database: test.name,
    service,
    passwords: TEST_PASSWORDS,
    migrations: MIGRATIONS,
  });
  database = await openDatabase({
    service,
    app: { url: urls.appUrl },
    system: { url: urls.systemUrl },
    entities: [],
  });
  superuser = new pg.Pool({ connectionString: test.url, options: '-c search_path=integration_registry', max: 4 });
});
beforeEach(() => sql('truncate integrations, workspace_revisions, oauth_clients cascade'));
afterAll(async () => {
  await superuser.end();
  await database.close();
  await test.drop();
});

/** As the superuser, past row-level security. */
async function sql<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]> {
  return (await superuser.query<T>(text, values)).rows;
}

function storeWith(wrapper: Wrapper): HeaderStore {
  return new HeaderStore(new StoredHeadersRepository(), new HeaderVault(wrapper, ''));
}

/** Gives an integration its next headers as the service does: with the version that the seal is bound to. */
async function replaceHeaders(wrapper: Wrapper, key: HeadersKey, value: string): Promise<HeadersKey> {
  const next = { ...key, version: key.version + 1 };
  const sealed = await storeWith(wrapper).seal({ 'X-Key': value }, next, 'Erin Editor');
  await database.transaction(key.workspaceId, async (tx) => {
    await tx.query('select 1 from integrations where id = $1 for update', [key.integrationId]);
    await tx.query('update integrations set headers_version = $2 where id = $1', [key.integrationId, next.version]);
    await storeWith(wrapper).replace(tx, key, sealed);
  });
  return next;
}

/** An integration with headers under the key that is current for this wrapper. */
async function anIntegration(wrapper: Wrapper, workspaceId: string = randomUUID()): Promise<HeadersKey> {
  const integrationId = newId();
  await sql(
    `insert into integrations (id, workspace_id, slug, slug_key, display_name, description, server_url, transport,
       timeout_seconds, posture, status, connection_revision, snapshot_revision, headers_version, revision, tool_count, warnings)
     values ($1, $2, $3, $3, '', '', '', 'auto', 60, 'open', 'connected', 1, 1, 0, 1, 0, '[]')`,
    [integrationId, workspaceId, integrationId],
  );
  await database.transaction(workspaceId, (tx) => new WorkspaceRevisionRepository().next(tx, workspaceId));
  return replaceHeaders(wrapper, { workspaceId, integrationId, version: 0 }, integrationId);
}

async function integrations(count: number): Promise<HeadersKey[]> {
  const workspaces = [randomUUID(), randomUUID()];
  return Promise.all(Array.from({ length: count }, (_, index) => anIntegration(BEFORE, workspaces[index % 2])));
}

async function open(wrapper: Wrapper, { workspaceId, integrationId, version }: HeadersKey): Promise<unknown> {
  const [row] = await sql<{ sealed: string }>('select sealed from integration_headers where integration_id = $1', [
    integrationId,
  ]);
  const sealed = JSON.parse(row?.sealed ?? 'null') as SealedSecret;
  return (await new HeaderVault(wrapper, '').open(sealed, { workspaceId, integrationId, version }))['X-Key'];
}

function rowsOf(): SealedRowRepository {
  return new SealedRowRepository(database, new WorkspaceRevisionRepository(), SEALED_COLUMNS);
}

async function rotate(): Promise<number> {
  return new RotateKeys(rowsOf(), DURING).execute(() => undefined);
}

async function run(keys: string, ...options: string[]): Promise<{ code: number | null; lines: string[] }> {
  const started = await startProcess({
    command: process.execPath,
    args: ['--import', HOOKS, PROGRAM, ...options],
    env: {
      NODE_OPTIONS: '',
      DATABASE_APP_URL: urls.appUrl,
      DATABASE_SYSTEM_URL: urls.systemUrl,
      KEY_ENCRYPTION_KEYS: keys,
    },
  });
  const { code } = await started.exited;
  return { code, lines: started.logs().trimEnd().replaceAll(`${service}: `, '').split('\n') };
}

function everything(): Promise<object[]> {
  return sql('select integration_id, workspace_id, names, set_at, set_by, sealed from integration_headers order by 1');
}

describe('the rotation of keys', () => {
  it('puts every secret under the current key, so that the old one can go, and touches nothing else', async () => {
    const keys = await integrations(205);
    const before = await everything();
    expect(await run(`${NEW},${OLD}`)).toEqual({
      code: 0,
      lines: ['re-wrapped 205 secrets with the key 2026-11', '205 secrets under the key 2026-11, which is current'],
    });
    const withoutSeals = (rows: object[]) => rows.map((row) => ({ ...row, sealed: null }));
    const after = await everything();
    expect(withoutSeals(after)).toEqual(withoutSeals(before));
    expect(after).not.toEqual(before);
    for (const key of keys) expect(await open(AFTER, key)).toBe(key.integrationId);
    expect(await rotate()).toBe(0);
    expect(await everything()).toEqual(after);
  });

  it('says which keys are in use, and changes nothing while it does', async () => {
    await integrations(3);
    await anIntegration(DURING);
    const before = await everything();
    expect(await run(`${NEW},${OLD}`, '--check')).toEqual({
      code: 0,
      lines: ['3 secrets under the key 2026-01', '1 secret under the key 2026-11, which is current'],
    });
    expect(await everything()).toEqual(before);
  });

  it('loses nothing that the service writes meanwhile', async () => {
    const keys = await integrations(40);
    const rounds = Array.from({ length: 6 }, (_, round) => round);
    const writers = keys.slice(0, 20).map(async (key) => {
      let latest = key;
      for (const round of rounds) latest = await replaceHeaders(DURING, latest, `${key.integrationId} ${round}`);
      return latest;
    });
    await rotate();
    const written = await Promise.all(writers);
    await rotate();
    for (const key of written) expect(await open(AFTER, key)).toBe(`${key.integrationId} 5`);
    for (const key of keys.slice(20)) expect(await open(AFTER, key)).toBe(key.integrationId);
  });

  it('leaves a row alone that was replaced after it had been read', async () => {
    const [key] = (await integrations(1)) as [HeadersKey];
    const rows = rowsOf();
    for await (const row of rows.all()) {
      const next = await replaceHeaders(DURING, key, 'newer');
      expect(await rows.replace(row, 'older')).toBe(false);
      expect(await open(AFTER, next)).toBe('newer');
    }
  });

  it('says when a replica seals with another key still', async () => {
    await integrations(2);
    await rotate();
    const late = await anIntegration(BEFORE);
    const { secretsByKey } = await new CheckKeys(rowsOf(), DURING).execute();
    expect([...secretsByKey]).toEqual(expect.arrayContaining([['2026-01', 1]]));
    await rotate();
    expect(await open(AFTER, late)).toBe(late.integrationId);
  });

  it('names what does not open, leaves it, and does the rest', async () => {
    const [swapped, other, flipped, boxed, broken, older, fine] = await integrations(7);
    const put = (key: HeadersKey | undefined, text: string) =>
      sql('update integration_headers set sealed = $2 where integration_id = $1', [key?.integrationId, text]);
    const sealedOf = async (key: HeadersKey | undefined) => {
      const query = 'select sealed from integration_headers where integration_id = $1';
      return JSON.parse((await sql<{ sealed: string }>(query, [key?.integrationId]))[0]?.sealed ?? '') as SealedSecret;
    };
    const flip = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`);
    await put(swapped, JSON.stringify(await sealedOf(other)));
    const { dataKey, ...rest } = await sealedOf(flipped);
    await put(flipped, JSON.stringify({ ...rest, dataKey: { ...dataKey, wrapped: flip(dataKey.wrapped) } }));
    const sealed = await sealedOf(boxed);
    await put(boxed, JSON.stringify({ ...sealed, box: flip(sealed.box) }));
    await put(broken, 'no JSON');
    await sql('update integrations set headers_version = 7 where id = $1', [older?.integrationId]);
    const lost = createLocalKeyWrapper(parseKeyEncryptionKeys(generateKeyEncryptionKey('2024-lost')));
    const context = {
      workspace: other?.workspaceId ?? '',
      integration: other?.integrationId ?? '',
      version: 1,
      purpose: 'headers',
    };
    await put(other, JSON.stringify(await sealSecret(lost, '{}', context)));

    const { code, lines } = await run(`${NEW},${OLD}`);
    expect([code, lines.slice(0, 2)]).toEqual([
      1,
      ['re-wrapped 2 secrets with the key 2026-11', '1 secret under the key 2026-11, which is current'],
    ]);
    expect(lines).toHaveLength(8);
    for (const [key, reason] of [
      [swapped, 'sealing.cannot_open'],
      [other, 'sealing.unknown_key: sealed with the key 2024-lost, which is not configured'],
      [flipped, 'sealing.cannot_open'],
      [boxed, 'sealing.cannot_open'],
      [broken, 'sealing.cannot_open'],
      [older, 'sealing.cannot_open'],
    ] as const) {
      const place = `integration_headers ${key?.integrationId} of workspace ${key?.workspaceId}`;
      expect(lines).toContainEqual(expect.stringContaining(`cannot be opened: ${place} (${reason}`));
    }
    expect(await open(AFTER, fine as HeadersKey)).toBe(fine?.integrationId);
    expect((await sealedOf(flipped)).dataKey.keyId).toBe('2026-01');
    expect((await new CheckKeys(rowsOf(), DURING).execute()).problems).toHaveLength(6);
  });

  it('refuses what it does not know', async () => {
    expect(await run(`${NEW},${OLD}`, '--force')).toEqual({ code: 64, lines: ['usage: rotate-keys [--check]'] });
    const { code, lines } = await run('nonsense');
    expect([code, lines.join(' ')]).toEqual([78, expect.stringContaining('KEY_ENCRYPTION_KEYS')]);
    expect(lines.join(' ')).not.toContain('nonsense');
  });

  it('knows what each kind of secret is bound to', async () => {
    const { workspaceId, integrationId } = await anIntegration(BEFORE);
    await sql('update integrations set grant_version = 4, connection_revision = 9 where id = $1', [integrationId]);
    const [clientId, stateHash] = [newId(), 'a'.repeat(64)];
    const keyOf = (purpose: OAuthKey['purpose'], version: number, id = integrationId): OAuthKey => {
      return { workspaceId, integrationId: id, purpose, version };
    };
    const keys: Readonly<Record<string, OAuthKey>> = {
      oauth_settings: keyOf('oauth-client-secret', 2),
      oauth_grants: keyOf('oauth-grant', 4),
      oauth_clients: keyOf('oauth-client', 1, clientId),
      pending_authorizations: keyOf('oauth-pending', 3),
    };
    const ids = { workspace_id: workspaceId, integration_id: integrationId };
    const rows: Readonly<Record<string, object>> = {
      oauth_settings: { ...ids, scopes: '{}', version: 2 },
      oauth_grants: {
        ...{ ...ids, version: 4, state: 'authorized', issuer: '', client_id: '', registration: '' },
        ...{ granted_scopes: '{}', missing_scopes: '{}', authorized_by: '', has_refresh_token: true },
      },
      oauth_clients: { workspace_id: workspaceId, id: clientId, issuer: '', redirect_uri: '' },
      pending_authorizations: {
        ...{ ...ids, state_hash: stateHash, session_hash: '', connection_revision: 3, expires_at: 'tomorrow' },
      },
    };
    for (const { table, column } of SEALED_COLUMNS.slice(1)) {
      const sealed = await new OAuthVault(BEFORE).seal(table, keys[table] as OAuthKey);
      const columns = Object.entries({ ...rows[table], [column]: sealed });
      const places = columns.map((_, index) => `$${index + 1}`);
      await sql(
        `insert into ${table} (${columns.map(([name]) => name).join()}) values (${places.join()})`,
        columns.map(([, value]) => value as unknown),
      );
    }
    expect(await rotate()).toBe(5);
    for (const { table, column } of SEALED_COLUMNS.slice(1)) {
      const [row] = await sql<{ sealed: string }>(`select ${column} as sealed from ${table}`);
      expect(await new OAuthVault(AFTER).open(row?.sealed ?? '', keys[table] as OAuthKey)).toBe(table);
    }
  });

  it('knows every sealed column that there is', async () => {
    const columns = await sql<{ place: string }>(
      `select table_name || '.' || column_name as place from information_schema.columns
       where table_schema = 'integration_registry' and column_name like '%sealed%'`,
    );
    const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
    expect(columns.map(({ place }) => place).sort()).toEqual(known.sort());
  });
});
