import { TERMINAL_CALL_STATES, type CallState } from '@countersign/contracts';

/**
 * The only ways a call can go. A trigger of the ledger repeats this table, so that no other writer can go another way.
 *
 * | from               | to                                                                                        |
 * |--------------------|-------------------------------------------------------------------------------------------|
 * | `requested`        | the verdict's state; `dispatching` for `allow`, whose intent is recorded with its sending   |
 * | `pending_approval` | `approved` by a grant; everything else ends it                                            |
 * | `approved`         | `dispatching` by whoever wins the fence; or it ends without being sent                    |
 * | `dispatching`      | its outcome; back to `approved` only with proof that nothing was sent, or for an idempotent tool |
 * | `unknown`          | what a person finds out                                                                   |
 */
const NEXT: Readonly<Record<CallState, readonly CallState[]>> = {
  requested: ['denied', 'pending_approval', 'approved', 'dispatching'],
  pending_approval: ['approved', 'denied', 'expired', 'cancelled', 'invalidated'],
  approved: ['dispatching', 'expired', 'cancelled', 'invalidated'],
  dispatching: ['succeeded', 'failed', 'unknown', 'approved'],
  unknown: ['resolved_succeeded', 'resolved_failed', 'retried'],
  denied: [],
  expired: [],
  cancelled: [],
  invalidated: [],
  succeeded: [],
  failed: [],
  resolved_succeeded: [],
  resolved_failed: [],
  retried: [],
};

export function canBecome(from: CallState, to: CallState): boolean {
  return NEXT[from].includes(to);
}

export function isTerminal(state: CallState): boolean {
  return TERMINAL_CALL_STATES.includes(state);
}

/** Nothing more will happen by itself: the state ends it, or a person has to look at it. */
export function isSettled(state: CallState): boolean {
  return isTerminal(state) || state === 'unknown';
}

/** A transition that the table does not have: a mistake of this service, never of a caller. */
export function assertCanBecome(from: CallState, to: CallState): void {
  if (!canBecome(from, to)) throw new Error(`a call cannot go from ${from} to ${to}`);
}
