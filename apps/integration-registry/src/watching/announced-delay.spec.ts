import { describe, expect, it } from '@jest/globals';
import { announcedDelayMs } from './announced-delay.js';
import { DEFAULT_WATCH_TIMES as TIMES } from './watch-times.js';

describe('the look that an announcement causes', () => {
  it('comes a second later, so that a row of announcements causes one', () => {
    expect(announcedDelayMs(null, 500_000, TIMES)).toBe(1_000);
    expect(announcedDelayMs(400_000, 500_000, TIMES)).toBe(1_000);
  });

  it('waits until ten seconds after the one before', () => {
    expect(announcedDelayMs(499_000, 500_000, TIMES)).toBe(9_000);
    expect(announcedDelayMs(490_500, 500_000, TIMES)).toBe(1_000);
  });
});
