import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { CALLS_PER_INTEGRATION_MAX, CALLS_WAITING_PER_INTEGRATION_MAX, SLOT_WAIT_MS_MAX } from '../limits.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { IntegrationSlots } from './integration-slots.host.js';

describe('the places of an integration', () => {
  it('are as many as an operator says, and so is the queue', async () => {
    const slots = new IntegrationSlots({ running: 1, waiting: 1 });
    const wanted = { workspaceId: 'one', tool: { integrationId: 'slow' } };
    const leave = await slots.take(wanted);
    const next = slots.take(wanted);
    expect(await slots.take(wanted)).toBeNull();
    expect(await slots.take({ ...wanted, tool: { integrationId: 'other' } })).not.toBeNull();
    leave?.();
    expect(await next).not.toBeNull();
  });

  const place = { workspaceId: 'one', tool: { integrationId: 'slow' } };
  const ada = { ...place, principal: { kind: 'token', id: 'ada' } } as const;
  const grace = { ...place, principal: { kind: 'token', id: 'grace' } } as const;

  it('are not all one principal’s: the others have their half of those under way and of the queue', async () => {
    const slots = new IntegrationSlots({ running: 2, waiting: 2 });
    const leave = await slots.take(ada);
    const waiting = slots.take(ada);
    expect(await slots.take(ada)).toBeNull();
    expect(await slots.take(grace)).not.toBeNull();
    leave?.();
    leave?.();
    const another = await waiting;
    expect(another).not.toBeNull();
    const again = slots.take(ada);
    expect(await slots.take(ada)).toBeNull();
    another?.();
    expect(await again).not.toBeNull();
  });

  it('go past one whose principal has its half under way to the next in the queue', async () => {
    const slots = new IntegrationSlots({ running: 2, waiting: 8 });
    const leaves = [await slots.take(ada), await slots.take(grace)];
    const [hers, other] = [slots.take(ada), slots.take({ ...place, principal: { kind: 'run', id: 'third' } })];
    leaves[1]?.();
    expect(await other).not.toBeNull();
    leaves[0]?.();
    expect(await hers).not.toBeNull();
  });

  it('are all for those who ask on behalf of nobody in particular', async () => {
    const slots = new IntegrationSlots({ running: 2, waiting: 0 });
    expect([await slots.take(place), await slots.take(place)]).not.toContain(null);
    expect(await slots.take(place)).toBeNull();
  });
});

describe('an integration whose server is slow', () => {
  let system: RouterSystem;
  let [slow, quick]: TestUpstream[] = [];
  let workspace: TestWorkspace;

  beforeAll(async () => {
    system = await RouterSystem.start();
    slow = await TestUpstream.start('modern');
    quick = await TestUpstream.start('modern');
    workspace = await system.workspace();
    const slowOne = await system.integration(workspace.id, 'Slow', slow);
    slowOne.timeoutMs = 60_000;
    await system.tool(workspace.id, slowOne, 'get');
    await system.tool(workspace.id, slowOne, 'delete', { requiresApproval: true });
    await system.tool(workspace.id, await system.integration(workspace.id, 'Quick', quick), 'get');
  });
  afterAll(async () => {
    await system.stop();
    await slow?.stop();
    await quick?.stop();
  });

  const submitAs = (by: TestWorkspace, name: string) => system.submit(by, `mcp__${name}`, {});
  const submit = (name: string) => submitAs(workspace, name);
  const aColleague = (): TestWorkspace => {
    const runId = newId();
    return { id: workspace.id, runId, runToken: system.runToken(workspace.id, runId) };
  };
  /** Of as many principals as it takes: one alone has half of the places. */
  const submitMany = (count: number) => Array.from({ length: count }, () => submitAs(aColleague(), 'Slow__get'));

  it('refuses what is too much for it, sends none of that, and costs the others nothing', async () => {
    if (slow === undefined) throw new Error('not started');
    slow.behaviour = 'late';
    const running = await Promise.all(submitMany(CALLS_PER_INTEGRATION_MAX));
    await eventually(() => expect(slow?.calls).toHaveLength(CALLS_PER_INTEGRATION_MAX));
    const waiting = Promise.all(submitMany(CALLS_WAITING_PER_INTEGRATION_MAX));
    const tooMany = await submit('Slow__get');
    expect(tooMany.state).toBe('failed');
    expect(await system.call(workspace.id, tooMany.callId)).toMatchObject({ state: 'failed', sentAt: null });
    expect(await system.resultText(workspace.id, tooMany.callId)).toMatch(/^Failed: nothing was sent: .* is busy: /);
    const other = await submit('Quick__get');
    await system.callIn(workspace.id, other.callId, 'succeeded');
    const approved = await submit('Slow__delete');
    await system.approve(workspace.id, approved.callId);
    await system.callIn(workspace.id, approved.callId, 'approved');
    expect(slow.calls).toHaveLength(CALLS_PER_INTEGRATION_MAX);
    slow.behaviour = 'ok';
    slow.release();
    for (const { callId } of [...running, ...(await waiting), approved]) {
      await system.callIn(workspace.id, callId, 'succeeded');
    }
    expect(slow.calls).toHaveLength(CALLS_PER_INTEGRATION_MAX + CALLS_WAITING_PER_INTEGRATION_MAX + 1);
  });

  it('lets nobody wait for longer than its callers do', async () => {
    if (slow === undefined) throw new Error('not started');
    slow.behaviour = 'late';
    await Promise.all(submitMany(CALLS_PER_INTEGRATION_MAX));
    const startedAt = performance.now();
    const late = await submit('Slow__get');
    expect(late.state).toBe('failed');
    expect(performance.now() - startedAt).toBeGreaterThan(SLOT_WAIT_MS_MAX - 100);
    slow.release();
  });
});
