import { outstanding } from './decide.js';
import type { RunState } from './run-state.js';

/** Before the model is asked again after the n-th failure in a row: some three minutes for a provider to recover. */
export const MODEL_RETRY_SECONDS = [5, 15, 45, 120] as const;

/** A provider that asks for more is asked once more all the same: a person who waits would like to know. */
export const ASKED_PAUSE_SECONDS_MAX = 900;

/**
 * In how many seconds a run in this state has something to do; null when somebody else's event continues it. Checks alone
 * are no work: the router tells when a call has ended.
 */
export function secondsToNextStep(state: RunState): number | null {
  const commands = outstanding(state);
  if (commands.every(({ type }) => type === 'check_call')) return null;
  if (state.modelFailures === 0 || !commands.some(({ type }) => type === 'ask_model')) return 0;
  const own = MODEL_RETRY_SECONDS[state.modelFailures - 1] ?? 0;
  return Math.max(own, Math.min(state.lastModelFailure?.retryAfterSeconds ?? 0, ASKED_PAUSE_SECONDS_MAX));
}
