import { describe, expect, it } from '@jest/globals';
import { wayOf } from './way-of.js';

describe('the way that somebody acts on', () => {
  it.each([
    ['user', undefined, 'web'],
    ['user', 'cli', 'web'],
    ['token', 'cli', 'cli'],
    ['token', 'web', 'api'],
    ['token', undefined, 'api'],
  ] as const)('of a %s that says that it is %p is %s', (kind, client, way) => {
    expect(wayOf({ kind }, client)).toBe(way);
  });
});
