import { describe, expect, it } from '@jest/globals';
import { isNestedDeeperThan } from './json-depth.js';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('isNestedDeeperThan', () => {
  it.each([
    ['1', 0, false],
    ['{}', 0, true],
    ['{"a":[1]}', 2, false],
    ['{"a":[{}]}', 2, true],
    ['[[],[],[[]]]', 3, false],
    ['{"a":"[[[[\\"[[[["}', 1, false],
    ['["\\\\",[]]', 1, true],
    ['{"a":"[[[', 1, false],
    [']]]][[', 2, false],
  ])('%s beyond %i: %s', (text, depthMax, expected) => {
    expect(isNestedDeeperThan(text, depthMax)).toBe(expected);
  });

  it('reads what would overflow the stack of a recursive reader', () => {
    expect(isNestedDeeperThan(nested(1_000_000), 64)).toBe(true);
    expect(isNestedDeeperThan(nested(64), 64)).toBe(false);
  });
});
