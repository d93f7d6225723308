import { describe, expect, it } from '@jest/globals';
import { INTEGRATION_POLICY_DEFAULTS, readStoredRow } from '@countersign/tool-policy';
import { findObstacle, type Rules } from './find-obstacle.js';

const HASH = 'a'.repeat(64);

function rules(document: object, agent_approvals = true): Rules {
  const row = readStoredRow({ toolName: 't', definitionHash: HASH, ...document }, { toolName: 't', ordinal: 0 });
  return { row, integrationPolicy: INTEGRATION_POLICY_DEFAULTS, entitlements: { agent_approvals } };
}

describe('what stands in the way of an approval', () => {
  const asked = { state: 'pending', definitionHash: HASH, askReason: 'requires_approval' } as const;

  it('is nothing where the call would run', () => {
    expect(findObstacle(asked, rules({ requiresApproval: true }))).toBeNull();
  });

  it('is the entitlement that the workspace has lost, by its name', () => {
    expect(findObstacle(asked, rules({ requiresApproval: true }, false))).toContain('agent_approvals');
  });

  it('is nothing where the tool needs no approval any more: relaxing voids nothing', () => {
    expect(findObstacle(asked, rules({ requiresApproval: false }, false))).toBeNull();
  });

  it('is the entitlement where it is the token that makes the tool ask', () => {
    const strict = { ...asked, askReason: 'strictness' };
    expect(findObstacle(strict, rules({ requiresApproval: false }, false))).toContain('agent_approvals');
  });

  it('is a policy that is not there or cannot be read', () => {
    expect(findObstacle(asked, { ...rules({}), row: undefined })).toContain('No policy is stored');
    expect(findObstacle(asked, rules({ enabled: 'yes' }))).toContain('cannot be read');
  });

  it('is nothing once it is over', () => {
    expect(findObstacle({ ...asked, state: 'approved' }, rules({ requiresApproval: true }, false))).toBeNull();
  });
});
