import { describe, expect, it } from '@jest/globals';
import { MCP_ENDPOINT_NAMES } from '@countersign/tool-name';
import type { Call } from '../calls/call.js';
import { Copies } from '../copies/copies.js';
import { judgeDispatch, judgeSubmission } from './call-gate.js';
import { offeredTools } from './offered-tools.js';

const WORKSPACE = 'w';
const HASH = 'a'.repeat(64);
const LONG = 'x'.repeat(60);

function aCopies(policies: Record<string, object | null> = { 'issue.get': {} }): Copies {
  const copies = new Copies();
  const entry = { integrationId: 'i', slug: 'Jira', connectionRevision: 1, removed: false };
  copies.catalogue.apply(WORKSPACE, [{ ...entry, revision: 1, toolName: null, definitionHash: null }]);
  for (const [toolName, policy] of Object.entries(policies)) {
    copies.catalogue.apply(WORKSPACE, [{ ...entry, revision: 2, toolName, definitionHash: HASH }]);
    const document = policy && { toolName, definitionHash: HASH, ...policy };
    copies.policy.apply(WORKSPACE, [{ revision: 1, kind: 'tool', integrationId: 'i', toolName, policy: document }]);
  }
  copies.policy.apply(WORKSPACE, [
    { revision: 2, kind: 'integration', integrationId: 'i', policy: { posture: 'open' } },
  ]);
  return copies;
}

const caller = {
  workspaceId: WORKSPACE,
  principal: { kind: 'token', id: 't', name: 'T' },
  runId: null,
  tokenId: 'j',
  expiresAtMs: 0,
  agentId: null,
  originTokenId: 'j',
  names: MCP_ENDPOINT_NAMES,
  strictnessOf: () => 'allow' as const,
  holdMs: 0,
  reaches: () => true,
  reads: () => true,
} as const;
const aCall = (change: Partial<Call> = {}): Call =>
  ({
    workspaceId: WORKSPACE,
    tool: { integrationId: 'i', integrationSlug: 'Jira', toolName: 'issue.get' },
    definitionHash: HASH,
    connectionRevision: 1,
    review: 'none',
    strictness: 'allow',
    grantJti: 'g',
    tokenId: 'j',
    principal: { kind: 'run', id: 'r', name: 'R', ownerId: 'o' },
    ...change,
  }) as Call;

describe('the gate at submit', () => {
  it.each<[string, object | null, string, string]>([
    ['an open tool', {}, 'allow', 'allowed'],
    ['a tool that requires approval', { requiresApproval: true }, 'ask', 'approval.required'],
    ['a disabled tool', { enabled: false }, 'deny', 'tool.disabled'],
    ['a tool nobody decided about', null, 'deny', 'policy.absent'],
    ['a policy that cannot be read', { enabled: 'yes' }, 'deny', 'policy.unreadable'],
    ['a definition that policy has not merged', { definitionHash: 'b'.repeat(64) }, 'ask', 'definition.not_merged'],
  ])('judges %s', (_what, policy, verdict, code) => {
    const judged = judgeSubmission(aCopies({ 'issue.get': policy }), caller, 'Jira__issue_x2Eget');
    expect(judged).toMatchObject({ verdict, code });
  });

  it('asks about an open tool while its policy is about the connection before', () => {
    const copies = aCopies();
    const merged = (connectionRevision: number): void =>
      copies.policy.apply(WORKSPACE, [
        { revision: 3, kind: 'integration', integrationId: 'i', policy: { posture: 'open' }, connectionRevision },
      ]);
    merged(0);
    const asked = { verdict: 'ask', code: 'definition.not_merged' };
    expect(judgeSubmission(copies, caller, 'Jira__issue_x2Eget')).toMatchObject(asked);
    expect(judgeDispatch(copies, aCall({ grantJti: null })).action).toBe('invalidate');
    expect(judgeDispatch(copies, aCall()).action).toBe('proceed');
    merged(1);
    expect(judgeSubmission(copies, caller, 'Jira__issue_x2Eget').verdict).toBe('allow');
  });

  it('denies what means no tool, or none that the token reaches, with the same words', () => {
    const unknown = judgeSubmission(aCopies(), caller, 'Jira__nothing');
    const outOfReach = judgeSubmission(aCopies(), { ...caller, reaches: () => false }, 'Jira__issue_x2Eget');
    expect(unknown).toMatchObject({ verdict: 'deny', code: 'tool.unknown', tool: null });
    expect(outOfReach).toMatchObject({
      verdict: 'deny',
      code: 'scope.out_of_reach',
      reason: unknown.reason,
      tool: null,
    });
  });

  it('asks where the token is stricter than the policy, and never less than the policy', () => {
    const strict = { ...caller, strictnessOf: () => 'ask' as const };
    expect(judgeSubmission(aCopies(), strict, 'Jira__issue_x2Eget').verdict).toBe('ask');
    const denied = aCopies({ 'issue.get': { enabled: false } });
    expect(judgeSubmission(denied, strict, 'Jira__issue_x2Eget').verdict).toBe('deny');
  });

  it('resolves a digest form over disabled tools too, so that disabling one redirects nothing', () => {
    const copies = aCopies({ [`${LONG}1`]: { enabled: false }, [`${LONG}2`]: {} });
    const [offer] = offeredTools(copies, caller);
    expect(offer?.tool.toolName).toBe(`${LONG}2`);
    expect(judgeSubmission(copies, caller, offer?.exposedName ?? '').tool?.toolName).toBe(`${LONG}2`);
  });

  it('denies a tool of an integration that was removed', () => {
    const copies = aCopies();
    const gone = { revision: 9, integrationId: 'i', slug: 'Jira', connectionRevision: 1, removed: true };
    copies.catalogue.apply(WORKSPACE, [{ ...gone, toolName: null, definitionHash: null }]);
    expect(judgeSubmission(copies, caller, 'Jira__issue_x2Eget').verdict).toBe('deny');
    expect(offeredTools(copies, caller)).toEqual([]);
    expect(judgeDispatch(copies, aCall()).action).toBe('invalidate');
  });
});

describe('the gate before dispatch', () => {
  it('lets a granted call go, and an ungranted one of an open tool', () => {
    expect(judgeDispatch(aCopies({ 'issue.get': { requiresApproval: true } }), aCall()).action).toBe('proceed');
    expect(judgeDispatch(aCopies(), aCall({ grantJti: null })).action).toBe('proceed');
  });

  it('voids a call when the token that asked for it was revoked, granted or not', () => {
    const copies = aCopies();
    copies.identity.apply(WORKSPACE, [{ revision: 1, kind: 'token_revoked', id: 'j', revoked: true }]);
    const revoked = { action: 'invalidate', reason: { code: 'token.revoked' } };
    expect(judgeDispatch(copies, aCall())).toMatchObject(revoked);
    expect(judgeDispatch(copies, aCall({ grantJti: null }))).toMatchObject(revoked);
    expect(judgeDispatch(copies, aCall({ tokenId: null })).action).toBe('proceed');
  });

  it('voids a call when the person behind it was removed, until they are a member again', () => {
    const copies = aCopies();
    copies.identity.apply(WORKSPACE, [{ revision: 1, kind: 'member_removed', id: 'o', revoked: true }]);
    const removed = { action: 'invalidate', reason: { code: 'member.removed' } };
    expect(judgeDispatch(copies, aCall({ tokenId: null }))).toMatchObject(removed);
    const ofAnother = aCall({ principal: { kind: 'run', id: 'r', name: 'R', ownerId: 'x' } });
    expect(judgeDispatch(copies, ofAnother).action).toBe('proceed');
    copies.identity.apply(WORKSPACE, [{ revision: 2, kind: 'member_removed', id: 'o', revoked: false }]);
    expect(judgeDispatch(copies, aCall()).action).toBe('proceed');
  });

  it.each<[string, Partial<Call>, object]>([
    ['the tool was disabled', {}, { enabled: false }],
    ['the tool is missing', {}, { status: 'missing' }],
    ['the definition changed', { definitionHash: 'b'.repeat(64) }, {}],
    ['the connection moved', { connectionRevision: 0 }, {}],
    ['it needs approval by now', { grantJti: null }, { requiresApproval: true }],
    ['the tool changed and nobody has acknowledged it', {}, { review: 'changed' }],
  ])('voids a call when %s', (_what, change, policy) => {
    expect(judgeDispatch(aCopies({ 'issue.get': policy }), aCall(change)).action).toBe('invalidate');
  });
});

describe('a workspace that lost the entitlement agent_approvals', () => {
  const tools = { 'issue.get': {}, 'issue.delete': { requiresApproval: true }, 'issue.new': { review: 'new' } };
  const withEntitlement = (agent_approvals: boolean): Copies => {
    const copies = aCopies(tools);
    copies.policy.apply(WORKSPACE, [{ revision: 3, kind: 'entitlements', entitlements: { agent_approvals } }]);
    return copies;
  };

  it.each([
    ['requires approval', 'Jira__issue_x2Edelete'],
    ['waits for an acknowledgement', 'Jira__issue_x2Enew'],
  ])('is denied a tool that %s, with a reason that names the entitlement', (_what, exposedName) => {
    const judged = judgeSubmission(withEntitlement(false), caller, exposedName);
    expect(judged).toMatchObject({ verdict: 'deny', code: 'entitlement.required' });
    expect(judged.reason).toContain('agent_approvals');
  });

  it('is not offered them, and everything else is offered and works as before', () => {
    const copies = withEntitlement(false);
    expect(offeredTools(copies, caller).map(({ tool }) => tool.toolName)).toEqual(['issue.get']);
    expect(judgeSubmission(copies, caller, 'Jira__issue_x2Eget').verdict).toBe('allow');
    expect(judgeDispatch(copies, aCall({ grantJti: null })).action).toBe('proceed');
  });

  it('has calls voided that a person had approved, since nobody may be asked any more', () => {
    const approved = aCall({ tool: { integrationId: 'i', integrationSlug: 'Jira', toolName: 'issue.delete' } });
    expect(judgeDispatch(withEntitlement(true), approved).action).toBe('proceed');
    expect(judgeDispatch(withEntitlement(false), approved)).toMatchObject({
      action: 'invalidate',
      reason: { code: 'entitlement.required' },
    });
  });

  it('has everything as before when it gets it back', () => {
    const copies = withEntitlement(false);
    copies.policy.apply(WORKSPACE, [{ revision: 4, kind: 'entitlements', entitlements: { agent_approvals: true } }]);
    expect(offeredTools(copies, caller)).toEqual(offeredTools(aCopies(tools), caller));
  });
});
