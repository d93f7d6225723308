import { outstanding } from './decide.js';
import type { RunState } from './run-state.js';

/** Before the model is asked again after the n-th failure in a row: some three minutes for a provider to recover. */
export const MODEL_RETRY_SECONDS = [5, 15, 45, 120] as const;

/**
 * In how many seconds a run in this state has something to do; null when somebody else's event continues it. Checks alone
 * are no work: the router tells when a call has ended.
 */
export function secondsToNextStep(state: RunState): number | null {
  const commands = outstanding(state);
  if (commands.every(({ type }) => type === 'check_call')) return null;
  if (state.modelFailures === 0 || !commands.some(({ type }) => type === 'ask_model')) return 0;
  return MODEL_RETRY_SECONDS[state.modelFailures - 1] ?? 0;
}
