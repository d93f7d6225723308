import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { type Database, newId, openDatabase, provisionService, type ServiceUrls } from '@countersign/database';
import { createTestDatabase, eventually, startProcess, TEST_PASSWORDS, type TestDatabase } from '@countersign/testing';
import {
  createLocalKeyWrapper,
  generateKeyEncryptionKey,
  type KeyWrapper,
  parseKeyEncryptionKeys,
  RotateKeys,
  type SealedSecret,
} from '@countersign/tokens';
import pg from 'pg';
import { MIGRATIONS } from '../../migrations/migrations.js';
import { WorkspaceRevisionRepository } from '../../tool-catalogue/workspace-revision.repository.js';
import { type HeadersKey, HeaderVault } from '../header-vault.client.js';
import { HeaderStore } from '../header-store.repository.js';
import { StoredHeadersRepository } from '../stored-headers.repository.js';
import { SEALED_COLUMNS } from './sealed-columns.js';
import { SealedRowRepository } from './sealed-row.repository.js';

const PROGRAM = fileURLToPath(new URL('../../rotate-keys.ts', import.meta.url));
const HOOKS = fileURLToPath(new URL('../../../../../libs/service/fixtures/typescript-hooks.mjs', import.meta.url));
const service = 'integration-registry';

export const [OLD, NEW] = [generateKeyEncryptionKey('2026-01'), generateKeyEncryptionKey('2026-11')];
/** As replicas have them before the new key is current, while it is, and once the old one is gone. */
export const [BEFORE, DURING, AFTER] = [`${OLD},${NEW}`, `${NEW},${OLD}`, NEW].map((keys) =>
  createLocalKeyWrapper(parseKeyEncryptionKeys(keys)),
) as [KeyWrapper, KeyWrapper, KeyWrapper];

interface Parts {
  readonly test: TestDatabase;
  readonly urls: ServiceUrls;
  readonly database: Database;
  readonly superuser: pg.Pool;
}

/** The registry's tables, written as the service does and as nobody may. */
export class SealedSecrets {
  private started: Parts | undefined;
  private connections = 0;

  async start(): Promise<void> {
    const test = await createTestDatabase();
    const options = { database: test.name, service, passwords: TEST_PASSWORDS, migrations: MIGRATIONS } as const;
    const urls = await provisionService(test.url, options);
    const roles = { app: { url: urls.appUrl }, system: { url: urls.systemUrl } };
    const database = await openDatabase({ service, ...roles, entities: [] });
    const superuser = new pg.Pool({
      connectionString: test.url,
      options: '-c search_path=integration_registry',
      max: 4,
    });
    superuser.on('connect', () => (this.connections += 1)).on('remove', () => (this.connections -= 1));
    this.started = { test, urls, database, superuser };
  }

  async empty(): Promise<void> {
    await this.sql('truncate integrations, workspace_revisions, oauth_clients cascade');
  }

  async stop(): Promise<void> {
    const { test, database, superuser } = this.parts;
    await superuser.end();
    // A pool has ended before its connections have, and they would report that the database was dropped.
    await eventually(() => expect(this.connections).toBe(0));
    await database.close();
    await test.drop();
  }

  /** As the superuser, past row-level security. */
  async sql<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]> {
    return (await this.parts.superuser.query<T>(text, values)).rows;
  }

  /** Gives an integration its next headers as the service does: with the version that the seal is bound to. */
  async replaceHeaders(wrapper: KeyWrapper, key: HeadersKey, value: string): Promise<HeadersKey> {
    const store = new HeaderStore(new StoredHeadersRepository(), new HeaderVault(wrapper, ''));
    const next = { ...key, version: key.version + 1 };
    const sealed = await store.seal({ 'X-Key': value }, next, 'Erin Editor');
    await this.parts.database.transaction(key.workspaceId, async (tx) => {
      await tx.query('select 1 from integrations where id = $1 for update', [key.integrationId]);
      await tx.query('update integrations set headers_version = $2 where id = $1', [key.integrationId, next.version]);
      await store.replace(tx, key, sealed);
    });
    return next;
  }

  /** An integration with headers under the key that is current for this wrapper. */
  async anIntegration(wrapper: KeyWrapper, workspaceId: string = randomUUID()): Promise<HeadersKey> {
    const integrationId = newId();
    await this.sql(
      `insert into integrations (id, workspace_id, slug, slug_key, display_name, description, server_url, transport,
         timeout_seconds, posture, status, connection_revision, snapshot_revision, headers_version, revision, tool_count, warnings)
       values ($1, $2, $3, $3, '', '', '', 'auto', 60, 'open', 'connected', 1, 1, 0, 1, 0, '[]')`,
      [integrationId, workspaceId, integrationId],
    );
    const revisions = new WorkspaceRevisionRepository();
    await this.parts.database.transaction(workspaceId, (tx) => revisions.next(tx, workspaceId));
    return this.replaceHeaders(wrapper, { workspaceId, integrationId, version: 0 }, integrationId);
  }

  async integrations(count: number): Promise<HeadersKey[]> {
    const workspaces = [randomUUID(), randomUUID()];
    return Promise.all(Array.from({ length: count }, (_, index) => this.anIntegration(BEFORE, workspaces[index % 2])));
  }

  async open(wrapper: KeyWrapper, { workspaceId, integrationId, version }: HeadersKey): Promise<unknown> {
    const query = 'select sealed from integration_headers where integration_id = $1';
    const [row] = await this.sql<{ sealed: string }>(query, [integrationId]);
    const sealed = JSON.parse(row?.sealed ?? 'null') as SealedSecret;
    return (await new HeaderVault(wrapper, '').open(sealed, { workspaceId, integrationId, version }))['X-Key'];
  }

  everything(): Promise<object[]> {
    const columns = 'integration_id, workspace_id, names, set_at, set_by, sealed';
    return this.sql(`select ${columns} from integration_headers order by 1`);
  }

  rows(): SealedRowRepository {
    return new SealedRowRepository(this.parts.database, new WorkspaceRevisionRepository(), SEALED_COLUMNS);
  }

  async rotate(): Promise<number> {
    return new RotateKeys(this.rows(), DURING).execute(() => undefined);
  }

  /** The command itself, as a process of its own. */
  async run(keys: string, ...options: string[]): Promise<{ code: number | null; lines: string[] }> {
    const { appUrl, systemUrl } = this.parts.urls;
    const started = await startProcess({
      command: process.execPath,
      args: ['--import', HOOKS, PROGRAM, ...options],
      env: { NODE_OPTIONS: '', DATABASE_APP_URL: appUrl, DATABASE_SYSTEM_URL: systemUrl, KEY_ENCRYPTION_KEYS: keys },
    });
    const { code } = await started.exited;
    return { code, lines: started.logs().trimEnd().replaceAll(`${service}: `, '').split('\n') };
  }

  private get parts(): Parts {
    if (this.started === undefined) throw new Error('nothing was started');
    return this.started;
  }
}

/** For the tests of one suite; each begins with none. */
export function theSecrets(): SealedSecrets {
  const secrets = new SealedSecrets();
  beforeAll(() => secrets.start());
  beforeEach(() => secrets.empty());
  afterAll(() => secrets.stop());
  return secrets;
}
