import { describe, expect, it } from '@jest/globals';
import { readCallback } from './read-callback.js';

const WORKSPACE = '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f';
const STATE = `${WORKSPACE}.${'a'.repeat(43)}`;

describe('the answer that a browser brings from an authorization server', () => {
  it('names its workspace in the state', () => {
    const query = { state: STATE, code: 'c', iss: 'https://auth.example.com', scope: 'ignored' };
    expect(readCallback(query)).toEqual({
      workspaceId: WORKSPACE,
      state: STATE,
      code: 'c',
      iss: 'https://auth.example.com',
    });
    expect(readCallback({ state: STATE, error: 'access_denied', error_description: '<b>' })).toEqual({
      workspaceId: WORKSPACE,
      state: STATE,
      error: 'access_denied',
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['nothing', {}],
    ['no state', { code: 'c' }],
    ['neither code nor error', { state: STATE }],
    ['both', { state: STATE, code: 'c', error: 'e' }],
    ['an empty code', { state: STATE, code: '' }],
    ['a state of others', { state: 'abc', code: 'c' }],
    ['a state without a secret', { state: `${WORKSPACE}.`, code: 'c' }],
    ['a state with more behind it', { state: `${STATE}/../x`, code: 'c' }],
    ['a workspace that is none', { state: 'default.abc', code: 'c' }],
    ['two codes', { state: STATE, code: ['c', 'd'] }],
    ['two states', { state: [STATE, STATE], code: 'c' }],
    ['an object', { state: STATE, code: { a: 'b' } }],
    ['two issuers', { state: STATE, code: 'c', iss: ['a', 'b'] }],
    ['a code without end', { state: STATE, code: 'c'.repeat(4_097) }],
  ])('is none with %s', (_, query) => {
    expect(readCallback(query)).toBeNull();
  });
});
