import { EVENTS } from '@countersign/contracts';
import { startNats, type StartedNats } from '@countersign/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { type Bus, connectBus } from '../bus/bus.js';
import { ALL_CONTRACTS } from '../bus-contracts.js';
import { TEST_CONTRACTS, toolsCounted, toolsForgotten } from '../fixtures/test-contracts.fixture-spec.js';
import { DEAD_LETTER_STREAM, durableOf } from '../names.js';
import { compare, ensureTopology } from './ensure-topology.js';

const DAY_NANOS = 24 * 3_600 * 1e9;

describe('ensureTopology', () => {
  let nats: StartedNats;
  let bus: Bus;
  let manager: JetStreamManager;

  beforeEach(async () => {
    nats = await startNats();
    bus = await connectBus({ servers: nats.url, user: 'bootstrap', password: '', name: 'test' });
    manager = await jetstreamManager(bus.connection);
  });
  afterEach(async () => {
    await bus.close();
    await nats.stop();
  });

  it('creates a stream per publisher, one for dead letters, and a durable per worker and event', async () => {
    await ensureTopology(bus, TEST_CONTRACTS);
    const policy = await manager.streams.info('POLICY');
    expect(policy.config).toMatchObject({
      subjects: [toolsCounted.subject],
      storage: 'file',
      retention: 'limits',
      max_msg_size: 256 * 1024,
      max_age: 7 * DAY_NANOS,
      duplicate_window: 600 * 1e9,
      num_replicas: 1,
      deny_delete: true,
      deny_purge: true,
    });
    const deadLetters = await manager.streams.info(DEAD_LETTER_STREAM);
    expect(deadLetters.config.subjects).toContain('dead-letter.admin-gateway');
    const durable = await manager.consumers.info('POLICY', durableOf('mcp-router', toolsCounted));
    expect(durable.config).toMatchObject({
      durable_name: 'mcp-router__policy_tools_counted_v1',
      filter_subject: toolsCounted.subject,
      ack_policy: 'explicit',
      ack_wait: 30 * 1e9,
      max_deliver: 20,
    });
    expect(durable.config.deliver_subject).toBeUndefined();
  });

  it('can be run again, also by several processes at once', async () => {
    await Promise.all([1, 2, 3].map(() => ensureTopology(bus, TEST_CONTRACTS)));
    const before = await manager.streams.info('POLICY');
    await ensureTopology(bus, TEST_CONTRACTS);
    expect((await manager.streams.info('POLICY')).config).toEqual(before.config);
  });

  it('creates everything that the real contracts need', async () => {
    await ensureTopology(bus, ALL_CONTRACTS);
    for (const event of EVENTS) {
      expect(await manager.streams.find(event.subject)).toBe(event.publisher.toUpperCase().replaceAll('-', '_'));
    }
  });

  it('adds the events and workers of a later release and keeps the messages', async () => {
    const { requests, heartbeats, hints } = TEST_CONTRACTS;
    await ensureTopology(bus, { requests, heartbeats, hints, events: [{ ...toolsCounted, workers: [] }] });
    await bus.jetstream.publish(toolsCounted.subject, '{}');
    const later = { ...toolsForgotten, publisher: 'policy', workers: ['mcp-router'] } as const;
    await ensureTopology(bus, { requests, heartbeats, hints, events: [toolsCounted, later] });
    const policy = await manager.streams.info('POLICY');
    expect(policy.config.subjects).toEqual([toolsCounted.subject, later.subject]);
    expect(policy.state.messages).toBe(1);
    expect((await manager.consumers.info('POLICY', durableOf('mcp-router', toolsCounted))).num_pending).toBe(1);
  });

  it('changes what may be changed', async () => {
    await ensureTopology(bus, TEST_CONTRACTS, { ackWaitMs: 1_000 });
    await ensureTopology(bus, TEST_CONTRACTS);
    const durable = await manager.consumers.info('POLICY', durableOf('mcp-router', toolsCounted));
    expect(durable.config.ack_wait).toBe(30 * 1e9);
  });

  it('says readably what is different when the server does not allow the change', async () => {
    await manager.streams.add({ name: 'POLICY', subjects: [toolsCounted.subject], storage: 'memory' });
    await expect(ensureTopology(bus, TEST_CONTRACTS)).rejects.toMatchObject({
      code: 'bus.topology_mismatch',
      message: expect.stringMatching(/stream POLICY: storage is "memory", wanted "file"[^]*the server says ".*storage/),
    });
  });

  it('names the stream when its subjects already belong to another', async () => {
    await manager.streams.add({ name: 'OTHER', subjects: [toolsCounted.subject] });
    await expect(ensureTopology(bus, TEST_CONTRACTS)).rejects.toThrow(/stream POLICY: the server says ".*overlap/);
  });

  it('notices a setting that the server ignored', () => {
    const wanted = { max_age: 5, subjects: ['b', 'a'], deny_purge: true };
    expect(compare('stream S', wanted, { max_age: 0, subjects: ['a', 'b'], extra: 1 })).toEqual([
      'stream S: max_age is 0, wanted 5',
      'stream S: deny_purge is undefined, wanted true',
    ]);
  });
});
