import { describe, expect, it } from '@jest/globals';
import { explainRefusal, toRefusedCredentials } from './credential-refusal.js';

const target = { credentialVersion: 7 };
const SCOPES = 'Bearer error="insufficient_scope", scope="a b"';

describe('toRefusedCredentials', () => {
  it.each([
    [401, null, { credentialVersion: 7, reason: 'unauthorized' }],
    [401, 'Bearer scope="a"', { credentialVersion: 7, reason: 'unauthorized', scopes: ['a'] }],
    [403, SCOPES, { credentialVersion: 7, reason: 'insufficient_scope', scopes: ['a', 'b'] }],
    [403, 'Bearer error="insufficient_scope"', { credentialVersion: 7, reason: 'insufficient_scope' }],
    [403, 'Bearer error="invalid_token"', null],
    [403, null, null],
    [400, SCOPES, null],
    [200, SCOPES, null],
    [500, SCOPES, null],
  ])('reads %i with %s', (status, challenge, expected) => {
    expect(toRefusedCredentials(target, status, challenge)).toEqual(expected);
  });
});

describe('explainRefusal', () => {
  it('says who can put it right', () => {
    expect(explainRefusal({ credentialVersion: 1, reason: 'unauthorized' })).toBe(
      'the server does not accept the credentials of this integration; it needs to be authorized again by a person in Countersign',
    );
  });

  it('names the scopes that are missing', () => {
    const refused = { credentialVersion: 1, reason: 'insufficient_scope', scopes: ['a', 'b'] } as const;
    expect(explainRefusal({ ...refused, scopes: [...refused.scopes] })).toMatch(/does not have \(a, b\); it needs/);
    expect(explainRefusal({ credentialVersion: 1, reason: 'insufficient_scope' })).toMatch(/does not have; it needs/);
  });
});
