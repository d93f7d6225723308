import { BACKOFF_FIRST_MS, BACKOFF_MS_MAX } from '../limits.js';

/**
 * Doubles from half a second to a minute: 0.5 s, 1 s, 2 s, … 60 s, each shortened by up to a quarter so that messages
 * that failed together do not come back together.
 *
 * @param attempt how often it failed so far, from 1
 * @param random from 0 to 1
 */
export function backoffMs(attempt: number, random: number = Math.random()): number {
  const full = Math.min(BACKOFF_FIRST_MS * 2 ** Math.min(attempt - 1, 30), BACKOFF_MS_MAX);
  return Math.round(full * (1 - random / 4));
}
