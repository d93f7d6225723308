import { describe, expect, it } from '@jest/globals';
import { checkDelayMs, type CheckPace } from './check-delay.js';
import { DEFAULT_WATCH_TIMES as TIMES } from './watch-times.js';

const MINUTE = 60_000;

function pace(fields: Partial<CheckPace>): CheckPace {
  return { ttlMs: null, consecutiveFailures: 0, isStreaming: false, ...fields };
}

describe('the pause before the next look', () => {
  it.each<[string, Partial<CheckPace>, number]>([
    ['is the usual one where the server says nothing', {}, 5 * MINUTE],
    ['is the usual one where the listing is never current', { ttlMs: 0 }, 5 * MINUTE],
    ['is what the server says', { ttlMs: 90_000 }, 90_000],
    ['is half a minute at least', { ttlMs: 1_000 }, 30_000],
    ['is an hour at most', { ttlMs: 24 * 60 * MINUTE }, 60 * MINUTE],
    ['is half an hour where changes are announced', { isStreaming: true, ttlMs: 30_000 }, 30 * MINUTE],
    ['is the usual one after the first failure', { consecutiveFailures: 1 }, 5 * MINUTE],
    ['doubles with every further one', { consecutiveFailures: 3 }, 20 * MINUTE],
    ['doubles from what the server said', { consecutiveFailures: 2, ttlMs: 60_000 }, 2 * MINUTE],
    ['is half an hour at most while it fails', { consecutiveFailures: 1_000 }, 30 * MINUTE],
    ['is that of a failing one though its stream is open', { consecutiveFailures: 1, isStreaming: true }, 5 * MINUTE],
  ])('%s', (_, fields, expected) => {
    expect(checkDelayMs(pace(fields), TIMES, 0.5)).toBe(expected);
  });

  it('is a fifth shorter or longer, by chance', () => {
    expect(checkDelayMs(pace({}), TIMES, 0)).toBe(4 * MINUTE);
    expect(checkDelayMs(pace({}), TIMES, 1)).toBe(6 * MINUTE);
  });
});
