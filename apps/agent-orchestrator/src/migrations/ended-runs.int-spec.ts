import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate, newId, provisionService, type ServiceUrls } from '@countersign/database';
import { createTestDatabase, TEST_PASSWORDS, type TestDatabase } from '@countersign/testing';
import pg from 'pg';
import { MIGRATIONS } from './migrations.js';

const service = 'agent-orchestrator';

describe('the migration of runs that ended before', () => {
  let database: TestDatabase;
  let urls: ServiceUrls;
  let superuser: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    const [first] = MIGRATIONS;
    if (first === undefined) throw new Error('there is no migration');
    const before = { database: database.name, service, passwords: TEST_PASSWORDS, migrations: [first] } as const;
    urls = await provisionService(database.url, before);
    superuser = new pg.Client({ connectionString: database.url, options: '-c search_path=agent_orchestrator' });
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await database.drop();
  });

  it('has the router asked about those whose calls it may never have ended, and leaves the others alone', async () => {
    const [workspaceId, agentId] = [newId(), newId()];
    await superuser.query('insert into agents (id, workspace_id, name, version) values ($1, $2, $3, 1)', [
      agentId,
      workspaceId,
      'helper',
    ]);
    await superuser.query(
      `insert into agent_versions (agent_id, version, workspace_id, instructions, provider, model, turns_max)
       values ($1, 1, $2, '', 'scripted', 'scripted', 1)`,
      [agentId, workspaceId],
    );
    for (const status of ['running', 'suspended', 'finished', 'failed', 'cancelled']) {
      await superuser.query(
        `insert into runs (id, workspace_id, agent_id, agent_version, status, initiator, version)
         values ($1, $2, $3, 1, $4, '{}', 1)`,
        [newId(), workspaceId, agentId, status],
      );
    }
    await migrate({ ownerUrl: urls.ownerUrl, service, migrations: MIGRATIONS });
    const { rows } = await superuser.query('select status from runs where cancel_due_at is not null order by status');
    expect(rows).toEqual([{ status: 'cancelled' }, { status: 'failed' }]);
    const app = new pg.Client({ connectionString: urls.appUrl });
    await app.connect();
    expect((await app.query('select 1 from runs')).rowCount).toBe(0);
    await app.end();
    const { rows: forced } = await superuser.query(`select relforcerowsecurity from pg_class where relname = 'runs'`);
    expect(forced).toEqual([{ relforcerowsecurity: true }]);
  });
});
