import { eventually } from '@countersign/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { aToolsCounted, ToolsCounted, toolsCounted, toolsForgotten } from '../fixtures/test-contracts.fixture-spec.js';
import { currentRequestId } from '../request-context.js';
import { ACK_WAIT_MS, ConsumerBench, RecordingConsumer, ROUTER_DURABLE } from './consumer-bench.fixture-spec.js';
import { ConsumerHost } from './consumer.host.js';
import { publishEvent } from './publish-event.js';

describe('ConsumerHost', () => {
  let bench: ConsumerBench;
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);

  beforeAll(async () => {
    bench = await ConsumerBench.start();
  });
  afterEach(() => bench.settle());
  afterAll(() => bench.stop());

  it('hands over a validated event, under its id as request id, and acknowledges it', async () => {
    const requestIds: (string | undefined)[] = [];
    const consumer = new RecordingConsumer(() => void requestIds.push(currentRequestId()));
    await bench.startHost(consumer);
    const event = await bench.publish(1);
    await eventually(async () => expect(await bench.unsettled()).toBe(0));
    expect(consumer.events).toEqual([event]);
    expect(consumer.events[0]?.data).toBeInstanceOf(ToolsCounted);
    expect(requestIds).toEqual([event.id]);
  });

  it('delivers a message that was published twice under one id once', async () => {
    const consumer = new RecordingConsumer();
    await bench.startHost(consumer);
    const event = aToolsCounted(2);
    const first = await publishEvent(bench.policy.jetstream, toolsCounted, event, 'outbox row 2');
    const second = await publishEvent(bench.policy.jetstream, toolsCounted, event, 'outbox row 2');
    expect([first.duplicate, second.duplicate]).toEqual([false, true]);
    await bench.publish(3);
    await eventually(() => expect(consumer.counts).toEqual([2, 3]));
  });

  it('delivers again, after a pause, what a handler failed on', async () => {
    const consumer = new RecordingConsumer((_, attempt) => {
      if (attempt < 3) throw new Error('the database is away');
    });
    await bench.startHost(consumer);
    await bench.publish(4);
    await eventually(() => expect(consumer.counts).toEqual([4, 4, 4]));
    await eventually(async () => expect(await bench.unsettled()).toBe(0));
  });

  it('does not let a failing message hold up the ones behind it', async () => {
    const consumer = new RecordingConsumer(({ data }, attempt) => {
      if (data.count === 5 && attempt === 1) throw new Error('once');
    });
    await bench.startHost(consumer, 1);
    await bench.publish(5);
    await bench.publish(6);
    await eventually(() => expect(consumer.counts).toEqual([5, 5, 6]));
  });

  it('gives the message of a worker that died to another', async () => {
    const stuck = Promise.withResolvers<void>();
    const dying = new RecordingConsumer(() => stuck.promise);
    const { bus } = await bench.startHost(dying);
    await bench.publish(7);
    await eventually(() => expect(dying.counts).toEqual([7]));
    await bus.connection.close();
    const survivor = new RecordingConsumer();
    await bench.startHost(survivor);
    await eventually(() => expect(survivor.counts).toEqual([7]));
    stuck.resolve();
  });

  it('keeps a message for as long as its handler works, beyond the ack-wait', async () => {
    const startedAt = performance.now();
    const consumer = new RecordingConsumer(() =>
      eventually(() => expect(performance.now() - startedAt).toBeGreaterThan(3 * ACK_WAIT_MS)),
    );
    await bench.startHost(consumer);
    await bench.startHost(consumer);
    await bench.publish(8);
    await eventually(() => expect(consumer.counts).toEqual([8]));
    await eventually(async () => expect(await bench.unsettled()).toBe(0));
    expect(consumer.counts).toEqual([8]);
  });

  it('runs no more handlers at once than it may, and leaves the rest to other replicas', async () => {
    const release = Promise.withResolvers<void>();
    const busy = new RecordingConsumer(() => release.promise);
    await bench.startHost(busy, 2);
    for (const count of [10, 11]) await bench.publish(count);
    await eventually(() => expect(busy.counts).toEqual([10, 11]));
    const other = new RecordingConsumer();
    await bench.startHost(other, 2);
    for (const count of [12, 13, 14, 15]) await bench.publish(count);
    await eventually(() => expect(other.counts).toEqual([12, 13, 14, 15]));
    expect(busy.counts).toEqual([10, 11]);
    release.resolve();
  });

  it('finishes and acknowledges the work in flight when it stops, and takes no more', async () => {
    const release = Promise.withResolvers<void>();
    const consumer = new RecordingConsumer(() => release.promise);
    const { host } = await bench.startHost(consumer);
    await bench.publish(40);
    await eventually(() => expect(consumer.counts).toEqual([40]));
    const stopped = host.stop();
    await bench.publish(41);
    release.resolve();
    await stopped;
    await eventually(async () => expect(await bench.unsettled()).toBe(1));
    expect(consumer.counts).toEqual([40]);
    const next = new RecordingConsumer();
    await bench.startHost(next);
    await eventually(() => expect(next.counts).toEqual([41]));
  });

  it('goes on after the server was away', async () => {
    const consumer = new RecordingConsumer();
    await bench.startHost(consumer);
    await bench.publish(50);
    await eventually(() => expect(consumer.counts).toEqual([50]));
    await bench.testBus.nats.kill();
    await bench.testBus.nats.restart();
    await eventually(() => expect(bench.policy.isConnected()).toBe(true));
    await eventually(() => bench.publish(51));
    // A killed server forgets recent acknowledgements: older events may come again, which inboxes are for.
    await eventually(() => expect(consumer.counts).toContain(51), { timeoutMs: 20_000 });
  });

  it('waits for a durable that does not exist yet', async () => {
    await bench.manager.consumers.delete('POLICY', ROUTER_DURABLE);
    const consumer = new RecordingConsumer();
    await bench.startHost(consumer);
    await bench.publish(60);
    await bench.testBus.ensureTopology();
    await eventually(() => expect(consumer.counts).toContain(60));
  });

  it('refuses to consume an event that names other workers', () => {
    const host = new ConsumerHost({ bus: bench.policy, service: 'policy' });
    expect(() => host.add(toolsCounted, new RecordingConsumer())).toThrow('policy is not a worker');
  });

  it('refuses to publish an event that is too large, or into the stream of another service', async () => {
    const large = aToolsCounted(1, { aggregateId: 'x'.repeat(300_000) });
    await expect(publishEvent(bench.policy.jetstream, toolsCounted, large, 'large')).rejects.toMatchObject({
      code: 'bus.message_too_large',
    });
    const foreign = publishEvent(bench.policy.jetstream, toolsForgotten, aToolsCounted(1), 'foreign');
    await expect(foreign).rejects.toThrow(/permissions violation/i);
  });
});
