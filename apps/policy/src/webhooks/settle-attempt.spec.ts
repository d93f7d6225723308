import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter, settleAttempt } from './settle-attempt.js';
import { RETRY_AFTER_MS_MAX, RETRY_DELAYS_MS } from './webhook-limits.js';

const failed = { kind: 'failed', error: 'HTTP 500' } as const;
const place = (attempts: number, random = 0.5) => ({ attempts, random, delaysMs: RETRY_DELAYS_MS });

describe('an attempt that failed', () => {
  it('is made eight times within about a day', () => {
    const settlements = Array.from({ length: 8 }, (_, index) => settleAttempt(failed, place(index + 1)));
    const delays = settlements.flatMap((settlement) => (settlement.state === 'pending' ? [settlement.delayMs] : []));
    expect(delays).toHaveLength(7);
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(23 * 3_600_000);
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeLessThan(24 * 3_600_000);
    expect(settlements.at(-1)).toEqual({ state: 'dead', error: 'HTTP 500' });
  });

  it('is made again at another moment than those of other receivers', () => {
    const [early, late] = [0, 0.999].map((random) => settleAttempt(failed, place(1, random)));
    expect(early).toMatchObject({ delayMs: 24_000 });
    expect(late).toMatchObject({ delayMs: 35_988 });
  });

  it('waits longer where the receiver asks for it, within a bound, and never shorter', () => {
    const after = (retryAfterMs: number) => settleAttempt({ ...failed, retryAfterMs }, place(1));
    expect(after(1)).toMatchObject({ delayMs: 30_000 });
    expect(after(90_000)).toMatchObject({ delayMs: 90_000 });
    expect(after(10 * RETRY_AFTER_MS_MAX)).toMatchObject({ delayMs: RETRY_AFTER_MS_MAX });
  });

  it('is the last one where the receiver is gone', () => {
    expect(settleAttempt({ kind: 'refused', error: 'gone' }, place(1))).toEqual({ state: 'dead', error: 'gone' });
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-01-01T00:00:00Z');

  it.each([
    ['120', 120_000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Thu, 01 Jan 2015 00:01:00 GMT', 0],
    ['soon', undefined],
    ['99999999999999', undefined],
    [null, undefined],
  ])('%s means %s ms', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
