import { eventually } from '@countersign/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import type { Bus } from '../bus/bus.js';
import { publishEvent } from '../events/publish-event.js';
import { TestBus } from '../fixtures/test-bus.fixture-spec.js';
import { aToolsCounted, toolsCounted, toolsForgotten } from '../fixtures/test-contracts.fixture-spec.js';
import { BOOTSTRAP_USER, durableOf } from '../names.js';

const GATEWAY_DURABLE = durableOf('admin-gateway', toolsCounted);
const ROUTER_DURABLE = durableOf('mcp-router', toolsCounted);

/**
 * NATS checks the subject of a message and not the reply subject that it carries, so a service can have JetStream answer
 * to any subject. These are the answers that could do harm.
 */
describe('forged reply subjects', () => {
  let testBus: TestBus;
  let manager: JetStreamManager;
  let policy: Bus;
  let router: Bus;

  beforeAll(async () => {
    testBus = await TestBus.start();
    manager = await jetstreamManager((await testBus.connect(BOOTSTRAP_USER)).connection);
    policy = await testBus.connect('policy');
    router = await testBus.connect('mcp-router');
    await publishEvent(policy.jetstream, toolsCounted, aToolsCounted(1), 'first');
    await publishEvent(policy.jetstream, toolsCounted, aToolsCounted(2), 'second');
  });
  afterAll(() => testBus.stop());

  it.each([
    '$JS.API.STREAM.PURGE.POLICY',
    '$JS.API.STREAM.DELETE.POLICY',
    '$JS.API.STREAM.MSG.DELETE.POLICY',
    '$JS.API.STREAM.UPDATE.POLICY',
    '$JS.API.STREAM.CREATE.EVIL',
    `$JS.API.CONSUMER.DELETE.POLICY.${GATEWAY_DURABLE}`,
    `$JS.API.CONSUMER.DURABLE.CREATE.POLICY.${GATEWAY_DURABLE}`,
  ])('an acknowledgement sent to %s changes nothing', async (target) => {
    const before = await snapshot(manager);
    router.connection.publish(toolsForgotten.subject, '{}', { reply: target });
    await published(manager, before.forgotten + 1);
    expect(await snapshot(manager)).toEqual({ ...before, forgotten: before.forgotten + 1 });
  });

  it('the server drops a message that wants its acknowledgement to acknowledge something else', async () => {
    const before = await snapshot(manager);
    router.connection.publish(toolsForgotten.subject, '{}', { reply: `$JS.ACK.POLICY.${GATEWAY_DURABLE}.1.1.1.1.0` });
    await publishEvent(router.jetstream, toolsForgotten, aToolsCounted(1), 'after the forged one');
    expect(await snapshot(manager)).toEqual({ ...before, forgotten: before.forgotten + 1 });
  });

  it.each(['$JS.API.STREAM.CREATE.EVIL', `$JS.API.CONSUMER.DURABLE.CREATE.POLICY.evil`])(
    'a delivered message sent to %s changes nothing, whatever its publisher wrote into it',
    async (target) => {
      const payload = {
        name: 'EVIL',
        subjects: ['policy.count-tools.v1'],
        storage: 'memory',
        stream_name: 'POLICY',
        config: { durable_name: 'evil', deliver_subject: 'policy.count-tools.v1', ack_policy: 'none' },
      };
      await policy.jetstream.publish(toolsCounted.subject, JSON.stringify(payload));
      const before = await snapshot(manager);
      const pull = JSON.stringify({ batch: 10, no_wait: true });
      router.connection.publish(`$JS.API.CONSUMER.MSG.NEXT.POLICY.${ROUTER_DURABLE}`, pull, { reply: target });
      await eventually(async () => {
        const { num_pending: pending } = await manager.consumers.info('POLICY', ROUTER_DURABLE);
        expect(pending).toBe(0);
      });
      expect(await snapshot(manager)).toEqual(before);
    },
  );

  async function published(streams: JetStreamManager, count: number): Promise<void> {
    await eventually(async () => {
      expect((await streams.streams.info('MCP_ROUTER')).state.messages).toBe(count);
    });
  }
});

async function snapshot(manager: JetStreamManager) {
  const streams: string[] = [];
  for await (const stream of manager.streams.list()) streams.push(stream.config.name);
  const durables: string[] = [];
  for await (const consumer of manager.consumers.list('POLICY')) durables.push(consumer.name);
  const { state, config } = await manager.streams.info('POLICY');
  const forgotten = (await manager.streams.info('MCP_ROUTER')).state.messages;
  const gateway = await manager.consumers.info('POLICY', GATEWAY_DURABLE);
  const { ack_floor: ackFloor, config: gatewayConfig } = gateway;
  return {
    streams,
    durables,
    first: state.first_seq,
    counted: state.messages,
    config,
    forgotten,
    ackFloor,
    gatewayConfig,
  };
}
