import { describe, expect, it } from '@jest/globals';
import { readChallenge } from './read-challenge.js';

describe('readChallenge', () => {
  it.each<[string | null, string | null, string[]]>([
    [null, null, []],
    ['Bearer', null, []],
    [
      'Bearer error="insufficient_scope", scope="files:read files:write"',
      'insufficient_scope',
      ['files:read', 'files:write'],
    ],
    ['bearer ERROR=insufficient_scope,SCOPE=one', 'insufficient_scope', ['one']],
    ['Basic realm="x", Bearer error = "invalid_token"', 'invalid_token', []],
    ['Bearer realm="error=\\"insufficient_scope\\", scope=\\"a\\""', null, []],
    ['Bearer error="a", error="insufficient_scope"', 'a', []],
    ['Bearer scope="a  a b"', null, ['a', 'b']],
    ['Bearer scope="<ok> \u0007 a\u202eb c\\\\d e"', null, ['<ok>', 'e']],
    ['Bearer error="insufficient_scope', null, []],
  ])('reads %s', (header, error, scopes) => {
    expect(readChallenge(header)).toEqual({ error, scopes });
  });

  it('takes no more and no longer scopes than people can read', () => {
    const many = Array.from({ length: 100 }, (_, index) => `s${index}`).join(' ');
    expect(readChallenge(`Bearer scope="${many}"`).scopes).toHaveLength(16);
    expect(readChallenge(`Bearer scope="${'x'.repeat(101)} y"`).scopes).toEqual(['y']);
  });

  it('reads an endless challenge in no time', () => {
    const startedAt = performance.now();
    readChallenge('a="'.repeat(1_000_000));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
