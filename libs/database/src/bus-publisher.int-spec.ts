import 'reflect-metadata';
import { EVENTS } from '@countersign/contracts';
import { connectBus, streamOf } from '@countersign/messaging';
import type { Bus } from '@countersign/messaging';
import { startNats } from '@countersign/testing';
import type { StartedNats } from '@countersign/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { busPublisher } from './bus-publisher.js';
import { newId } from './new-id.js';
import type { OutboxRow } from './outbox-row.js';

const contract = EVENTS.find((event) => event.publisher === 'policy');

function aRow(subject = contract?.subject ?? ''): OutboxRow {
  const [id, eventId, workspaceId, aggregateId] = [newId(), newId(), newId(), newId()];
  const occurredAt = '2026-01-01T00:00:00.000Z';
  const envelope = { id: eventId, type: subject, workspaceId, aggregateId, occurredAt, data: { revision: 1 } };
  return { id, eventId, subject, workspaceId, aggregateId, envelope };
}

describe('busPublisher', () => {
  let nats: StartedNats;
  let bus: Bus;
  beforeAll(async () => {
    nats = await startNats();
    bus = await connectBus({ servers: nats.url, user: 'policy', password: 'any', name: 'test' });
    const { streams } = await jetstreamManager(bus.connection);
    await streams.add({ name: streamOf('policy'), subjects: [contract?.subject ?? ''] });
  });
  afterAll(async () => {
    await bus.close();
    await nats.stop();
  });

  it('stores the envelope once, whatever the number of attempts', async () => {
    const row = aRow();
    const publish = busPublisher(bus);
    await publish(row);
    await publish(row);
    const stream = await bus.jetstream.streams.get(streamOf('policy'));
    expect((await stream.info()).state.messages).toBe(1);
    const message = await stream.getMessage({ last_by_subj: row.subject });
    expect(message?.json()).toEqual(row.envelope);
    expect(message?.header.get('Nats-Msg-Id')).toBe(row.id);
  });

  it('refuses a subject of which there is no contract', async () => {
    await expect(busPublisher(bus)(aRow('policy.unknown.v1'))).rejects.toThrow('policy.unknown.v1');
  });
});
