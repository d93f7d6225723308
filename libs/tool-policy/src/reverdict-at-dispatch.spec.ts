import { describe, expect, it } from '@jest/globals';
import type { DispatchInput } from './reverdict-at-dispatch.js';
import { reverdictAtDispatch } from './reverdict-at-dispatch.js';
import type { ToolPolicy } from './tool-policy.js';
import { aDispatch, anIntegrationPolicy, HASH_A, HASH_B } from '../test/builders.js';

type Fields = Partial<DispatchInput>;
const GRANTED: Fields = { granted: true };
const TRUSTED: Fields = { integrationPolicy: anIntegrationPolicy({ trusted: true }) };

describe('a call goes on', () => {
  it.each<[string, Partial<ToolPolicy>, Fields]>([
    ['when it is allowed still', {}, {}],
    ['when its grant satisfies the required approval', { requiresApproval: true }, GRANTED],
    ['when its grant satisfies the strictness of its token', {}, { ...GRANTED, scope: 'ask' }],
    [
      'when its grant is for a new tool',
      { review: 'new' },
      { ...GRANTED, call: { definitionHash: HASH_A, review: 'new' } },
    ],
    [
      'when it was approved as a call of a changed tool, and the tool is the same',
      { review: 'changed' },
      { ...GRANTED, call: { definitionHash: HASH_A, review: 'changed' } },
    ],
    ['with a grant that is no longer needed: relaxing voids nothing', { requiresApproval: false }, GRANTED],
    [
      'when a review was acknowledged meanwhile',
      {},
      { ...GRANTED, call: { definitionHash: HASH_A, review: 'changed' } },
    ],
    [
      'when a trusted tool became changed without another definition',
      { review: 'changed' },
      { ...TRUSTED, ...GRANTED },
    ],
    ['when the entitlement is gone and nobody needed to be asked', {}, { entitlements: { agent_approvals: false } }],
  ])('%s', (_, policy, fields) => {
    expect(reverdictAtDispatch(aDispatch(policy, fields))).toEqual({ action: 'proceed' });
  });
});

describe('a call is invalidated, grant or not', () => {
  it.each<[string, Partial<ToolPolicy>, Fields, string]>([
    ['when its tool is disabled', { enabled: false }, {}, 'tool.disabled'],
    ['when its tool is missing', { status: 'missing' }, {}, 'tool.missing'],
    ['when its policy is gone', {}, { policy: { kind: 'absent' } }, 'policy.absent'],
    ['when its policy cannot be read', {}, { policy: { kind: 'unreadable' } }, 'policy.unreadable'],
    ['when its token was narrowed', {}, { scope: 'deny' }, 'scope.deny'],
    ['when the catalogue lost the tool', {}, { catalogueDefinitionHash: null }, 'tool.not_in_catalogue'],
    [
      'when the definition changed',
      { definitionHash: HASH_B },
      { catalogueDefinitionHash: HASH_B },
      'definition.changed',
    ],
    ['when only the catalogue has moved on', {}, { catalogueDefinitionHash: HASH_B }, 'definition.changed'],
    ['when only the policy has moved on', { definitionHash: HASH_B }, {}, 'definition.changed'],
    ['when the tool was marked changed meanwhile', { review: 'changed' }, {}, 'review.changed'],
    [
      'when a trusted tool has another definition',
      { definitionHash: HASH_B, review: 'changed' },
      { ...TRUSTED, catalogueDefinitionHash: HASH_B },
      'definition.changed',
    ],
    ['when the integration was re-pointed', {}, { connectionMoved: true }, 'connection.moved'],
    ['when a trusted integration was re-pointed', {}, { ...TRUSTED, connectionMoved: true }, 'connection.moved'],
    [
      'when it needs an approval and the entitlement is gone',
      { requiresApproval: true },
      { entitlements: { agent_approvals: false } },
      'entitlement.required',
    ],
  ])('%s', (_, policy, fields, code) => {
    for (const granted of [true, false]) {
      expect(reverdictAtDispatch(aDispatch(policy, { ...fields, granted }))).toMatchObject({
        action: 'invalidate',
        reason: { code },
      });
    }
  });
});

describe('a call that was allowed and would now be asked about', () => {
  it.each<[string, Partial<ToolPolicy>, Fields]>([
    ['because approval is required now', { requiresApproval: true }, {}],
    ['because the token was narrowed', {}, { scope: 'ask' }],
    ['because its name turned out to be confusable', { flags: ['confusable'], review: 'new' }, {}],
  ])('is invalidated with "call again" %s', (_, policy, fields) => {
    const result = reverdictAtDispatch(aDispatch(policy, fields));
    expect(result).toMatchObject({ action: 'invalidate', reason: { code: 'call_again' } });
    expect(result.action === 'invalidate' && result.reason.text).toContain('Call again');
  });
});
