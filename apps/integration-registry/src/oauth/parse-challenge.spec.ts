import { describe, expect, it } from '@jest/globals';
import { parseChallenge, toScopes, validScopes } from './parse-challenge.js';

describe('a challenge', () => {
  it('names the metadata and the scopes', () => {
    const header = 'Bearer realm="x", resource_metadata="https://a.example/x?y=1,2", scope="read  write read"';
    expect(parseChallenge(header)).toEqual({
      resourceMetadata: 'https://a.example/x?y=1,2',
      scopes: ['read', 'write'],
      error: null,
    });
  });

  it('is found behind other schemes, with and without quotation marks', () => {
    const header = 'Negotiate YWJj==, Basic realm="say \\"hi\\", Bearer", bearer error=insufficient_scope, SCOPE=w';
    expect(parseChallenge(header)).toEqual({ resourceMetadata: null, scopes: ['w'], error: 'insufficient_scope' });
  });

  it.each([null, '', 'Bearer', 'Basic realm="x"', 'Bearer "', 'Bearer resource_metadata="never closed', '====', ',,,'])(
    'says nothing when it is %p',
    (header) => {
      expect(parseChallenge(header)).toEqual({ resourceMetadata: null, scopes: [], error: null });
    },
  );

  it('is read in one pass, however long it is', () => {
    const startedAt = performance.now();
    parseChallenge(`Bearer ${'a="\\'.repeat(4_000)}`);
    parseChallenge(`${'a, '.repeat(5_000)}Bearer`);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe('scopes', () => {
  it('of a list are those that can be sent', () => {
    expect(validScopes(['a', 1, 'b c', 'a', '"', 'https://x/y'])).toEqual(['a', 'https://x/y']);
    expect(validScopes('a')).toEqual([]);
  });

  it('of a text are its words', () => {
    expect(toScopes(' a b ')).toEqual(['a', 'b']);
    expect(toScopes(undefined)).toEqual([]);
  });
});
