import { describe, expect, it } from '@jest/globals';
import { isDeeperThan } from './is-deeper-than.js';

describe('the depth of a value', () => {
  it('counts open arrays and objects', () => {
    expect(isDeeperThan('text', 0)).toBe(false);
    expect(isDeeperThan({ a: [1] }, 2)).toBe(false);
    expect(isDeeperThan({ a: [1] }, 1)).toBe(true);
    expect(isDeeperThan({ a: [[]] }, 2)).toBe(true);
  });

  it('is found without recursion', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) deep = { deep };
    expect(isDeeperThan(deep, 64)).toBe(true);
  });
});
