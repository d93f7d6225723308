import 'reflect-metadata';
import { eventually, startNats, startProcess } from '@countersign/testing';
import type { StartedNats, StartedProcess } from '@countersign/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { fileURLToPath } from 'node:url';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { Outbox } from './outbox.js';
import { noteWritten } from './note-written.fixture-spec.js';
import { createSampleSchema } from './sample-schema.fixture-spec.js';
import type { SampleSchema } from './sample-schema.fixture-spec.js';

const HOOKS = fileURLToPath(new URL('../../service/fixtures/typescript-hooks.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./outbox-relay.child-spec.ts', import.meta.url));
const AGGREGATE_ROWS = 3;

describe('a relay that is killed', () => {
  let schema: SampleSchema;
  let database: Database;
  let nats: StartedNats;
  let connection: NatsConnection;
  let messageIds: string[];
  const workspaceId = newId();

  const start = (env: Record<string, string> = {}): Promise<StartedProcess> =>
    startProcess({
      command: process.execPath,
      args: ['--import', HOOKS, PROGRAM],
      env: { APP_URL: schema.urls.appUrl, SYSTEM_URL: schema.urls.systemUrl, NATS_URL: nats.url, ...env },
    });
  const query = <T>(sql: string): Promise<T[]> => database.system((tx) => tx.query<T[]>(sql));
  const stored = async (): Promise<{ id: string; n: number }[]> => {
    const { state } = await (await jetstreamManager(connection)).streams.info('POLICY');
    const stream = await jetstream(connection).streams.get('POLICY');
    const messages = [];
    for (let seq = 1; seq <= state.last_seq; seq += 1) {
      const message = await stream.getMessage({ seq });
      const { data } = message?.json<{ data: { n: number } }>() ?? { data: { n: -1 } };
      messages.push({ id: message?.header.get('Nats-Msg-Id') ?? '', n: data.n });
    }
    return messages;
  };

  beforeAll(async () => {
    nats = await startNats();
    schema = await createSampleSchema();
    database = await schema.open();
    connection = await connect({ servers: nats.url });
  });
  beforeEach(async () => {
    const { streams } = await jetstreamManager(connection);
    await streams.delete('POLICY').catch(() => undefined);
    await streams.add({ name: 'POLICY', subjects: [noteWritten.subject] });
    await query('delete from outbox');
    await database.transaction(workspaceId, async (tx) => {
      for (let n = 0; n < AGGREGATE_ROWS; n += 1) {
        await new Outbox().add(tx, noteWritten, { workspaceId, aggregateId: 'a', data: { n } });
      }
    });
    messageIds = (await query<{ id: string }>('select id from outbox order by sequence')).map((row) => row.id);
  });
  afterAll(async () => {
    await connection.close();
    await nats.stop();
    await database.close();
    await schema.drop();
  });

  it.each([
    ['relay-before-publish', 0],
    ['relay-after-publish', 1],
  ])('at %s leaves its rows to the next one, which repeats the message ids', async (point, storedBefore) => {
    const victim = await start({ CRASH_AT: point });
    expect(await victim.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await stored()).toHaveLength(storedBefore);
    expect(await query('select 1 from outbox where published_at is not null')).toEqual([]);
    // The lease, brought forward.
    await query('update outbox set leased_until = now()');
    const heir = await start();
    await eventually(async () => {
      expect(await query('select 1 from outbox where published_at is null')).toEqual([]);
    });
    await heir.stop('SIGKILL');
    expect(await stored()).toEqual(messageIds.map((id, n) => ({ id, n })));
  });
});
