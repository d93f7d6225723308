import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { FaultProxy } from '@countersign/testing';
import type { Database } from './database.js';
import { ENVELOPE_SQL, Outbox, toBinaryByteaArray, toJsonRows, toUndatedRow } from './index.js';
import { newId } from './new-id.js';
import { noteWritten } from './note-written.fixture-spec.js';
import { PreparedStatements } from './prepared-statement.js';
import { createSampleSchema, type SampleSchema } from './sample-schema.fixture-spec.js';

const ANNOUNCE = {
  name: 'announce',
  text: `insert into outbox (id, event_id, subject, workspace_id, aggregate_id, envelope)
    select outbox_id, event_id, subject, $2::uuid, aggregate_id, ${ENVELOPE_SQL}
    from json_to_recordset($1::json) as v(outbox_id uuid, event_id text, subject text, aggregate_id text,
      envelope_head text, envelope_tail text) returning envelope`,
};

describe('one prepared statement', () => {
  let schema: SampleSchema;
  let database: Database;
  const workspaceId = newId();

  beforeAll(async () => {
    schema = await createSampleSchema();
    database = await schema.open();
  });
  afterAll(async () => {
    await database.close();
    await schema.drop();
  });
  beforeEach(() => database.system((tx) => tx.query('delete from outbox')));

  const announce = (n: number, announces = true): Promise<{ envelope: string }[]> => {
    const row = toUndatedRow(noteWritten, { workspaceId, aggregateId: 'a', data: { n } });
    return database.systemStatement(ANNOUNCE, [toJsonRows([row]), workspaceId], { announces });
  };
  const count = (): Promise<unknown[]> => database.system((tx) => tx.query<unknown[]>('select 1 from outbox'));

  it('is committed when it resolves, and wakes the relay where it announces', async () => {
    let woken = 0;
    const stop = database.onOutboxCommit(() => (woken += 1));
    await announce(1, false);
    expect([(await count()).length, woken]).toEqual([1, 0]);
    await announce(2);
    expect([(await count()).length, woken]).toEqual([2, 1]);
    stop();
  });

  it('announces in the envelope that the outbox writes, with the time of the database', async () => {
    const [row] = await announce(3);
    const undated = JSON.parse(row?.envelope ?? '') as Record<string, unknown>;
    await database.transaction(workspaceId, (tx) =>
      new Outbox().add(tx, noteWritten, { workspaceId, aggregateId: 'a', data: { n: 3 } }),
    );
    const [dated] = await database.system((tx) =>
      tx.query<{ envelope: string }[]>('select envelope from outbox order by sequence desc limit 1'),
    );
    const expected = JSON.parse(dated?.envelope ?? '') as Record<string, unknown>;
    expect(Object.keys(undated)).toEqual(Object.keys(expected));
    expect(undated).toMatchObject({ type: noteWritten.subject, workspaceId, aggregateId: 'a', data: { n: 3 } });
    expect(undated['occurredAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('is parsed once, however often it runs', async () => {
    const MINE = {
      name: 'mine',
      text: 'select generic_plans + custom_plans as runs from pg_prepared_statements where name = $1',
    };
    const runs: unknown[] = [];
    for (let round = 0; round < 3; round += 1) {
      runs.push(...(await database.systemStatement<{ runs: string }>(MINE, ['mine'], { announces: false })));
    }
    expect(runs.map((row) => Number((row as { runs: string }).runs))).toEqual([1, 2, 3]);
  });

  it('finds a row by its key in a table that was empty when it was planned, and survives the loss of its connection', async () => {
    const PLAN = { name: 'plan', text: 'explain select 1 from notes n join outbox o on o.id = n.id where n.id = $1' };
    const plan = async (): Promise<string> => {
      const rows = await database.systemStatement<object>(PLAN, [workspaceId], { announces: false });
      return rows.map((row) => Object.values(row).join('')).join('\n');
    };
    expect(await plan()).toContain('Index');
    await database.system((tx) =>
      tx.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'policy statements'`),
    );
    expect(await plan().catch(plan)).not.toMatch(/Seq Scan|Hash Join/);
  });

  it('fails as every query does, without the values', async () => {
    const row = toUndatedRow(noteWritten, { workspaceId, aggregateId: 'secret', data: { n: 1 } });
    const values = [toJsonRows([row, row]), workspaceId];
    const failing = database.systemStatement(ANNOUNCE, values, { announces: true });
    const error: unknown = await failing.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(QueryFailedError);
    expect(error).toMatchObject({ driverError: { code: '23505' } });
    expect(JSON.stringify((error as QueryFailedError).driverError)).not.toContain(row.outbox_id);
    expect(await count()).toEqual([]);
  });

  it('reads rows and bytes as they were given, with half a surrogate pair replaced', async () => {
    const ECHO = {
      name: 'echo',
      text: `select * from rows from (json_to_recordset($1::json) as (t text), unnest($2::bytea[])) as v(t, b)`,
    };
    const bytes = [Buffer.from([0, 255, 92, 39]), Buffer.alloc(0), Buffer.from('x'.repeat(100_000))];
    const texts = ['plain', 'half \ud83d of a pair', 'a \\ud word, "quoted" 🙂'];
    const rows = await database.systemStatement<{ t: string; b: Buffer }>(
      ECHO,
      [toJsonRows(texts.map((t) => ({ t }))), toBinaryByteaArray(bytes)],
      { announces: false },
    );
    expect(rows.map(({ t }) => t)).toEqual(texts.map((text) => text.toWellFormed()));
    expect(rows.map(({ b }) => b.equals(bytes[rows.findIndex((row) => row.b === b)] ?? Buffer.of()))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('gives up a database that has vanished, and uses another connection then', async () => {
    const url = new URL(schema.urls.systemUrl);
    const proxy = await FaultProxy.start({ host: url.hostname, port: Number(url.port) });
    url.port = String(proxy.port);
    const statements = new PreparedStatements(url.href, 'test', 1);
    const ONE = { name: 'one', text: 'select 1 as one' };
    expect(await statements.run(ONE, [])).toEqual([{ one: 1 }]);
    proxy.freeze();
    await expect(statements.run(ONE, [], 300)).rejects.toBeInstanceOf(QueryFailedError);
    proxy.heal();
    expect(await statements.run(ONE, [])).toEqual([{ one: 1 }]);
    await statements.close();
    await proxy.close();
  });
});
