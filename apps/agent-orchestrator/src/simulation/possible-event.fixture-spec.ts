import { CALL_STATES, type CallState, TERMINAL_CALL_STATES } from '@countersign/contracts';
import { outstanding } from '../runs/decide.js';
import { findContradiction } from '../runs/find-contradiction.js';
import { isToSubmit, type RunCall } from '../runs/run-call.js';
import type { ProposedCall, RunEvent, RunStarted } from '../runs/run-event.js';
import type { RunState } from '../runs/run-state.js';
import { toToolCallId } from '../runs/tool-call-id.js';

/** One of 0 … bound - 1. */
export type Choose = (bound: number) => number;

const BY = { kind: 'user', id: 'u', name: 'Ann' } as const;
/** What the router answers a submission with; `retried` never: its successor is answered. */
const SUBMITTED: readonly CallState[] = CALL_STATES.filter((state) => state !== 'retried');
/** What a settled call is announced with. */
const SETTLED: readonly CallState[] = ['unknown', 'unknown', 'retried', ...TERMINAL_CALL_STATES];
const WAITING: readonly CallState[] = ['pending_approval', 'pending_approval', 'dispatching', 'approved'];

export function aStart(choose: Choose): RunStarted {
  return {
    type: 'run_started',
    prompt: 'go',
    agentVersion: 1,
    turnsMax: 1 + choose(8),
    ...(choose(2) === 0 ? { tokensMax: 1 + choose(400) } : {}),
    ...(choose(2) === 0 ? { parallelCallsMax: 1 + choose(3) } : {}),
  };
}

/** Something that could really happen to a run in this state, or null where what was thought of could not. */
export function aPossibleEvent(state: RunState, sequence: number, choose: Choose): RunEvent | null {
  const event = anEvent(state, choose);
  if (event === null || findContradiction(state, event, sequence) !== null) return null;
  return isAsked(state, event) ? event : null;
}

/** Answers come to questions: nobody submits a call that the limit of parallel calls keeps back. */
function isAsked(state: RunState, event: RunEvent): boolean {
  if (event.type !== 'call_submitted' && event.type !== 'call_refused') return true;
  return outstanding(state).some(
    (command) => command.type === 'submit_call' && command.call.toolCallId === event.toolCallId,
  );
}

function anEvent(state: RunState, choose: Choose): RunEvent | null {
  const open = state.calls.filter(({ result }) => result === null);
  switch (choose(40)) {
    case 0:
      return choose(12) === 0 ? { type: 'run_cancelled', by: BY } : null;
    case 1:
      return choose(4) === 0 ? { type: 'run_failed', reason: 'the agent is gone' } : null;
    case 2:
    case 3:
    case 4:
      return { type: 'message_received', text: `message ${state.messages.length + 1}`, by: BY };
    case 5:
    case 6:
      return {
        type: 'results_compacted',
        toolCallIds: someOf(
          state.calls.map(({ toolCallId }) => toolCallId),
          choose,
        ),
      };
    case 7:
    case 8:
    case 9:
      return { type: 'model_failed', message: 'overloaded', canRepeat: choose(12) > 0 };
    default:
      return open.length === 0 ? aTurn(state, choose) : anEventOfACall(oneOf(open, choose), choose);
  }
}

function aTurn({ turns, messages }: RunState, choose: Choose): RunEvent {
  const turn = turns.length + 1;
  const read = turns.at(-1)?.messagesRead ?? 0;
  const calls = Array.from({ length: choose(6) }, (_, index): ProposedCall => ({
    toolCallId: toToolCallId(turn, index),
    exposedName: 'tool',
    arguments: choose(8) === 0 ? 'no JSON' : '{}',
  }));
  return {
    type: 'turn_answered',
    turn,
    text: choose(3) === 0 ? '' : `answer ${turn}`,
    calls,
    messagesRead: read + choose(messages.length - read + 1),
    ...(choose(2) === 0 ? { usage: { inputTokens: choose(50), outputTokens: choose(50), cachedInputTokens: 0 } } : {}),
  };
}

function anEventOfACall(call: RunCall, choose: Choose): RunEvent {
  const { toolCallId } = call;
  if (isToSubmit(call) && choose(4) > 0) {
    if (choose(8) === 0) return { type: 'call_refused', toolCallId, message: 'Failed: not JSON' };
    const state = oneOf(choose(3) === 0 ? SUBMITTED : WAITING, choose);
    return { type: 'call_submitted', toolCallId, callId: aCallId(call, choose), state };
  }
  const state = oneOf(SETTLED, choose);
  const result = `result of ${toolCallId}`;
  return { type: 'call_settled', toolCallId, callId: aCallId(call, choose), state, isError: choose(2) === 0, result };
}

/** Its own, or a successor's. */
function aCallId({ toolCallId, callId }: RunCall, choose: Choose): string {
  return callId !== null && choose(6) > 0 ? callId : `${toolCallId}-${choose(3)}`;
}

function someOf<T>(values: readonly T[], choose: Choose): T[] {
  return values.filter(() => choose(3) === 0);
}

export function oneOf<T>(values: readonly T[], choose: Choose): T {
  const value = values[choose(values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}
