import { describe, expect, it } from '@jest/globals';
import { countStreamFailures, type StreamEnd, streamDelayMs } from './stream-delay.js';
import { DEFAULT_WATCH_TIMES as TIMES } from './watch-times.js';

describe('a stream that ended', () => {
  it.each<[StreamEnd, number, number]>([
    ['broken', 1, 5_000],
    ['broken', 2, 10_000],
    ['broken', 20, 30 * 60_000],
    ['broken', 5_000, 30 * 60_000],
    ['expired', 0, 5_000],
    ['refused', 1, 60 * 60_000],
    ['abused', 1, 60 * 60_000],
  ])('as %s for the %dth time is opened again after %d ms', (end, failures, expected) => {
    expect(streamDelayMs(end, failures, TIMES, 0.5)).toBe(expected);
  });

  it('counts with those before it, unless it lived long enough to be the first of a new row', () => {
    expect(countStreamFailures('broken', 4, 1_000, TIMES)).toBe(5);
    expect(countStreamFailures('broken', 4, TIMES.streamProvedMs, TIMES)).toBe(1);
  });

  it('by its age is no failure', () => {
    expect(countStreamFailures('expired', 4, 0, TIMES)).toBe(0);
  });
});
