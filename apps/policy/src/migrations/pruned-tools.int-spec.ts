import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, provisionService, type ServiceUrls } from '@countersign/database';
import { createTestDatabase, TEST_PASSWORDS, type TestDatabase } from '@countersign/testing';
import pg from 'pg';
import { MIGRATIONS } from './migrations.js';
import { PrunedTools1700000006000 } from './pruned-tools.migration.js';

const HASH = 'a'.repeat(64);

describe('the migration that lets tools be pruned', () => {
  let database: TestDatabase;
  let client: pg.Client;
  const workspaceId = newId();
  const integrationId = newId();

  const provision = (migrations: typeof MIGRATIONS): Promise<ServiceUrls> =>
    provisionService(database.url, {
      ...{ database: database.name, service: 'policy', passwords: TEST_PASSWORDS, migrations },
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    const { appUrl } = await provision(MIGRATIONS.slice(0, MIGRATIONS.indexOf(PrunedTools1700000006000)));
    client = new pg.Client({ connectionString: appUrl });
    await client.connect();
    await client.query(`select set_config('app.workspace_id', $1, false)`, [workspaceId]);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('keeps every row of the release before, and knows what each of them had acknowledged', async () => {
    await client.query(
      `insert into integrations (workspace_id, integration_id, slug, document, connection_revision, revision)
       values ($1, $2, 'Tracker', '{}', 1, 1)`,
      [workspaceId, integrationId],
    );
    const documents = [`{"toolName":"a","acknowledgedHash":"${HASH}"}`, '{"name":"b"}', 'not JSON'];
    for (const [ordinal, document] of documents.entries()) {
      await client.query(
        `insert into tool_policies (workspace_id, integration_id, tool_digest, tool_name, ordinal, document, revision)
         values ($1, $2, $3, '', $4, $5, 1)`,
        [workspaceId, integrationId, String(ordinal), ordinal, document],
      );
    }
    await provision(MIGRATIONS);
    const { rows } = await client.query<{ document: string; acknowledged_hash: string | null }>(
      'select document, acknowledged_hash from tool_policies where pruned_at is null order by ordinal',
    );
    expect(rows).toEqual(
      documents.map((document, index) => ({ document, acknowledged_hash: index === 0 ? HASH : null })),
    );
  });
});
