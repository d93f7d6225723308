import { describe, expect, it } from '@jest/globals';
import type { ToolPolicy } from './tool-policy.js';
import type { VerdictInput } from './verdict.js';
import { isOffered, toPolicyLookup, verdict } from './verdict.js';
import { anIntegrationPolicy, anOldToolPolicy, anUnreadableRow, aVerdictInput, HASH_B } from '../test/builders.js';

type Fields = Partial<VerdictInput>;
const TRUSTED: Fields = { integrationPolicy: anIntegrationPolicy({ trusted: true }) };
const NO_APPROVALS: Fields = { entitlements: { agent_approvals: false } };

describe('deny', () => {
  it.each<[string, Partial<ToolPolicy>, Fields, string]>([
    ['a tool nobody mentioned', {}, { policy: toPolicyLookup(undefined) }, 'policy.absent'],
    ['a tool whose policy cannot be read', {}, { policy: toPolicyLookup(anUnreadableRow()) }, 'policy.unreadable'],
    ['a missing tool', { status: 'missing' }, {}, 'tool.missing'],
    ['a disabled tool', { enabled: false }, {}, 'tool.disabled'],
    ['a disabled tool that also requires approval', { enabled: false, requiresApproval: true }, {}, 'tool.disabled'],
    ['a tool that the catalogue does not have', {}, { catalogueDefinitionHash: null }, 'tool.not_in_catalogue'],
    ['a call that its token may not make', {}, { scope: 'deny' }, 'scope.deny'],
    ['a disabled tool of a trusted integration', { enabled: false }, TRUSTED, 'tool.disabled'],
  ])('%s', (_, policy, fields, code) => {
    expect(verdict(aVerdictInput(policy, fields))).toMatchObject({ verdict: 'deny', reason: { code } });
  });
});

describe('ask', () => {
  it.each<[string, Partial<ToolPolicy>, Fields, string]>([
    ['for a tool that requires approval', { requiresApproval: true }, {}, 'approval.required'],
    ['for a new tool', { review: 'new' }, {}, 'review.new'],
    ['for a changed tool', { review: 'changed' }, {}, 'review.changed'],
    ['while the catalogue is ahead of the policy', {}, { catalogueDefinitionHash: HASH_B }, 'definition.not_merged'],
    ['when the token says so', {}, { scope: 'ask' }, 'scope.ask'],
    ['for a trusted tool that requires approval', { requiresApproval: true }, TRUSTED, 'approval.required'],
    [
      'for a trusted tool while the catalogue is ahead',
      {},
      { ...TRUSTED, catalogueDefinitionHash: HASH_B },
      'definition.not_merged',
    ],
    ['for a trusted tool with a name nobody has acknowledged', { flags: ['confusable'] }, TRUSTED, 'name.flagged'],
  ])('%s', (_, policy, fields, code) => {
    expect(verdict(aVerdictInput(policy, fields))).toMatchObject({ verdict: 'ask', reason: { code } });
  });

  it('for an old row that has no definition hash yet', () => {
    const policy = anOldToolPolicy(['definitionHash']);
    const input = aVerdictInput({}, { policy: { kind: 'readable', policy } });
    expect(verdict(input)).toMatchObject({ verdict: 'ask', reason: { code: 'definition.not_merged' } });
  });
});

describe('allow', () => {
  it.each<[string, Partial<ToolPolicy>, Fields]>([
    ['an enabled, reviewed tool whose definition is the merged one', {}, {}],
    ['it whatever the entitlements, since nobody is asked', {}, NO_APPROVALS],
    ['it when the token adds nothing', {}, { scope: 'allow' }],
    ['a new tool of a trusted integration', { review: 'new' }, TRUSTED],
    ['a changed tool of a trusted integration', { review: 'changed' }, TRUSTED],
    ['a flagged name that somebody acknowledged', { flags: ['confusable'], acknowledgedFlags: ['confusable'] }, {}],
  ])('%s', (_, policy, fields) => {
    expect(verdict(aVerdictInput(policy, fields))).toEqual({
      verdict: 'allow',
      reason: { code: 'allowed', text: 'The policy allows this tool.' },
    });
  });
});

describe('the strictness of the token', () => {
  it('never opens what the policy closes', () => {
    expect(verdict(aVerdictInput({ enabled: false }, { scope: 'allow' })).verdict).toBe('deny');
    expect(verdict(aVerdictInput({ requiresApproval: true }, { scope: 'allow' })).verdict).toBe('ask');
  });

  it('leaves the reason with the policy where both say the same', () => {
    const result = verdict(aVerdictInput({ requiresApproval: true }, { scope: 'ask' }));
    expect(result.reason.code).toBe('approval.required');
  });
});

describe('a workspace without approvals', () => {
  it.each<[string, Partial<ToolPolicy>, Fields, RegExp]>([
    ['a tool that requires approval', { requiresApproval: true }, {}, /requires approval/],
    ['a new tool', { review: 'new' }, {}, /is new/],
    ['a changed tool', { review: 'changed' }, {}, /has changed/],
    ['a call whose token asks', {}, { scope: 'ask' }, /only with approval/],
  ])('denies %s, and says so', (_, policy, fields, why) => {
    const result = verdict(aVerdictInput(policy, { ...NO_APPROVALS, ...fields }));
    expect(result).toMatchObject({ verdict: 'deny', reason: { code: 'entitlement.required' } });
    expect(result.reason.text).toMatch(why);
    expect(result.reason.text).toContain('agent_approvals');
  });

  it('keeps the reason of a tool that is denied anyway', () => {
    expect(verdict(aVerdictInput({ enabled: false }, NO_APPROVALS)).reason.code).toBe('tool.disabled');
  });

  it('leaves what would ask out of the offer and keeps the rest in it', () => {
    expect(isOffered(aVerdictInput({ requiresApproval: true }, NO_APPROVALS))).toBe(false);
    expect(isOffered(aVerdictInput({}, NO_APPROVALS))).toBe(true);
  });
});

describe('the offer', () => {
  it('has what is allowed and what would ask', () => {
    expect(isOffered(aVerdictInput())).toBe(true);
    expect(isOffered(aVerdictInput({ requiresApproval: true }))).toBe(true);
  });

  it('never has a missing, a disabled, an unreadable or an unmentioned tool', () => {
    expect(isOffered(aVerdictInput({ status: 'missing' }))).toBe(false);
    expect(isOffered(aVerdictInput({ enabled: false }))).toBe(false);
    expect(isOffered(aVerdictInput({}, { policy: toPolicyLookup(anUnreadableRow()) }))).toBe(false);
    expect(isOffered(aVerdictInput({}, { policy: { kind: 'absent' } }))).toBe(false);
  });
});
