import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { resolveUpstream } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { LedgerSweeper } from './ledger.sweeper.js';

describe('every call that was begun ends', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;

  beforeAll(async () => {
    system = await RouterSystem.start();
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    upstream = await TestUpstream.start('modern');
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Tracker', upstream);
  });
  afterEach(async () => {
    upstream.release();
    await upstream.stop();
    await system.infrastructure.asOwner('alter table call_results drop constraint if exists no_poison');
  });

  it.each([
    ['an allowed call', {}],
    ['an approved call', { requiresApproval: true }],
  ])('as unknown at once, for %s whose result the ledger refuses', async (_what, policy) => {
    const refusing = `add constraint no_poison check (position('poison'::bytea in result) = 0)`;
    await system.infrastructure.asOwner(`alter table call_results ${refusing}`);
    await system.tool(workspace.id, integration, 'poison', policy);
    const { callId, state } = await system.submit(workspace, 'mcp__Tracker__poison', {});
    if (state === 'pending_approval') await system.approve(workspace.id, callId);
    const call = await system.callIn(workspace.id, callId, 'unknown');
    expect(call.outcomeReason).toBe('what came back could not be recorded');
    expect(upstream.calls).toHaveLength(1);
  });

  it.each([
    ['for a moment', 1],
    ['for good', 100],
  ])(
    'as failed, with the proof that nothing was sent, when its server cannot be looked up %s',
    async (_what, count) => {
      await system.tool(workspace.id, integration, 'issue.get', { idempotent: true });
      system.neighbours.traffic.refuse(resolveUpstream.subject, count);
      const { callId, state } = await system.submit(workspace, 'mcp__Tracker__issue_x2Eget', {});
      system.neighbours.traffic.refuse(resolveUpstream.subject, 0);
      expect(state).toBe('failed');
      expect(await system.call(workspace.id, callId)).toMatchObject({
        state: 'failed',
        sentAt: null,
        leaseUntil: null,
      });
      expect(await system.resultText(workspace.id, callId)).toBe(
        'Failed: nothing was sent: the integration could not be looked up.',
      );
      await eventually(() => {
        expect(system.neighbours.settled.find((event) => event.callId === callId)).toMatchObject({ state: 'failed' });
      });
      await system.get(LedgerSweeper).sweep();
      expect(upstream.calls).toHaveLength(0);
    },
  );
});
