import { assertNever } from '@countersign/contracts';
import { jittered } from './jitter.js';
import type { WatchTimes } from './watch-times.js';

/**
 * How a stream came to its end. `refused`: the server does not let us listen. `abused`: it sent what nobody who announces
 * changes sends. `broken`: there was a failure, or the server ended it. `expired`: it lived as long as a stream may, or was
 * silent for as long.
 */
export const STREAM_ENDS = ['refused', 'abused', 'broken', 'expired'] as const;
export type StreamEnd = (typeof STREAM_ENDS)[number];

/** Until a stream is opened again; `failures` counts this one, and those before it in a row. @param random from 0 to 1 */
export function streamDelayMs(end: StreamEnd, failures: number, times: WatchTimes, random: number): number {
  return jittered(plainDelayMs(end, failures, times), random);
}

function plainDelayMs(end: StreamEnd, failures: number, times: WatchTimes): number {
  switch (end) {
    case 'refused':
    case 'abused':
      return times.streamRefusedMs;
    case 'broken':
      return Math.min(times.streamRetryMaxMs, times.streamRetryMs * 2 ** (failures - 1));
    case 'expired':
      return times.streamRetryMs;
    default:
      return assertNever(end);
  }
}

/** How many times in a row, this one included. One that had proved itself begins a new row; an expired one is no failure. */
export function countStreamFailures(end: StreamEnd, before: number, livedMs: number, times: WatchTimes): number {
  if (end === 'expired') return 0;
  return livedMs >= times.streamProvedMs ? 1 : before + 1;
}
