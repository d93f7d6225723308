import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalRequested } from '@countersign/contracts';
import { generateSigningKey, type SigningKey, toJwksOfKeys } from '@countersign/tokens';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

describe('while the key of grants is rotated', () => {
  const [previous, current] = [generateSigningKey(), generateSigningKey()];
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    const environment = { POLICY_JWKS: JSON.stringify(toJwksOfKeys([current, previous])) };
    system = await RouterSystem.start({ environment });
    upstream = await TestUpstream.start('legacy');
    workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });

  const pending = async (): Promise<ApprovalRequested> => {
    const { callId } = await system.submit(workspace, 'mcp__Tracker__issue_x2Edelete', { id: 7 });
    return system.requestOf(callId);
  };
  const decide = (request: ApprovalRequested, key: SigningKey): Promise<void> => {
    const grant = system.grant(workspace.id, request, {}, key);
    return system.neighbours.decide(workspace.id, system.decision(request, { grant }));
  };

  it.each([
    ['the previous one, which signed before', previous],
    ['the current one', current],
  ])('a grant of %s is consumed', async (_which, key) => {
    const request = await pending();
    await decide(request, key);
    await system.callIn(workspace.id, request.callId, 'succeeded');
  });

  it('an approval that both have signed is one permission', async () => {
    upstream.calls.length = 0;
    const request = await pending();
    await decide(request, previous);
    await decide(request, current);
    await system.callIn(workspace.id, request.callId, 'succeeded');
    await system.decisionsHandled();
    expect(upstream.calls).toHaveLength(1);
  });

  it('a key that nobody configured permits nothing', async () => {
    upstream.calls.length = 0;
    const request = await pending();
    await decide(request, generateSigningKey());
    await system.decisionsHandled();
    expect((await system.call(workspace.id, request.callId)).state).toBe('pending_approval');
    expect(upstream.calls).toHaveLength(0);
  });
});
