import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { Outbox } from './outbox.js';
import { noteWritten } from './note-written.fixture-spec.js';
import { createSampleSchema } from './sample-schema.fixture-spec.js';
import type { SampleSchema } from './sample-schema.fixture-spec.js';

describe('Outbox', () => {
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

  it('announces nothing of a transaction that was undone', async () => {
    const failing = database.transaction(workspaceId, async (tx) => {
      await outbox.add(tx, noteWritten, { workspaceId, aggregateId: 'a', data: { n: 1 } });
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await rows()).toEqual([]);
  });

  it('refuses an announcement for another workspace, and one that carries bulk', async () => {
    const foreign = database.transaction(workspaceId, (tx) =>
      outbox.add(tx, noteWritten, { workspaceId: newId(), aggregateId: 'a', data: { n: 1 } }),
    );
    await expect(foreign).rejects.toThrow('violates row-level security policy');
    const bulky = database.transaction(workspaceId, (tx) =>
      outbox.add(tx, noteWritten, { workspaceId, aggregateId: 'x'.repeat(256 * 1024), data: { n: 1 } }),
    );
    await expect(bulky).rejects.toMatchObject({ code: 'outbox.event_too_large' });
  });

  it('announces many in their order, or none where one is too large', async () => {
    const events = Array.from({ length: 300 }, (_, n) => ({ workspaceId, aggregateId: 'many', data: { n } }));
    const bulky = { workspaceId, aggregateId: 'x'.repeat(256 * 1024), data: { n: 300 } };
    const refused = database.transaction(workspaceId, (tx) => outbox.addAll(tx, noteWritten, [...events, bulky]));
    await expect(refused).rejects.toMatchObject({ code: 'outbox.event_too_large' });
    expect(await rows()).toEqual([]);
    const ids = await database.transaction(workspaceId, (tx) => outbox.addAll(tx, noteWritten, events));
    const stored = await database.system((tx) =>
      tx.query<{ event_id: string; n: number }[]>(
        `select event_id, (envelope::json #>> '{data,n}')::int as n from outbox order by sequence`,
      ),
    );
    expect(stored).toEqual(ids.map((event_id, n) => ({ event_id, n })));
    expect(await database.transaction(workspaceId, (tx) => outbox.addAll(tx, noteWritten, []))).toEqual([]);
  });
});
