import { eventually } from '@countersign/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Bus } from '../bus/bus.js';
import { TestBus } from '../fixtures/test-bus.fixture-spec.js';
import { aToolsCounted, toolsCounted, toolsHinted } from '../fixtures/test-contracts.fixture-spec.js';
import { publishEvent } from '../events/publish-event.js';
import { followEvents } from './follow-events.js';
import { followHints } from './follow-hints.js';
import { publishHint } from './publish-hint.js';

describe('hints', () => {
  let testBus: TestBus;
  let policy: Bus;
  let orchestrator: Bus;
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);

  beforeAll(async () => {
    testBus = await TestBus.start();
    policy = await testBus.connect('policy');
    orchestrator = await testBus.connect('agent-orchestrator');
  });
  afterAll(() => testBus.stop());

  it('reach every replica that listens, in order, until it listens no more', async () => {
    const heard: number[][] = [[], []];
    const ends = heard.map((counts) => followHints(orchestrator, toolsHinted, ({ count }) => counts.push(count)));
    await orchestrator.connection.flush();
    for (const count of [1, 2, 3]) publishHint(policy, toolsHinted, { count });
    await eventually(() =>
      expect(heard).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ]),
    );
    for (const end of ends) end();
  });

  it('that are not what the contract says are ignored', async () => {
    const heard: number[] = [];
    const end = followHints(orchestrator, toolsHinted, ({ count }) => heard.push(count));
    await orchestrator.connection.flush();
    for (const text of ['{"count":', '[]', '{"count":"many"}', '{"count":7,"more":true}']) {
      policy.connection.publish(toolsHinted.subject, text);
    }
    await eventually(() => expect(heard).toEqual([7]));
    end();
  });

  it('can be events that a service follows: what is no such event is ignored', async () => {
    const heard: number[] = [];
    const end = followEvents(orchestrator, toolsCounted, ({ data }) => heard.push(data.count));
    await orchestrator.connection.flush();
    const noEvents = [
      '{"workspaceId":',
      '{}',
      { ...aToolsCounted(1), type: 'policy.other.v1' },
      { ...aToolsCounted(2), data: {} },
    ];
    for (const text of noEvents) {
      policy.connection.publish(toolsCounted.subject, typeof text === 'string' ? text : JSON.stringify(text));
    }
    await publishEvent(policy.jetstream, toolsCounted, aToolsCounted(3), 'followed');
    await eventually(() => expect(heard).toEqual([3]));
    end();
  });

  it('are not kept for later while the bus is away', async () => {
    const away = await testBus.connect('policy');
    await away.close();
    expect(() => publishHint(away, toolsHinted, { count: 1 })).not.toThrow();
  });
});
