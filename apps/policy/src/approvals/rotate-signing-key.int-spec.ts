import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { createGrantVerifier, generateSigningKey, toJwksOfKeys } from '@countersign/tokens';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('a new key for grants', () => {
  const [previous, current] = [generateSigningKey(), generateSigningKey()];
  const workspaceId = newId();
  const remove = aDefinition('issue.delete');
  let system: PolicySystem;

  beforeAll(async () => {
    system = await PolicySystem.start({ grantSigningKey: previous });
  });
  afterAll(async () => {
    await system.stop();
  });

  it('signs what was approved before again, and the same; a verifier with both keys knows either', async () => {
    const integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const [before, after] = [
      await system.pendingApproval(workspaceId, integrationId, remove),
      await system.pendingApproval(workspaceId, integrationId, remove),
    ];
    await system.gateway.decide(workspaceId, before.approvalId, 'approve');
    const told = (await system.outcomeOf(before.approvalId)).grant ?? '';
    await system.stopReplicas();
    await system.startReplica({ grantSigningKey: current });
    const again = (await system.router.findOutcome(workspaceId, before.approvalId)).decided?.grant ?? '';
    await system.gateway.decide(workspaceId, after.approvalId, 'approve');
    const next = (await system.outcomeOf(after.approvalId)).grant ?? '';
    const [old, both, only] = [[previous], [current, previous], [current]].map((keys) =>
      createGrantVerifier(toJwksOfKeys(keys)),
    );
    expect(both?.verify(again)).toEqual(both?.verify(told));
    expect(both?.verify(next).jti).toBe(after.approvalId);
    expect(only?.verify(again).jti).toBe(before.approvalId);
    const unknown = expect.objectContaining({ code: 'token.unknown_key' });
    expect(() => only?.verify(told)).toThrow(unknown);
    expect(() => old?.verify(next)).toThrow(unknown);
  });
});
