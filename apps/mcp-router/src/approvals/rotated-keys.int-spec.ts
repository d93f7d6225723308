import { describe, expect, it } from '@jest/globals';
import type { ApprovalRequested } from '@countersign/contracts';
import { generateSigningKey, type SigningKey, toJwksOfKeys } from '@countersign/tokens';
import { aRouter } from '../test-router.fixture-spec.js';
import { aTracker } from '../test-tracker.fixture-spec.js';

describe('while the key of grants is rotated', () => {
  const [previous, current] = [generateSigningKey(), generateSigningKey()];
  const environment = { POLICY_JWKS: JSON.stringify(toJwksOfKeys([current, previous])) };
  const tracker = aTracker({
    router: aRouter({ environment }),
    era: 'legacy',
    tools: { 'issue.delete': { requiresApproval: true } },
  });

  const pending = (): Promise<ApprovalRequested> => tracker.pending('mcp__Tracker__issue_x2Edelete', { id: 7 });
  const decide = (request: ApprovalRequested, key: SigningKey): Promise<void> => {
    const grant = tracker.grant(request, {}, key);
    return tracker.decide(tracker.system.decision(request, { grant }));
  };

  it.each([
    ['the previous one, which signed before', previous],
    ['the current one', current],
  ])('a grant of %s is consumed', async (_which, key) => {
    const request = await pending();
    await decide(request, key);
    await tracker.callIn(request.callId, 'succeeded');
  });

  it('an approval that both have signed is one permission', async () => {
    const request = await pending();
    await decide(request, previous);
    await decide(request, current);
    await tracker.callIn(request.callId, 'succeeded');
    await tracker.system.decisionsHandled();
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it('a key that nobody configured permits nothing', async () => {
    const request = await pending();
    await decide(request, generateSigningKey());
    await tracker.system.decisionsHandled();
    expect((await tracker.call(request.callId)).state).toBe('pending_approval');
    expect(tracker.upstream.calls).toHaveLength(0);
  });
});
