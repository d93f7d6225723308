import { eventually } from '@countersign/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Bus } from '../bus/bus.js';
import { publishEvent } from '../events/publish-event.js';
import { TestBus } from '../fixtures/test-bus.fixture-spec.js';
import {
  aToolsCounted,
  OTHER_WORKSPACE_ID,
  policyBeat,
  toolsCounted,
  WORKSPACE_ID,
} from '../fixtures/test-contracts.fixture-spec.js';
import { HeartbeatPublisher } from './heartbeat-publisher.js';
import { type Change, Owner } from './owner.fixture-spec.js';
import { ReplicaFollower } from './replica-follower.js';

const BEHIND_AFTER_MS = 600;
const INTERVAL_MS = 50;

describe('ReplicaFollower', () => {
  let testBus: TestBus;
  let policy: Bus;
  let orchestrator: Bus;
  let owner: Owner;
  let copy: Map<string, string[]>;
  let follower: ReplicaFollower<Change>;
  let publisher: HeartbeatPublisher;
  const warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const errorLog = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);

  beforeAll(async () => {
    testBus = await TestBus.start();
    policy = await testBus.connect('policy');
    orchestrator = await testBus.connect('agent-orchestrator');
  });
  afterAll(() => testBus.stop());

  beforeEach(() => {
    warnings.mockClear();
    errorLog.mockClear();
    owner = new Owner();
    copy = new Map();
    publisher = startPublisher(INTERVAL_MS);
    follower = new ReplicaFollower({
      bus: orchestrator,
      ownerService: 'policy',
      heartbeatSubject: policyBeat.subject,
      eventSubjects: [toolsCounted.subject],
      behindAfterMs: BEHIND_AFTER_MS,
      fetchChanges: owner.fetch,
      apply: (workspaceId, _, changes) => {
        copy.set(workspaceId, [...(copy.get(workspaceId) ?? []), ...changes.map(({ name }) => name)]);
      },
    });
  });
  afterEach(async () => {
    await publisher.stop();
    await follower.stop();
    // A heartbeat on its way would tell the next follower of revisions that its owner never reaches.
    await policy.connection.flush();
  });

  function startPublisher(intervalMs: number): HeartbeatPublisher {
    const { revisions } = owner;
    return new HeartbeatPublisher({ bus: policy, subject: policyBeat.subject, revisions, intervalMs });
  }

  async function hint(workspaceId = WORKSPACE_ID): Promise<void> {
    const event = aToolsCounted(1, { workspaceId });
    await publishEvent(policy.jetstream, toolsCounted, event, event.id);
  }

  async function catchUp(): Promise<void> {
    follower.start();
    await orchestrator.connection.flush();
    publisher.start();
    await follower.ready();
  }

  it('is ready when it has caught up with every workspace that the owner names', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) owner.change(WORKSPACE_ID, name);
    owner.change(OTHER_WORKSPACE_ID, 'x');
    expect(follower.isBehind()).toBe(true);
    await catchUp();
    expect(copy).toEqual(
      new Map([
        [WORKSPACE_ID, ['a', 'b', 'c', 'd', 'e']],
        [OTHER_WORKSPACE_ID, ['x']],
      ]),
    );
    expect(follower.isBehind()).toBe(false);
    expect([follower.revisionOf(WORKSPACE_ID), follower.revisionOf('unknown')]).toEqual([5, 0]);
  });

  it('is ready at once when the owner has nothing', async () => {
    await catchUp();
    expect(follower.isBehind()).toBe(false);
  });

  it('is not ready while one workspace cannot be fetched', async () => {
    owner.change(WORKSPACE_ID, 'a');
    owner.failure = new Error('the owner is away');
    follower.start();
    publisher.start();
    await eventually(() => expect(owner.fetches).toBeGreaterThan(1));
    expect(follower.isBehind()).toBe(true);
    owner.failure = undefined;
    await follower.ready();
    expect(copy.get(WORKSPACE_ID)).toEqual(['a']);
  });

  it('is not ready before it has heard every part of the first round', async () => {
    follower.start();
    await orchestrator.connection.flush();
    const part = (number: number) => JSON.stringify({ workspaces: [], part: number, parts: 2 });
    policy.connection.publish(policyBeat.subject, part(0));
    policy.connection.publish(policyBeat.subject, part(0));
    await policy.connection.flush();
    await orchestrator.connection.flush();
    expect(follower.isBehind()).toBe(true);
    policy.connection.publish(policyBeat.subject, part(1));
    await follower.ready();
  });

  it('follows an event without waiting for the next heartbeat', async () => {
    publisher = startPublisher(60_000);
    await catchUp();
    owner.change(WORKSPACE_ID, 'a');
    await hint();
    await eventually(() => expect(copy.get(WORKSPACE_ID)).toEqual(['a']));
  });

  it('follows heartbeats alone when events are lost', async () => {
    await catchUp();
    owner.change(WORKSPACE_ID, 'a');
    await eventually(() => expect(copy.get(WORKSPACE_ID)).toEqual(['a']));
    owner.change(WORKSPACE_ID, 'b');
    await eventually(() => expect(copy.get(WORKSPACE_ID)).toEqual(['a', 'b']));
  });

  it('answers any number of hints during a fetch with one more fetch', async () => {
    publisher = startPublisher(60_000);
    await catchUp();
    const gate = Promise.withResolvers<void>();
    owner.gate = gate.promise;
    owner.change(WORKSPACE_ID, 'a');
    await hint();
    await eventually(() => expect(owner.fetches).toBe(1));
    owner.change(WORKSPACE_ID, 'b');
    for (let count = 0; count < 20; count += 1) await hint();
    await orchestrator.connection.flush();
    gate.resolve();
    await eventually(() => expect(copy.get(WORKSPACE_ID)).toEqual(['a', 'b']));
    expect(owner.fetches).toBe(2);
  });

  it('is behind when the owner falls silent, and no more when it is heard again', async () => {
    await catchUp();
    await publisher.stop();
    await eventually(() => expect(follower.isBehind()).toBe(true));
    publisher.start();
    await eventually(() => expect(follower.isBehind()).toBe(false));
  });

  it('is behind after a silence until the owner has answered, whatever it is heard to say', async () => {
    owner.change(WORKSPACE_ID, 'first');
    await catchUp();
    await publisher.stop();
    await eventually(() => expect(follower.isBehindFor(WORKSPACE_ID)).toBe(true));
    owner.change(WORKSPACE_ID, 'second');
    const answer = Promise.withResolvers<void>();
    owner.gate = answer.promise;
    const asked = owner.fetches;
    publisher = startPublisher(INTERVAL_MS);
    publisher.start();
    await eventually(() => expect(owner.fetches).toBeGreaterThan(asked));
    expect([follower.standing().isHeard, follower.isBehindFor(WORKSPACE_ID)]).toEqual([true, true]);
    answer.resolve();
    await eventually(() => expect(follower.isBehindFor(WORKSPACE_ID)).toBe(false));
    expect(copy.get(WORKSPACE_ID)).toEqual(['first', 'second']);
  });

  it('is behind when it stays older than what it hears, and no more when it has caught up', async () => {
    owner.change(WORKSPACE_ID, 'a');
    await catchUp();
    owner.failure = new Error('the owner is away');
    owner.change(WORKSPACE_ID, 'b');
    await eventually(() => expect(follower.isBehind()).toBe(true));
    owner.failure = undefined;
    await eventually(() => expect(follower.isBehind()).toBe(false));
    expect(copy.get(WORKSPACE_ID)).toEqual(['a', 'b']);
  });

  it('knows which workspace is behind, and keeps to the others', async () => {
    owner.change(WORKSPACE_ID, 'a');
    expect(follower.isBehindFor('unknown')).toBe(true);
    await catchUp();
    const behind = () => [WORKSPACE_ID, OTHER_WORKSPACE_ID, 'unknown'].map((id) => follower.isBehindFor(id));
    expect(behind()).toEqual([false, false, false]);
    owner.failure = new Error('this one cannot be read');
    owner.change(OTHER_WORKSPACE_ID, 'x');
    // Nothing of it was ever held, so there is no tolerance.
    await eventually(() => expect(behind()).toEqual([false, true, false]));
    expect(follower.standing()).toEqual({ isHeard: true, workspaces: 2, behind: 1 });
    owner.failure = undefined;
    await eventually(() => expect(behind()).toEqual([false, false, false]));
    await publisher.stop();
    await eventually(() => expect(behind()).toEqual([true, true, true]));
    expect(follower.standing().isHeard).toBe(false);
  });

  it('is behind when the owner returns with an older history', async () => {
    for (const name of ['a', 'b']) owner.change(WORKSPACE_ID, name);
    await catchUp();
    owner.workspaces.clear();
    owner.change(WORKSPACE_ID, 'other');
    await eventually(() => expect(follower.isBehind()).toBe(true));
  });

  it('does not take anything but a heartbeat of the owner for one', async () => {
    follower.start();
    await orchestrator.connection.flush();
    policy.connection.publish(policyBeat.subject, '{');
    policy.connection.publish(policyBeat.subject, '{"stream":"POLICY","seq":1}');
    await eventually(() => expect(warnings).toHaveBeenCalledTimes(2));
    const router = await testBus.connect('mcp-router');
    await policy.jetstream.publish(toolsCounted.subject, '{"workspaces":[]}');
    const pull = JSON.stringify({ batch: 100, no_wait: true });
    const durable = 'POLICY.mcp-router__policy_tools_counted_v1';
    router.connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${durable}`, pull, { reply: policyBeat.subject });
    // After the messages comes a status under the subject itself, which is no heartbeat either.
    await eventually(() => expect(warnings).toHaveBeenCalledTimes(3));
    expect(follower.isBehind()).toBe(true);
  });

  it('says nothing when the owner cannot read its revisions', async () => {
    await catchUp();
    owner.revisions = () => Promise.reject(new Error('the database is away'));
    await publisher.stop();
    publisher = startPublisher(INTERVAL_MS);
    publisher.start();
    await eventually(() => expect(follower.isBehind()).toBe(true));
    expect(errorLog).toHaveBeenCalledWith('no heartbeat', expect.objectContaining({ subject: policyBeat.subject }));
  });

  it('cannot follow an owner whose subjects the bus keeps from it', async () => {
    const gateway = await testBus.connect('admin-gateway');
    const stranger = new ReplicaFollower<Change>({
      bus: gateway,
      ownerService: 'policy',
      heartbeatSubject: policyBeat.subject,
      eventSubjects: [],
      fetchChanges: owner.fetch,
      apply: () => undefined,
    });
    stranger.start();
    publisher.start();
    await eventually(() => expect(errorLog).toHaveBeenCalledWith('not following', expect.anything()));
    expect(stranger.isBehind()).toBe(true);
    await stranger.stop();
  });

  it('is behind while the server is away, and catches up by itself', async () => {
    owner.change(WORKSPACE_ID, 'a');
    await catchUp();
    await testBus.nats.kill();
    owner.change(WORKSPACE_ID, 'b');
    await eventually(() => expect(follower.isBehind()).toBe(true));
    await testBus.nats.restart();
    await eventually(() => expect(follower.isBehind()).toBe(false));
    expect(copy.get(WORKSPACE_ID)).toEqual(['a', 'b']);
  });
});
