import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

const DELETE = 'mcp__Tracker__issue_x2Edelete';

describe('a server that speaks another era than when it was looked at', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;

  beforeAll(async () => {
    system = await RouterSystem.start();
  });
  afterAll(() => system.stop());
  afterEach(() => upstream.stop());

  /** The registry knows it as it was; `looks`: until it looks. */
  const start = async (was: TestUpstream['era'], policy: Record<string, unknown>, looks: boolean): Promise<void> => {
    upstream = await TestUpstream.start(was);
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'issue.delete', policy);
    await call('succeeded');
    const { url } = upstream;
    integration.upstream = { url, era: was };
    upstream.era = was === 'modern' ? 'legacy' : 'modern';
    if (looks) integration.look = () => (integration.upstream = upstream);
    upstream.calls.length = 0;
  };
  const call = async (state: 'succeeded' | 'failed'): Promise<{ readonly id: string; readonly fence: number }> => {
    const submitted = await system.submit(workspace, DELETE, { id: 7 });
    if (submitted.state === 'pending_approval') await system.approve(workspace.id, submitted.callId);
    return system.callIn(workspace.id, submitted.callId, state);
  };

  describe.each([
    ['an allowed call', 'modern', {}],
    ['an allowed call', 'legacy', {}],
    ['an approved call', 'modern', { requiresApproval: true }],
    ['an approved call', 'legacy', { requiresApproval: true }],
  ] as const)('is sent %s once more, as it speaks now, when it was %s', (_what, was, policy) => {
    beforeEach(() => start(was, policy, true));

    it('under a new fence, and is called once', async () => {
      expect(await call('succeeded')).toMatchObject({ fence: 2 });
      expect(upstream.calls).toHaveLength(1);
      expect(await call('succeeded')).toMatchObject({ fence: 1 });
    });
  });

  it.each(['modern', 'legacy'] as const)('fails a call to what was %s where nobody finds another way', async (was) => {
    await start(was, {}, false);
    const { id } = await call('failed');
    expect(upstream.calls).toHaveLength(0);
    expect(await system.resultText(workspace.id, id)).toMatch(/HTTP 400|does not speak revision/);
  });
});
