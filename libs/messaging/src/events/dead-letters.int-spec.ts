import { eventually } from '@countersign/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { aToolsCounted, toolsCounted } from '../fixtures/test-contracts.fixture-spec.js';
import { PermanentError } from '../messaging.errors.js';
import { ConsumerBench, DELIVERIES_MAX, RecordingConsumer, ROUTER_DURABLE } from './consumer-bench.fixture-spec.js';

describe('dead letters of ConsumerHost', () => {
  let bench: ConsumerBench;
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);

  beforeAll(async () => {
    bench = await ConsumerBench.start();
  });
  afterEach(() => bench.settle());
  afterAll(() => bench.stop());

  it('gives up at once what no retry can help, with a record', async () => {
    const before = await bench.lastDeadLetter();
    const consumer = new RecordingConsumer(() => {
      throw new PermanentError('integration.gone', 'the integration is gone', { integrationId: 'i' });
    });
    await bench.startHost(consumer);
    await bench.publish(20);
    await eventually(async () => expect(await bench.deadLettersSince(before)).toHaveLength(1));
    expect(await bench.deadLettersSince(before)).toEqual([
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
    await eventually(async () => expect(await bench.unsettled()).toBe(0));
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
    const before = await bench.lastDeadLetter();
    const consumer = new RecordingConsumer();
    await bench.startHost(consumer);
    await bench.policy.jetstream.publish(toolsCounted.subject, payload);
    await eventually(async () => expect(await bench.deadLettersSince(before)).toHaveLength(1));
    const [letter] = await bench.deadLettersSince(before);
    const problems = expect.arrayContaining([expect.objectContaining({ pointer })]);
    expect(letter).toMatchObject({ state: 'given_up', deliveries: 1, error: { code, details: { problems } } });
    expect(consumer.events).toEqual([]);
  });

  it('gives up after the last delivery, with a record that hides what failed', async () => {
    const before = await bench.lastDeadLetter();
    const consumer = new RecordingConsumer(() => {
      throw new Error('the password is hunter2');
    });
    await bench.startHost(consumer);
    await bench.publish(30);
    await eventually(async () => expect(await bench.deadLettersSince(before)).toHaveLength(2));
    expect(await bench.deadLettersSince(before)).toMatchObject([
      { state: 'last_delivery', deliveries: DELIVERIES_MAX },
      { state: 'given_up', deliveries: DELIVERIES_MAX, error: { code: 'internal', message: 'internal error' } },
    ]);
    expect(consumer.counts).toEqual([30, 30, 30]);
  });

  it('has written the record when the last delivery begins, so that a crash loop leaves one', async () => {
    const before = await bench.lastDeadLetter();
    const seen: string[][] = [];
    const consumer = new RecordingConsumer(async (_, attempt) => {
      seen.push((await bench.deadLettersSince(before)).map(({ state }) => state));
      if (attempt < DELIVERIES_MAX) throw new Error('again');
    });
    await bench.startHost(consumer);
    await bench.publish(31);
    await eventually(() => expect(seen).toEqual([[], [], ['last_delivery']]));
    await eventually(async () => {
      expect((await bench.deadLettersSince(before)).map(({ state }) => state)).toEqual(['last_delivery', 'handled']);
    });
  });
});
