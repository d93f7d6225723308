import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { Outbox } from './outbox.js';
import { RetentionSweeper } from './retention.sweeper.js';
import { noteWritten } from './note-written.fixture-spec.js';
import { createSampleSchema } from './sample-schema.fixture-spec.js';
import type { SampleSchema } from './sample-schema.fixture-spec.js';

describe('RetentionSweeper', () => {
  let schema: SampleSchema;
  let database: Database;
  const outbox = new Outbox();
  const workspaceId = newId();

  const rows = (): Promise<unknown[]> => database.system((tx) => tx.query<unknown[]>('select * from outbox'));

  beforeAll(async () => {
    schema = await createSampleSchema();
    database = await schema.open();
  });
  afterAll(async () => {
    await database.close();
    await schema.drop();
  });

  it('keeps published rows and inbox marks for their time, and unpublished rows for ever', async () => {
    await database.transaction(workspaceId, async (tx) => {
      for (const n of [0, 1, 2]) await outbox.add(tx, noteWritten, { workspaceId, aggregateId: 'a', data: { n } });
    });
    await database.transaction(workspaceId, (tx) =>
      tx.query(`insert into inbox values ('c', 'old', $1, now() - interval '31 days'), ('c', 'new', $1, now())`, [
        workspaceId,
      ]),
    );
    await database.system((tx) =>
      tx.query(`
        update outbox set
          published_at = case sequence when 1 then now() - interval '8 days' when 2 then now() end,
          created_at = now() - interval '60 days'`),
    );
    expect(await new RetentionSweeper(database).sweepAll()).toBe(2);
    expect(await rows()).toHaveLength(2);
    const marks = await database.system((tx) => tx.query<object[]>('select event_id from inbox'));
    expect(marks).toEqual([{ event_id: 'new' }]);
  });
});
