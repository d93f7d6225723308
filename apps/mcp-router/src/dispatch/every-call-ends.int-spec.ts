import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

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
});
