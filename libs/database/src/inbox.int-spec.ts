import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import type { Database } from './database.js';
import { Inbox } from './inbox.js';
import { newId } from './new-id.js';
import { createSampleSchema, Note } from './sample-schema.fixture-spec.js';
import type { SampleSchema } from './sample-schema.fixture-spec.js';

describe('Inbox', () => {
  let schema: SampleSchema;
  let replicas: Database[];
  let inboxes: Inbox[];
  const workspaceId = newId();

  const addNote = async (tx: EntityManager, id = newId()): Promise<void> => {
    await tx.insert(Note, { id, workspaceId, body: 'effect' });
  };
  const inbox = (): Inbox => inboxes[0] as Inbox;
  const notes = (): Promise<number> => (replicas[0] as Database).read(workspaceId, (tx) => tx.count(Note));

  beforeAll(async () => {
    schema = await createSampleSchema();
    replicas = await Promise.all([schema.open(), schema.open()]);
    inboxes = replicas.map((database) => new Inbox(database));
  });
  afterAll(async () => {
    await Promise.all(replicas.map((database) => database.close()));
    await schema.drop();
  });

  it('runs an effect once per consumer and event', async () => {
    const eventId = newId();
    const before = await notes();
    expect(await inbox().once('c', eventId, workspaceId, (tx) => addNote(tx))).toBe(true);
    expect(await inbox().once('c', eventId, workspaceId, (tx) => addNote(tx))).toBe(false);
    expect(await inbox().once('another', eventId, workspaceId, (tx) => addNote(tx))).toBe(true);
    expect(await notes()).toBe(before + 2);
  });

  it('takes the mark back with the effect', async () => {
    const eventId = newId();
    const failing = inbox().once('c', eventId, workspaceId, async (tx) => {
      await addNote(tx);
      throw new Error('half done');
    });
    await expect(failing).rejects.toThrow('half done');
    expect(await inbox().once('c', eventId, workspaceId, (tx) => addNote(tx))).toBe(true);
  });

  it('lets one of many concurrent duplicates run, over several replicas', async () => {
    const eventId = newId();
    const before = await notes();
    const ran = await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        (inboxes[n % 2] as Inbox).once('c', eventId, workspaceId, (tx) => addNote(tx)),
      ),
    );
    expect(ran.filter(Boolean)).toHaveLength(1);
    expect(await notes()).toBe(before + 1);
  });

  it('makes a duplicate wait for the first, and run when that fails', async () => {
    const eventId = newId();
    let fail = (): void => undefined;
    const isToFail = new Promise<void>((resolve) => (fail = resolve));
    let enter = (): void => undefined;
    const hasEntered = new Promise<void>((resolve) => (enter = resolve));
    const first = (inboxes[0] as Inbox).once('c', eventId, workspaceId, async () => {
      enter();
      await isToFail;
      throw new Error('gave up');
    });
    await hasEntered;
    const order: string[] = [];
    const second = (inboxes[1] as Inbox).once('c', eventId, workspaceId, () => {
      order.push('second runs');
      return Promise.resolve();
    });
    order.push('first fails');
    fail();
    await expect(first).rejects.toThrow('gave up');
    expect(await second).toBe(true);
    expect(order).toEqual(['first fails', 'second runs']);
  });

  it('does not let a mark of one workspace swallow the event of another', async () => {
    const eventId = newId();
    await inbox().once('c', eventId, newId(), () => Promise.resolve());
    expect(await inbox().once('c', eventId, workspaceId, (tx) => addNote(tx))).toBe(true);
  });
});
