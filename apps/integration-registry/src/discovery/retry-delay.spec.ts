import { describe, expect, it } from '@jest/globals';
import { type Retry, retryDelayMs } from './retry-delay.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');

function delay(retry: Partial<Retry> = {}): number | null {
  return retryDelayMs({ attempt: 0, firstDelayMs: 500, retryAfter: null, nowMs: NOW, random: 1, ...retry });
}

describe('the delay before a request is sent again', () => {
  it('doubles each time', () => {
    expect([0, 1, 2].map((attempt) => delay({ attempt }))).toEqual([500, 1_000, 2_000]);
  });

  it('is left to chance by half', () => {
    expect([0, 0.5].map((random) => delay({ random }))).toEqual([250, 375]);
  });

  it.each([
    ['3', 3_000],
    ['30', 30_000],
    ['0', 500],
    ['Mon, 23 Nov 2026 12:00:07 GMT', 7_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 500],
    ['soon', 500],
    ['-5', 500],
    ['', 500],
  ])('is what the server wants, but not less than ours: Retry-After: %s', (retryAfter, delayMs) => {
    expect(delay({ retryAfter })).toBe(delayMs);
  });

  it.each(['31', '86400', '9'.repeat(400), 'Mon, 23 Nov 2026 12:01:00 GMT', 'Fri, 01 Jan 2100 00:00:00 GMT'])(
    'is none where the server wants longer than anybody waits: Retry-After: %s',
    (retryAfter) => {
      expect(delay({ retryAfter })).toBeNull();
    },
  );
});
