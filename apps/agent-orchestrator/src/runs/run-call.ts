import { TERMINAL_CALL_STATES } from '@countersign/contracts';
import type { ResultBlock } from '../model/tool-result.js';
import type { ProposedCall } from './run-event.js';

/** A call as its run knows it. */
export interface RunCall extends ProposedCall {
  readonly turn: number;
  readonly callId: string | null;
  /** Of the one that asks a person; null where it is not known. */
  readonly approvalId: string | null;
  /** `proposed` until the router has it, `refused` where it would not take it; else the router's state. */
  readonly state: string;
  /** Set once: every call has exactly one result. */
  readonly result: CallResult | null;
  /** The model reads a note instead of the result. */
  readonly isCompacted: boolean;
  /** How many turns had been answered when it was compacted; absent: it was not. */
  readonly compactedAfterTurn?: number;
}

export interface CallResult {
  readonly text: string;
  readonly isError: boolean;
  /** With the files in it; absent: there are none. */
  readonly blocks?: readonly ResultBlock[];
}

export function toProposed(call: ProposedCall, turn: number): RunCall {
  return { ...call, turn, callId: null, approvalId: null, state: 'proposed', result: null, isCompacted: false };
}

/**
 * Whether the model gets a result of a call in this state. `unknown` waits for a person, and a retried call for its
 * successor: telling the model either would invite it to do it again.
 */
export function hasResult(callState: string): boolean {
  return callState !== 'retried' && TERMINAL_CALL_STATES.some((terminal) => terminal === callState);
}

/** Not with the router yet, or made again there: submitting it answers with the newest call of this id. */
export function isToSubmit({ state }: RunCall): boolean {
  return state === 'proposed' || state === 'retried';
}
