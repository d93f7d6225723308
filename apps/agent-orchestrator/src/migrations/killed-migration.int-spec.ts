import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrate, newId, provisionService, type ServiceUrls } from '@countersign/database';
import {
  createTestDatabase,
  eventually,
  startProcess,
  type StartedProcess,
  TEST_PASSWORDS,
  type TestDatabase,
} from '@countersign/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from './migrations.js';

const service = 'agent-orchestrator';
const HOOKS = fileURLToPath(new URL('../../../../libs/service/fixtures/typescript-hooks.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../migrate.ts', import.meta.url));
/** The server notices a dead client when it has something to tell it; a process needs seconds to load. */
const UNTIL = { timeoutMs: 30_000 };
const TABLES = ['agents', 'agent_versions', 'runs', 'run_events'];
const RUNS = 5;

interface Table {
  readonly name: string;
  readonly rows: readonly Record<string, unknown>[];
}

describe('a database with runs in it', () => {
  const [first] = MIGRATIONS;
  const started: StartedProcess[] = [];
  let database: TestDatabase;
  let urls: ServiceUrls;
  let superuser: pg.Client;

  beforeEach(async () => {
    if (first === undefined) throw new Error('there is no migration');
    database = await createTestDatabase();
    const options = { database: database.name, service, passwords: TEST_PASSWORDS, migrations: [first] } as const;
    urls = await provisionService(database.url, options);
    superuser = await connect();
    await recordRuns();
  });
  afterEach(async () => {
    await superuser.end();
    await database.drop();
  });
  afterAll(async () => {
    await Promise.all(started.map((child) => child.stop('SIGKILL')));
  });

  it('crash point 22: a migration that is killed in its middle has changed nothing, and the next one does all of it', async () => {
    const before = await read();
    const other = await connect();
    await other.query('begin');
    // Every migration stops at this table, inside of its transaction.
    await other.query('lock table runs in access exclusive mode');
    const victim = await start();
    await eventually(async () => expect(await waiting()).toBe(1), UNTIL);
    // Another deployment comes meanwhile, and waits for its turn.
    const second = await start();
    await eventually(async () => expect(await waiting()).toBe(2), UNTIL);
    expect(await victim.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    await other.query('rollback');
    await other.end();
    expect(await second.exited).toEqual({ code: 0, signal: null });
    expect(second.logs()).toContain(`migrated ${MIGRATIONS[1]?.name}`);
    expect(await executed()).toHaveLength(MIGRATIONS.length + 1);
    expectNothingLost(before, await read());
    const third = await start();
    await third.exited;
    expect(third.logs()).toContain('nothing to migrate');
  });

  it('crash point 22: a migration that is killed alone leaves the old schema, on which the old version goes on', async () => {
    const [before, columns] = [await read(), await columnsOfRuns()];
    const other = await connect();
    await other.query('begin');
    await other.query('lock table runs in access exclusive mode');
    const victim = await start();
    await eventually(async () => expect(await waiting()).toBe(1), UNTIL);
    await victim.stop('SIGKILL');
    await other.query('rollback');
    await other.end();
    await eventually(async () => expect(await sessionsOfOwner()).toBe(0), UNTIL);
    expect(await columnsOfRuns()).toEqual(columns);
    expect(await executed()).toHaveLength(2);
    expect(await read()).toEqual(before);
  });

  it('crash point 22: loses no agent, run or event when every later migration is taken back, and made again', async () => {
    const before = await read();
    await migrate({ ownerUrl: urls.ownerUrl, service, migrations: MIGRATIONS });
    const newest = await read();
    expectNothingLost(before, newest);
    await takeBack(MIGRATIONS.length - 1);
    expect(await executed()).toHaveLength(2);
    expect(await read()).toEqual(before);
    await migrate({ ownerUrl: urls.ownerUrl, service, migrations: MIGRATIONS });
    expectNothingLost(newest, await read());
  });

  function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: database.url, options: '-c search_path=agent_orchestrator' });
    return client.connect().then(() => client);
  }

  async function start(): Promise<StartedProcess> {
    const child = await startProcess({
      command: process.execPath,
      args: ['--import', HOOKS, PROGRAM],
      env: { NODE_OPTIONS: '', OWNER_DATABASE_URL: urls.ownerUrl },
    });
    started.push(child);
    return child;
  }

  /** As the first released version stored them: suspended, with the events of their first turn. */
  async function recordRuns(): Promise<void> {
    const [agentId, workspaceId] = [newId(), newId()];
    const agent = [agentId, workspaceId];
    await superuser.query(`insert into agents (id, workspace_id, name, version) values ($1, $2, 'helper', 1)`, agent);
    await superuser.query(
      `insert into agent_versions (agent_id, version, workspace_id, instructions, provider, model, integrations, turns_max)
       values ($1, 1, $2, 'Help.', 'scripted', 'scripted', '["Jira"]', 7)`,
      agent,
    );
    for (let count = 0; count < RUNS; count += 1) {
      const runId = newId();
      await superuser.query(
        `insert into runs (id, workspace_id, agent_id, agent_version, status, initiator, version)
         values ($1, $2, $3, 1, 'suspended', '{"kind":"user","id":"ada","name":"Ada"}', 4)`,
        [runId, workspaceId, agentId],
      );
      for (const [index, [type, data]] of EVENTS.entries()) {
        await superuser.query(
          `insert into run_events (run_id, sequence, workspace_id, type, data) values ($1, $2, $3, $4, $5)`,
          [runId, index + 1, workspaceId, type, JSON.stringify(data)],
        );
      }
    }
  }

  async function read(): Promise<Table[]> {
    const tables: Table[] = [];
    for (const name of TABLES) {
      const { rows } = await superuser.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from ${name} t order by t::text collate "C"`,
      );
      tables.push({ name, rows: rows.map(({ row }) => row).sort(byText) });
    }
    return tables;
  }

  async function waiting(): Promise<number> {
    const { rowCount } = await superuser.query(
      `select 1 from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'`,
      [database.name],
    );
    return rowCount ?? 0;
  }

  async function sessionsOfOwner(): Promise<number> {
    const { rowCount } = await superuser.query(
      `select 1 from pg_stat_activity where datname = $1 and application_name like '%migrations'`,
      [database.name],
    );
    return rowCount ?? 0;
  }

  async function executed(): Promise<string[]> {
    return (await superuser.query<{ name: string }>('select name from migrations')).rows.map(({ name }) => name);
  }

  async function columnsOfRuns(): Promise<string[]> {
    const { rows } = await superuser.query<{ column_name: string }>(
      `select column_name from information_schema.columns
       where table_schema = 'agent_orchestrator' and table_name = 'runs' order by column_name`,
    );
    return rows.map(({ column_name }) => column_name);
  }

  /** The newest ones, one after another, by the same roles as they were made. */
  async function takeBack(count: number): Promise<void> {
    const dataSource = await new DataSource({
      type: 'postgres',
      url: urls.ownerUrl,
      schema: 'agent_orchestrator',
      migrations: [...MIGRATIONS],
      installExtensions: false,
      extra: { options: '-c search_path=agent_orchestrator' },
    }).initialize();
    try {
      for (let undone = 0; undone < count; undone += 1) await dataSource.undoLastMigration();
    } finally {
      await dataSource.destroy();
    }
  }
});

/** What the older version knew of each row; the newer one may have moved it, and tests of its own say where to. */
function expectNothingLost(before: readonly Table[], after: readonly Table[]): void {
  for (const [index, { name, rows }] of before.entries()) {
    const now = after[index]?.rows ?? [];
    expect({ name, rows: now.length }).toEqual({ name, rows: rows.length });
    const kept = Object.keys(rows[0] ?? {}).filter((column) => column in (now[0] ?? {}));
    const only = (all: readonly Record<string, unknown>[]) =>
      all.map((row) => Object.fromEntries(kept.map((column) => [column, row[column]]))).sort(byText);
    expect(only(now)).toEqual(only(rows));
  }
}

function byText(one: object, other: object): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

const CALL = { toolCallId: 'turn1_call1', exposedName: 'mcp__Jira__getIssue', arguments: '{"issue_key":"ISSUE-1"}' };
const EVENTS = [
  ['run_started', { type: 'run_started', prompt: 'look', agentVersion: 1, turnsMax: 7 }],
  ['turn_answered', { type: 'turn_answered', turn: 1, text: '', calls: [CALL] }],
  [
    'call_submitted',
    {
      type: 'call_submitted',
      toolCallId: 'turn1_call1',
      callId: '01890000-0000-7000-8000-000000000000',
      state: 'pending_approval',
    },
  ],
  ['run_suspended', { type: 'run_suspended' }],
] as const;
