import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.js';

describe('backoffMs', () => {
  it('doubles up to a minute', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map((attempt) => backoffMs(attempt, 0));
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('is shortened by at most a quarter', () => {
    expect(backoffMs(1, 1)).toBe(375);
  });
});
