import { describe, expect, it } from '@jest/globals';
import { describeRelative } from './describe-time.js';

describe('a time as seen from now', () => {
  it.each([
    [0, 'now'],
    [4_600, 'now'],
    [-1_000, '1 second ago'],
    [-61_000, '1 minute ago'],
    [7_200_000, 'in 2 hours'],
  ])('of %i ms from now is %j', (fromNowMs, words) => {
    expect(describeRelative(1_000_000_000 + fromNowMs, 1_000_000_000)).toBe(words);
  });
});
