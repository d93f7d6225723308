import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate, newId, provisionService, type ServiceUrls } from '@countersign/database';
import { createTestDatabase, TEST_PASSWORDS, type TestDatabase } from '@countersign/testing';
import pg from 'pg';
import { AgentSettings1700000005000 } from './agent-settings.migration.js';
import { MIGRATIONS } from './migrations.js';

const service = 'agent-orchestrator';

describe('the migration of the settings of agents', () => {
  let database: TestDatabase;
  let urls: ServiceUrls;
  let superuser: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    const migrations = MIGRATIONS.slice(0, MIGRATIONS.indexOf(AgentSettings1700000005000));
    const before = { database: database.name, service, passwords: TEST_PASSWORDS, migrations } as const;
    urls = await provisionService(database.url, before);
    superuser = new pg.Client({ connectionString: database.url, options: '-c search_path=agent_orchestrator' });
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await database.drop();
  });

  it('keeps what agents were told, and whom they reach', async () => {
    const scopes = { all: null, none: [], two: ['Jira', 'Wiki'] };
    for (const [name, integrations] of Object.entries(scopes)) {
      const [id, workspaceId] = [newId(), newId()];
      await superuser.query('insert into agents (id, workspace_id, name, version) values ($1, $2, $3, 1)', [
        ...[id, workspaceId, name],
      ]);
      await superuser.query(
        `insert into agent_versions (agent_id, version, workspace_id, instructions, provider, model, integrations, turns_max)
         values ($1, 1, $2, 'Help.', 'scripted', 'scripted', $3, 7)`,
        [id, workspaceId, integrations && JSON.stringify(integrations)],
      );
    }
    await migrate({ ownerUrl: urls.ownerUrl, service, migrations: MIGRATIONS });
    const { rows } = await superuser.query<{ name: string; tools: string | null; is_dated: boolean }>(
      `select v.name, v.tools, v.parameters, v.strictness, v.turns_max, v.parallel_calls_max,
         v.created_at = a.created_at as is_dated
       from agent_versions v join agents a on a.id = v.agent_id order by v.name`,
    );
    expect(rows.map(({ name, tools }) => [name, tools && (JSON.parse(tools) as unknown)])).toEqual([
      ['all', null],
      ['none', []],
      ['two', [{ integration: 'Jira' }, { integration: 'Wiki' }]],
    ]);
    const kept = { parameters: '{}', strictness: 'allow', turns_max: 7, parallel_calls_max: 64, is_dated: true };
    for (const row of rows) expect(row).toMatchObject(kept);
    const app = new pg.Client({ connectionString: urls.appUrl });
    await app.connect();
    for (const table of ['agents', 'agent_versions']) {
      expect((await app.query(`select 1 from ${table}`)).rowCount).toBe(0);
    }
    await app.end();
    const { rows: forced } = await superuser.query(
      `select relname from pg_class where relname in ('agents', 'agent_versions') and relforcerowsecurity`,
    );
    expect(forced).toHaveLength(2);
  });
});
