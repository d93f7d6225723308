import { describe, expect, it } from '@jest/globals';
import { toOwnPath } from './to-own-path.js';

// The same cases as the gateway's.
describe('the path after signing in', () => {
  it.each(['/', '/approvals/1?state=pending#x', '/login'])('can be %s', (path) => expect(toOwnPath(path)).toBe(path));

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '',
    'approvals',
    `/${'too long '.repeat(250)}`,
  ])('is the first page for %p', (target) => expect(toOwnPath(target)).toBe('/'));
});
