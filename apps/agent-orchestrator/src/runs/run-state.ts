import { assertNever, type RunStatus, TERMINAL_CALL_STATES } from '@countersign/contracts';
import type { ProposedCall, RunEvent } from './run-event.js';

export interface RunCall extends ProposedCall {
  readonly turn: number;
  readonly callId: string | null;
  /** `proposed` until the router has it, `refused` where it would not take it; else the router's state. */
  readonly state: string;
  /** Set once: every call has exactly one result. */
  readonly result: { readonly text: string; readonly isError: boolean } | null;
}

export interface Turn {
  readonly turn: number;
  readonly text: string;
  readonly toolCallIds: readonly string[];
}

/** What the log says, folded. */
export interface RunState {
  readonly status: RunStatus;
  readonly prompt: string;
  readonly turnsMax: number;
  readonly turns: readonly Turn[];
  readonly calls: readonly RunCall[];
  /** In a row, since the last answer. */
  readonly modelFailures: number;
  readonly lastModelFailure: { readonly message: string; readonly canRepeat: boolean } | null;
  readonly answer: string | null;
  readonly failure: string | null;
}

export const EMPTY_RUN: RunState = {
  status: 'running',
  prompt: '',
  turnsMax: 0,
  turns: [],
  calls: [],
  modelFailures: 0,
  lastModelFailure: null,
  answer: null,
  failure: null,
};

export function foldRun(events: Iterable<RunEvent>): RunState {
  let state = EMPTY_RUN;
  for (const event of events) state = evolve(state, event);
  return state;
}

/** Pure and total: an event that cannot follow is refused by `find-contradiction.ts`, not here. */
export function evolve(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run_started':
      return { ...state, prompt: event.prompt, turnsMax: event.turnsMax };
    case 'turn_answered':
      return {
        ...state,
        modelFailures: 0,
        lastModelFailure: null,
        turns: [
          ...state.turns,
          { turn: event.turn, text: event.text, toolCallIds: event.calls.map((call) => call.toolCallId) },
        ],
        calls: [
          ...state.calls,
          ...event.calls.map((call) => ({ ...call, turn: event.turn, callId: null, state: 'proposed', result: null })),
        ],
      };
    case 'model_failed':
      return {
        ...state,
        modelFailures: state.modelFailures + 1,
        lastModelFailure: { message: event.message, canRepeat: event.canRepeat },
      };
    case 'call_submitted':
      return withCall(state, event.toolCallId, (call) => ({
        ...call,
        callId: event.callId,
        state: isToSubmit(call) ? event.state : call.state,
      }));
    case 'call_refused':
      return withCall(state, event.toolCallId, (call) => ({
        ...call,
        state: 'refused',
        result: { text: event.message, isError: true },
      }));
    case 'call_settled':
      return withCall(state, event.toolCallId, (call) => ({
        ...call,
        callId: event.callId,
        state: event.state,
        result: hasResult(event.state) ? { text: event.result, isError: event.isError } : null,
      }));
    case 'run_suspended':
      return { ...state, status: 'suspended' };
    case 'run_resumed':
      return { ...state, status: 'running' };
    case 'run_finished':
      return { ...state, status: 'finished', answer: event.answer };
    case 'run_failed':
      return { ...state, status: 'failed', failure: event.reason };
    case 'run_cancelled':
      return { ...state, status: 'cancelled' };
    default:
      return assertNever(event);
  }
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

export function isOver({ status }: RunState): boolean {
  return status === 'finished' || status === 'failed' || status === 'cancelled';
}

function withCall(state: RunState, toolCallId: string, change: (call: RunCall) => RunCall): RunState {
  return {
    ...state,
    // A call that has its result is locked: a repeated or late event changes nothing.
    calls: state.calls.map((call) => (call.toolCallId === toolCallId && call.result === null ? change(call) : call)),
  };
}
