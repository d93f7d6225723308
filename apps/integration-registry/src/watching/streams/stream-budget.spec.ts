import { describe, expect, it } from '@jest/globals';
import { StreamBudget } from './stream-budget.js';

describe('the bytes of a stream', () => {
  it('are counted within a window of time', () => {
    const budget = new StreamBudget(100, 60_000);
    expect(budget.spend(60, 1_000)).toBe(true);
    expect(budget.spend(40, 60_000)).toBe(true);
    expect(budget.spend(1, 60_999)).toBe(false);
    expect(budget.spend(100, 61_000)).toBe(true);
  });
});
