import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { newId, PLANS_BY_KEY, provisionService, type PreparedStatement } from '@countersign/database';
import { createTestDatabase, TEST_PASSWORDS, type TestDatabase } from '@countersign/testing';
import { MIGRATIONS } from '../migrations/migrations.js';
import { INSERT_INTENTS, KEEP_EVIDENCE, SETTLE_AND_TELL, SETTLE_CALLS } from './ledger-statements.js';

/** What autovacuum looks at for the first time after a minute: by then a router may have made this many. */
const CALLS = 5_000;
const STATEMENTS: readonly (readonly [statement: PreparedStatement, values: readonly unknown[]])[] = [
  [INSERT_INTENTS, ['[]']],
  [SETTLE_CALLS, ['[]', '{}', '{}']],
  [SETTLE_AND_TELL, ['[]', '{}', '{}']],
  [KEEP_EVIDENCE, ['[]', '{}', '{}']],
];

/** A plan is made with a connection's first use of a statement, and is not looked at again while the table grows. */
describe('the plans of the ledger', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  let systemUrl: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    const options = { database: database.name, service: 'mcp-router', passwords: TEST_PASSWORDS } as const;
    ({ systemUrl } = await provisionService(database.url, { ...options, migrations: MIGRATIONS }));
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  /** As a connection makes them that is opened now, and keeps them. */
  const plans = async (): Promise<string[]> => {
    const client = new pg.Client({ connectionString: systemUrl, options: PLANS_BY_KEY });
    await client.connect();
    const made: string[] = [];
    for (const [{ name, text }, values] of STATEMENTS) {
      await client.query(`prepare ${name} as ${text}`);
      const literals = values.map((value) => pg.escapeLiteral(String(value))).join(', ');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (costs off) execute ${name}(${literals})`);
      made.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
    await client.end();
    return made;
  };

  const addCalls = async (count: number, state: string): Promise<void> => {
    await admin.query(
      `insert into mcp_router.calls (id, workspace_id, state, verdict, verdict_code, verdict_reason, exposed_name,
         arguments, arguments_hash, principal_kind, principal_id, principal_name, fence, lease_until, sent_at)
       select gen_random_uuid(), $1, $2, 'allow', 'c', 'r', 'n', '{}', 'h', 'token', 'p', 'p', 1, now(), now()
       from generate_series(1, $3)`,
      [newId(), state, count],
    );
  };

  it.each([
    ['on tables that are empty and nobody has looked at', (): Promise<void> => Promise.resolve()],
    ['on empty tables that were vacuumed', async (): Promise<void> => void (await admin.query('vacuum analyze'))],
    [
      'on one row that was analysed',
      async (): Promise<void> => {
        await addCalls(1, 'dispatching');
        await admin.query('vacuum analyze');
      },
    ],
    ['on many rows that the statistics do not know', (): Promise<void> => addCalls(CALLS, 'succeeded')],
    ['on many rows that they know', async (): Promise<void> => void (await admin.query('vacuum analyze'))],
  ])('find calls by their key alone, %s', async (_when, prepare) => {
    await prepare();
    const made = await plans();
    for (const plan of made) expect(plan).not.toMatch(/Seq Scan|Hash|Merge Join|Bitmap/);
    const [intent = '', ...ofCalls] = made;
    expect(accessTo('cancelled_runs r', intent)).toMatch(/^Index.* Index Cond: .*workspace_id.*run_id/);
    for (const plan of ofCalls) {
      expect(accessTo('calls c', plan)).toMatch(
        /^Index (Only )?Scan using calls_pkey on calls c Index Cond: \(.*\bid = /,
      );
    }
  });

  /** The line that says how rows of a table are found, and the one after it with the condition. */
  const accessTo = (table: string, plan: string): string => {
    const lines = plan.split('\n').map((line) => line.replace('->', '').trim());
    const at = lines.findIndex((line) => line.includes('Scan') && line.endsWith(` on ${table}`));
    return lines.slice(at, at + 2).join(' ');
  };
});
