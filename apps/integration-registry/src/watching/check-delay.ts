import { jittered } from './jitter.js';
import type { WatchTimes } from './watch-times.js';

export interface CheckPace {
  /** As the server said it with its listing; null or 0 where it said nothing: SDKs send 0 by themselves. */
  readonly ttlMs: number | null;
  readonly consecutiveFailures: number;
  /** The server announces its changes on a stream that is open. */
  readonly isStreaming: boolean;
}

/**
 * Until the next look at a server.
 *
 * | the server                     | pause                                            |
 * |--------------------------------|--------------------------------------------------|
 * | says nothing                   | `pollMs`                                         |
 * | gives its listing a `ttlMs`    | that, within its bounds                          |
 * | announces its changes          | `safetyPollMs`                                   |
 * | fails for the nth time         | its own pause doubled n - 1 times, to a maximum  |
 *
 * @param random from 0 to 1
 */
export function checkDelayMs(pace: CheckPace, times: WatchTimes, random: number): number {
  return jittered(plainDelayMs(pace, times), random);
}

function plainDelayMs({ ttlMs, consecutiveFailures, isStreaming }: CheckPace, times: WatchTimes): number {
  const ownMs = ttlMs === null || ttlMs <= 0 ? times.pollMs : clamp(ttlMs, times.ttlMinMs, times.ttlMaxMs);
  if (consecutiveFailures > 0) return Math.min(times.backoffMaxMs, ownMs * 2 ** (consecutiveFailures - 1));
  return isStreaming ? times.safetyPollMs : ownMs;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
