import type { CallState } from './calls.queries.js';
import { type Verdict, VERDICTS } from './verdict-badge.js';

export const CALL_STATES: readonly CallState[] = [
  'pending_approval',
  'unknown',
  'approved',
  'dispatching',
  'succeeded',
  'failed',
  'denied',
  'expired',
  'cancelled',
  'invalidated',
  'resolved_succeeded',
  'resolved_failed',
  'retried',
];

/** What the ledger shows, as its address says it. */
export interface CallsSearch {
  readonly state?: CallState;
  readonly verdict?: Verdict;
}

/** Whatever an address says that is no filter is left out. */
export function toCallsSearch({ state, verdict }: Record<string, unknown>): CallsSearch {
  const knownState = CALL_STATES.find((each) => each === state);
  const knownVerdict = VERDICTS.find((each) => each === verdict);
  return { ...(knownState && { state: knownState }), ...(knownVerdict && { verdict: knownVerdict }) };
}
