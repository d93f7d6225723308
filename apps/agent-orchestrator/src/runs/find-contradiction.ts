import { assertNever } from '@countersign/contracts';
import type { RunEvent, TurnAnswered } from './run-event.js';
import { isOver, isToSubmit, type RunCall, type RunState } from './run-state.js';

/**
 * Why this event cannot be the next of a log, in words, or null. Checked before an event is stored and whenever a log is
 * read: a log that contradicts itself is refused, not guessed at.
 *
 * @param sequence from 1
 */
export function findContradiction(state: RunState, event: RunEvent, sequence: number): string | null {
  if ((event.type === 'run_started') !== (sequence === 1)) return 'a log begins with run_started, once';
  if (isOver(state)) return `the run has already ended (${state.status})`;
  switch (event.type) {
    case 'run_started':
    case 'run_failed':
    case 'run_cancelled':
      return null;
    case 'turn_answered':
      return findWrongTurn(state, event);
    case 'model_failed':
      return isWaiting(state) ? 'the model is not asked while calls have no result' : null;
    case 'call_submitted':
    case 'call_refused':
      return ofCall(state, event.toolCallId, (call) =>
        isToSubmit(call) ? null : `call ${call.toolCallId} is with the router already`,
      );
    case 'call_settled':
      return ofCall(state, event.toolCallId, () => null);
    case 'run_suspended':
      return state.status === 'running' && isWaiting(state) ? null : 'there is nothing to wait for';
    case 'run_resumed':
      return state.status === 'suspended' && !isWaiting(state) ? null : 'the run waits for nothing, or still waits';
    case 'run_finished':
      return state.turns.at(-1)?.toolCallIds.length === 0 ? null : 'the last turn is no answer';
    default:
      return assertNever(event);
  }
}

function findWrongTurn(state: RunState, { turn, calls }: TurnAnswered): string | null {
  if (turn !== state.turns.length + 1) return `turn ${turn} follows turn ${state.turns.length}`;
  if (isWaiting(state)) return 'a call of an earlier turn has no result';
  const ids = [...state.calls, ...calls].map(({ toolCallId }) => toolCallId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  return twice === undefined ? null : `call ${twice} is there twice`;
}

function ofCall(state: RunState, toolCallId: string, find: (call: RunCall) => string | null): string | null {
  const call = state.calls.find((candidate) => candidate.toolCallId === toolCallId);
  if (!call) return `no turn proposed a call ${toolCallId}`;
  return call.result === null ? find(call) : `call ${toolCallId} has its result already`;
}

function isWaiting(state: RunState): boolean {
  return state.calls.some(({ result }) => result === null);
}
