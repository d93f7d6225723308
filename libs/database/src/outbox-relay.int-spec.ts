import 'reflect-metadata';
import { eventually } from '@countersign/testing';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { Outbox } from './outbox.js';
import { OutboxRelay, RELAY_POLL_MS } from './outbox-relay.js';
import type { OutboxRow } from './outbox-row.js';
import { noteWritten } from './note-written.fixture-spec.js';
import { createSampleSchema } from './sample-schema.fixture-spec.js';
import type { SampleSchema } from './sample-schema.fixture-spec.js';

interface StoredRow {
  readonly attempts: number;
  readonly published_at: Date | null;
  readonly last_error: string | null;
}

describe('the outbox and its relay', () => {
  let schema: SampleSchema;
  let database: Database;
  let other: Database;
  const relays: OutboxRelay[] = [];
  const outbox = new Outbox();
  const workspaceId = newId();

  const add = (aggregateId: string, n: number): Promise<string> =>
    database.transaction(workspaceId, (tx) => outbox.add(tx, noteWritten, { workspaceId, aggregateId, data: { n } }));
  const addAll = async (aggregateId: string, count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) await add(aggregateId, n);
  };
  const relay = (publish: (row: OutboxRow) => Promise<void>, on = database): OutboxRelay => {
    const created = new OutboxRelay(on, publish);
    relays.push(created);
    return created;
  };
  const rows = (): Promise<StoredRow[]> =>
    database.system((tx) => tx.query<StoredRow[]>('select * from outbox order by sequence'));
  const unpublished = async (): Promise<number> => (await rows()).filter((row) => row.published_at === null).length;
  const expireLeases = (): Promise<unknown> =>
    database.system((tx) => tx.query(`update outbox set leased_until = now() - interval '1 second'`));
  const numberOf = (row: OutboxRow): number => (row.envelope.data as { n: number }).n;
  const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  // Failures are what most of these tests are about.
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(async () => {
    schema = await createSampleSchema();
    [database, other] = await Promise.all([schema.open(), schema.open()]);
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((started) => started.stop()));
    await Promise.all([database.close(), other.close()]);
    await schema.drop();
  });

  it('publishes what a transaction announced, as an envelope, and marks it', async () => {
    const published: OutboxRow[] = [];
    relay((row) => Promise.resolve(void published.push(row))).start();
    const eventId = await add('a', 7);
    await eventually(async () => expect(await unpublished()).toBe(0));
    expect(published).toHaveLength(1);
    expect(published[0]).toMatchObject({
      eventId,
      subject: 'policy.note.written.v1',
      workspaceId,
      aggregateId: 'a',
      envelope: { id: eventId, type: 'policy.note.written.v1', workspaceId, aggregateId: 'a', data: { n: 7 } },
    });
    expect(published[0]?.id).not.toBe(eventId);
    expect(published[0]?.envelope.occurredAt).toMatch(/^\d{4}-.*Z$/);
  });

  it('keeps the event id of a re-emission, under a new message id', async () => {
    const eventId = await add('a', 1);
    await database.system((tx) =>
      outbox.add(tx, noteWritten, { workspaceId, aggregateId: 'a', data: { n: 1 }, eventId }),
    );
    const published: OutboxRow[] = [];
    await relay((row) => Promise.resolve(void published.push(row))).relayOnce();
    expect(published.map((row) => row.eventId)).toEqual([eventId, eventId]);
    expect(new Set(published.map((row) => row.id)).size).toBe(2);
  });

  it('is woken by a commit, well before the next poll', async () => {
    let publishedAt = 0;
    const waking = relay(() => Promise.resolve(void (publishedAt = performance.now())));
    waking.start();
    const delays: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      publishedAt = 0;
      await eventually(async () => expect(await unpublished()).toBe(0));
      await add('a', n);
      const committedAt = performance.now();
      await eventually(() => expect(publishedAt).toBeGreaterThan(0), { intervalMs: 1 });
      delays.push(publishedAt - committedAt);
    }
    expect(Math.min(...delays)).toBeLessThan(RELAY_POLL_MS / 2);
  });

  it('finds by polling what another process committed', async () => {
    const published: OutboxRow[] = [];
    relay((row) => Promise.resolve(void published.push(row)), other).start();
    await add('a', 1);
    await eventually(() => expect(published).toHaveLength(1));
  });

  it('keeps the order of every aggregate under two relays, and publishes each row once', async () => {
    const published = new Map<string, number[]>();
    const publish = async (row: OutboxRow): Promise<void> => {
      await later(Math.random() * 4);
      const numbers = published.get(row.aggregateId) ?? [];
      published.set(row.aggregateId, [...numbers, numberOf(row)]);
    };
    relay(publish).start();
    relay(publish, other).start();
    const aggregates = Array.from({ length: 8 }, (_, n) => `aggregate-${n}`);
    await Promise.all(aggregates.map((aggregateId) => addAll(aggregateId, 30)));
    await eventually(async () => expect(await unpublished()).toBe(0));
    const inOrder = Array.from({ length: 30 }, (_, n) => n);
    for (const aggregateId of aggregates) expect(published.get(aggregateId)).toEqual(inOrder);
    expect((await rows()).map((row) => row.attempts)).toEqual(Array.from({ length: 240 }, () => 1));
  });

  it('does not let a second relay overtake a row that the first one holds', async () => {
    await addAll('a', 2);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const published: number[] = [];
    const slow = relay(async (row) => {
      await held;
      published.push(numberOf(row));
    }).relayOnce();
    await eventually(async () => expect((await rows()).map((row) => row.attempts)).toEqual([1, 1]));
    await add('a', 2);
    await add('b', 100);
    const fast = relay((row) => Promise.resolve(void published.push(numberOf(row))), other);
    await fast.relayOnce();
    expect(published).toEqual([100]);
    release();
    await slow;
    await fast.relayOnce();
    expect(published).toEqual([100, 0, 1, 2]);
  });

  it('neither waits for a claim in progress nor overtakes the rows that it is taking', async () => {
    await addAll('a', 2);
    const published: number[] = [];
    const second = relay((row) => Promise.resolve(void published.push(numberOf(row))));
    await other.system(async (claim) => {
      await claim.query('select 1 from outbox for update');
      await add('a', 2);
      await add('b', 100);
      await second.relayOnce();
      expect(published).toEqual([100]);
    });
    await second.relayOnce();
    expect(published).toEqual([100, 0, 1, 2]);
  });

  it('keeps no transaction open while it publishes', async () => {
    await add('a', 1);
    await relay(async () => {
      const open = await other.system((tx) =>
        tx.query<unknown[]>(
          `select 1 from pg_stat_activity
           where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`,
        ),
      );
      expect(open).toEqual([]);
    }).relayOnce();
    expect(await unpublished()).toBe(0);
  });

  it('holds back the rest of an aggregate, and nothing else, while one row cannot be published', async () => {
    await addAll('broken', 3);
    await addAll('healthy', 3);
    let isBroken = true;
    const published: string[] = [];
    const created = relay((row) => {
      if (isBroken && row.aggregateId === 'broken') return Promise.reject(new Error('no stream'));
      published.push(`${row.aggregateId} ${numberOf(row)}`);
      return Promise.resolve();
    });
    created.start();
    await eventually(async () => expect((await rows())[0]?.attempts).toBeGreaterThan(2));
    expect(published).toEqual(['healthy 0', 'healthy 1', 'healthy 2']);
    expect((await rows())[0]?.last_error).toBe('no stream');
    isBroken = false;
    await eventually(async () => expect(await unpublished()).toBe(0));
    expect(published.slice(3)).toEqual(['broken 0', 'broken 1', 'broken 2']);
    expect((await rows()).map((row) => row.last_error)).toEqual([null, null, null, null, null, null]);
  });

  it('does not let a broken aggregate with a long queue keep others from being claimed', async () => {
    await addAll('broken', 150);
    await add('healthy', 1);
    const published: string[] = [];
    const created = relay((row) => {
      if (row.aggregateId === 'broken') return Promise.reject(new Error('no'));
      return Promise.resolve(void published.push(row.aggregateId));
    });
    created.start();
    await eventually(() => expect(published).toEqual(['healthy']), { timeoutMs: 3_000 });
  });

  it('hands back the rest of a slow batch before its lease ends', async () => {
    await addAll('a', 3);
    // Two publishes use up the time in which one may begin.
    expect(await relay(() => later(2_600)).relayOnce()).toBe(3);
    expect((await rows()).map((row) => [row.attempts, row.published_at === null])).toEqual([
      [1, false],
      [1, false],
      [0, true],
    ]);
  });

  it('publishes a row of a vanished relay again, under the same message id', async () => {
    await add('a', 1);
    const messageIds: string[] = [];
    let die = (): void => undefined;
    const dead = new Promise<never>((_, reject) => (die = () => reject(new Error('gone'))));
    const vanished = relay((row) => {
      messageIds.push(row.id);
      return dead;
    }).relayOnce();
    await eventually(() => expect(messageIds).toHaveLength(1));
    const heir = relay((row) => Promise.resolve(void messageIds.push(row.id)), other);
    expect(await heir.relayOnce()).toBe(0);
    await expireLeases();
    expect(await heir.relayOnce()).toBe(1);
    expect(messageIds[1]).toBe(messageIds[0]);
    die();
    await vanished;
    expect(await unpublished()).toBe(0);
  });

  it('loses no row whose transaction commits late, after later rows were published', async () => {
    let commit = (): void => undefined;
    const isToCommit = new Promise<void>((resolve) => (commit = resolve));
    let inserted = (): void => undefined;
    const isInserted = new Promise<void>((resolve) => (inserted = resolve));
    const late = database.transaction(workspaceId, async (tx) => {
      await outbox.add(tx, noteWritten, { workspaceId, aggregateId: 'late', data: { n: 1 } });
      inserted();
      await isToCommit;
    });
    await isInserted;
    await add('early', 2);
    const published: string[] = [];
    const created = relay((row) => Promise.resolve(void published.push(row.aggregateId)), other);
    await created.relayOnce();
    commit();
    await late;
    await created.relayOnce();
    expect(published).toEqual(['early', 'late']);
  });

  it('survives the loss of its connections', async () => {
    const published: string[] = [];
    relay((row) => Promise.resolve(void published.push(row.aggregateId)), other).start();
    await database.system((tx) =>
      tx.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`,
      ),
    );
    await add('a', 1);
    await eventually(() => expect(published).toEqual(['a']));
  });

  it('hands back what it has claimed and not tried when it stops', async () => {
    await addAll('a', 3);
    let publishing = (): void => undefined;
    const isPublishing = new Promise<void>((resolve) => (publishing = resolve));
    let ack = (): void => undefined;
    const isAcked = new Promise<void>((resolve) => (ack = resolve));
    const stopping = relay(async () => {
      publishing();
      await isAcked;
    });
    stopping.start();
    await isPublishing;
    const stopped = stopping.stop();
    ack();
    await stopped;
    expect(await unpublished()).toBe(2);
    const published: number[] = [];
    expect(await relay((row) => Promise.resolve(void published.push(numberOf(row)))).relayOnce()).toBe(2);
    expect(published).toEqual([1, 2]);
  });
});
