import type { WatchTimes } from './watch-times.js';

/**
 * From an announcement to the look that it causes: soon, but not again right after the one before.
 *
 * @param lastLookMs when the last announced look began, by the same clock as `nowMs`; null: there was none
 */
export function announcedDelayMs(lastLookMs: number | null, nowMs: number, times: WatchTimes): number {
  if (lastLookMs === null) return times.announcedMs;
  return Math.max(times.announcedMs, lastLookMs + times.announcedGapMs - nowMs);
}
