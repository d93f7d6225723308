import type { EventEnvelope } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import type { Bus } from '../bus/bus.js';
import { TestBus } from '../fixtures/test-bus.fixture-spec.js';
import { aToolsCounted, ToolsCounted, toolsCounted, toolsForgotten } from '../fixtures/test-contracts.fixture-spec.js';
import { PermanentError } from '../messaging.errors.js';
import { BOOTSTRAP_USER, DEAD_LETTER_STREAM, durableOf } from '../names.js';
import { currentRequestId } from '../request-context.js';
import { ConsumerHost } from './consumer.host.js';
import type { EventConsumer } from './consumes.js';
import type { DeadLetter } from './dead-letter.js';
import { publishEvent } from './publish-event.js';

const ACK_WAIT_MS = 900;
const DELIVERIES_MAX = 3;
const ROUTER_DURABLE = durableOf('mcp-router', toolsCounted);

type Handle = (event: EventEnvelope<ToolsCounted>, attempt: number) => Promise<void> | void;

class RecordingConsumer implements EventConsumer<ToolsCounted> {
  readonly events: EventEnvelope<ToolsCounted>[] = [];

  constructor(private readonly react: Handle = () => undefined) {}

  async handle(event: EventEnvelope<ToolsCounted>): Promise<void> {
    this.events.push(event);
    await this.react(event, this.events.filter(({ id }) => id === event.id).length);
  }

  get counts(): number[] {
    return this.events.map(({ data }) => data.count).sort((a, b) => a - b);
  }
}

describe('ConsumerHost', () => {
  let testBus: TestBus;
  let manager: JetStreamManager;
  let policy: Bus;
  const hosts: ConsumerHost[] = [];
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);

  beforeAll(async () => {
    testBus = await TestBus.start({ ackWaitMs: ACK_WAIT_MS, deliveriesMax: DELIVERIES_MAX });
    manager = await jetstreamManager((await testBus.connect(BOOTSTRAP_USER)).connection);
    policy = await testBus.connect('policy');
  });
  afterEach(async () => {
    await eventually(async () => expect(await unsettled()).toBe(0));
    await Promise.all(hosts.splice(0).map((host) => host.stop()));
  });
  afterAll(() => testBus.stop());

  async function startHost(consumer: RecordingConsumer, handlersAtOnce = 4): Promise<{ host: ConsumerHost; bus: Bus }> {
    const bus = await testBus.connect('mcp-router');
    const host = new ConsumerHost({ bus, service: 'mcp-router', handlersAtOnce, backoffMs: () => 20 });
    host.add(toolsCounted, consumer);
    host.start();
    hosts.push(host);
    return { host, bus };
  }

  async function publish(count: number): Promise<EventEnvelope<ToolsCounted>> {
    const event = aToolsCounted(count);
    await publishEvent(policy.jetstream, toolsCounted, event, `message of ${event.id}`);
    return event;
  }

  async function unsettled(): Promise<number> {
    const info = await manager.consumers.info('POLICY', ROUTER_DURABLE);
    return info.num_ack_pending + info.num_pending;
  }

  async function deadLettersSince(sequence: number): Promise<DeadLetter[]> {
    const { state } = await manager.streams.info(DEAD_LETTER_STREAM);
    const letters: DeadLetter[] = [];
    for (let seq = sequence + 1; seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(DEAD_LETTER_STREAM, { seq });
      if (message) letters.push(message.json<DeadLetter>());
    }
    return letters;
  }

  async function lastDeadLetter(): Promise<number> {
    return (await manager.streams.info(DEAD_LETTER_STREAM)).state.last_seq;
  }

  it('hands over a validated event, under its id as request id, and acknowledges it', async () => {
    const requestIds: (string | undefined)[] = [];
    const consumer = new RecordingConsumer(() => void requestIds.push(currentRequestId()));
    await startHost(consumer);
    const event = await publish(1);
    await eventually(async () => expect(await unsettled()).toBe(0));
    expect(consumer.events).toEqual([event]);
    expect(consumer.events[0]?.data).toBeInstanceOf(ToolsCounted);
    expect(requestIds).toEqual([event.id]);
  });

  it('delivers a message that was published twice under one id once', async () => {
    const consumer = new RecordingConsumer();
    await startHost(consumer);
    const event = aToolsCounted(2);
    const first = await publishEvent(policy.jetstream, toolsCounted, event, 'outbox row 2');
    const second = await publishEvent(policy.jetstream, toolsCounted, event, 'outbox row 2');
    expect([first.duplicate, second.duplicate]).toEqual([false, true]);
    await publish(3);
    await eventually(() => expect(consumer.counts).toEqual([2, 3]));
  });

  it('delivers again, after a pause, what a handler failed on', async () => {
    const consumer = new RecordingConsumer((_, attempt) => {
      if (attempt < 3) throw new Error('the database is away');
    });
    await startHost(consumer);
    await publish(4);
    await eventually(() => expect(consumer.counts).toEqual([4, 4, 4]));
    await eventually(async () => expect(await unsettled()).toBe(0));
  });

  it('does not let a failing message hold up the ones behind it', async () => {
    const consumer = new RecordingConsumer(({ data }, attempt) => {
      if (data.count === 5 && attempt === 1) throw new Error('once');
    });
    await startHost(consumer, 1);
    await publish(5);
    await publish(6);
    await eventually(() => expect(consumer.counts).toEqual([5, 5, 6]));
  });

  it('gives the message of a worker that died to another', async () => {
    const stuck = Promise.withResolvers<void>();
    const dying = new RecordingConsumer(() => stuck.promise);
    const { bus } = await startHost(dying);
    await publish(7);
    await eventually(() => expect(dying.counts).toEqual([7]));
    await bus.connection.close();
    const survivor = new RecordingConsumer();
    await startHost(survivor);
    await eventually(() => expect(survivor.counts).toEqual([7]));
    stuck.resolve();
  });

  it('keeps a message for as long as its handler works, beyond the ack-wait', async () => {
    const startedAt = performance.now();
    const consumer = new RecordingConsumer(() =>
      eventually(() => expect(performance.now() - startedAt).toBeGreaterThan(3 * ACK_WAIT_MS)),
    );
    await startHost(consumer);
    await startHost(consumer);
    await publish(8);
    await eventually(() => expect(consumer.counts).toEqual([8]));
    await eventually(async () => expect(await unsettled()).toBe(0));
    expect(consumer.counts).toEqual([8]);
  });

  it('runs no more handlers at once than it may, and leaves the rest to other replicas', async () => {
    const release = Promise.withResolvers<void>();
    const busy = new RecordingConsumer(() => release.promise);
    await startHost(busy, 2);
    for (const count of [10, 11]) await publish(count);
    await eventually(() => expect(busy.counts).toEqual([10, 11]));
    const other = new RecordingConsumer();
    await startHost(other, 2);
    for (const count of [12, 13, 14, 15]) await publish(count);
    await eventually(() => expect(other.counts).toEqual([12, 13, 14, 15]));
    expect(busy.counts).toEqual([10, 11]);
    release.resolve();
  });

  it('gives up at once what no retry can help, with a record', async () => {
    const before = await lastDeadLetter();
    const consumer = new RecordingConsumer(() => {
      throw new PermanentError('integration.gone', 'the integration is gone', { integrationId: 'i' });
    });
    await startHost(consumer);
    await publish(20);
    await eventually(async () => expect(await deadLettersSince(before)).toHaveLength(1));
    expect(await deadLettersSince(before)).toEqual([
      {
        key: expect.stringMatching(`^POLICY:\\d+:${ROUTER_DURABLE}$`),
        state: 'given_up',
        stream: 'POLICY',
        sequence: expect.any(Number),
        durable: ROUTER_DURABLE,
        subject: toolsCounted.subject,
        deliveries: 1,
        at: expect.stringMatching(/Z$/),
        error: { code: 'integration.gone', message: 'the integration is gone', details: { integrationId: 'i' } },
      },
    ]);
    await eventually(async () => expect(await unsettled()).toBe(0));
    expect(consumer.counts).toEqual([20]);
  });

  it.each([
    ['is not JSON', '{', 'request.malformed', ''],
    ['has no envelope', '{"stream":"MCP_ROUTER","seq":4}', 'request.invalid', '/id'],
    [
      'has the wrong data',
      JSON.stringify({ ...aToolsCounted(0), data: { count: 'x' } }),
      'request.invalid',
      '/data/count',
    ],
    ['is of another type', JSON.stringify({ ...aToolsCounted(0), type: 'other.v1' }), 'request.invalid', '/type'],
  ])('gives up at once a message that %s', async (_, payload, code, pointer) => {
    const before = await lastDeadLetter();
    const consumer = new RecordingConsumer();
    await startHost(consumer);
    await policy.jetstream.publish(toolsCounted.subject, payload);
    await eventually(async () => expect(await deadLettersSince(before)).toHaveLength(1));
    const [letter] = await deadLettersSince(before);
    const problems = expect.arrayContaining([expect.objectContaining({ pointer })]);
    expect(letter).toMatchObject({ state: 'given_up', deliveries: 1, error: { code, details: { problems } } });
    expect(consumer.events).toEqual([]);
  });

  it('gives up after the last delivery, with a record that hides what failed', async () => {
    const before = await lastDeadLetter();
    const consumer = new RecordingConsumer(() => {
      throw new Error('the password is hunter2');
    });
    await startHost(consumer);
    await publish(30);
    await eventually(async () => expect(await deadLettersSince(before)).toHaveLength(2));
    expect(await deadLettersSince(before)).toMatchObject([
      { state: 'last_delivery', deliveries: DELIVERIES_MAX },
      { state: 'given_up', deliveries: DELIVERIES_MAX, error: { code: 'internal', message: 'internal error' } },
    ]);
    expect(consumer.counts).toEqual([30, 30, 30]);
  });

  it('has written the record when the last delivery begins, so that a crash loop leaves one', async () => {
    const before = await lastDeadLetter();
    const seen: string[][] = [];
    const consumer = new RecordingConsumer(async (_, attempt) => {
      seen.push((await deadLettersSince(before)).map(({ state }) => state));
      if (attempt < DELIVERIES_MAX) throw new Error('again');
    });
    await startHost(consumer);
    await publish(31);
    await eventually(() => expect(seen).toEqual([[], [], ['last_delivery']]));
    await eventually(async () => {
      expect((await deadLettersSince(before)).map(({ state }) => state)).toEqual(['last_delivery', 'handled']);
    });
  });

  it('finishes and acknowledges the work in flight when it stops, and takes no more', async () => {
    const release = Promise.withResolvers<void>();
    const consumer = new RecordingConsumer(() => release.promise);
    const { host } = await startHost(consumer);
    await publish(40);
    await eventually(() => expect(consumer.counts).toEqual([40]));
    const stopped = host.stop();
    await publish(41);
    release.resolve();
    await stopped;
    await eventually(async () => expect(await unsettled()).toBe(1));
    expect(consumer.counts).toEqual([40]);
    const next = new RecordingConsumer();
    await startHost(next);
    await eventually(() => expect(next.counts).toEqual([41]));
  });

  it('goes on after the server was away', async () => {
    const consumer = new RecordingConsumer();
    await startHost(consumer);
    await publish(50);
    await eventually(() => expect(consumer.counts).toEqual([50]));
    await testBus.nats.kill();
    await testBus.nats.restart();
    await eventually(() => expect(policy.isConnected()).toBe(true));
    await eventually(() => publish(51));
    // A killed server forgets recent acknowledgements: older events may come again, which inboxes are for.
    await eventually(() => expect(consumer.counts).toContain(51), { timeoutMs: 20_000 });
  });

  it('waits for a durable that does not exist yet', async () => {
    await manager.consumers.delete('POLICY', ROUTER_DURABLE);
    const consumer = new RecordingConsumer();
    await startHost(consumer);
    await publish(60);
    await testBus.ensureTopology();
    await eventually(() => expect(consumer.counts).toContain(60));
  });

  it('refuses to consume an event that names other workers', () => {
    const host = new ConsumerHost({ bus: policy, service: 'policy' });
    expect(() => host.add(toolsCounted, new RecordingConsumer())).toThrow('policy is not a worker');
  });

  it('refuses to publish an event that is too large, or into the stream of another service', async () => {
    const large = aToolsCounted(1, { aggregateId: 'x'.repeat(300_000) });
    await expect(publishEvent(policy.jetstream, toolsCounted, large, 'large')).rejects.toMatchObject({
      code: 'bus.message_too_large',
    });
    const foreign = publishEvent(policy.jetstream, toolsForgotten, aToolsCounted(1), 'foreign');
    await expect(foreign).rejects.toThrow(/permissions violation/i);
  });
});
