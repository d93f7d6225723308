import { assertNever } from '@countersign/contracts';
import { isToSubmit, type RunCall } from './run-call.js';
import type { ResultsCompacted, RunEvent, TurnAnswered } from './run-event.js';
import { isOver, type RunState, unreadMessages } from './run-state.js';

/**
 * Why this event cannot be the next of a log, in words, or null. Checked before an event is stored and whenever a log is
 * read: a log that contradicts itself is refused, not guessed at.
 *
 * @param sequence from 1
 */
export function findContradiction(state: RunState, event: RunEvent, sequence: number): string | null {
  if ((event.type === 'run_started') !== (sequence === 1)) return 'a log begins with run_started, once';
  if (isOver(state) && !isReopened(state, event)) return `the run has already ended (${state.status})`;
  switch (event.type) {
    case 'run_started':
    case 'message_received':
    case 'run_failed':
    case 'run_cancelled':
      return null;
    case 'turn_answered':
      return findWrongTurn(state, event);
    case 'results_compacted':
      return findWrongCompaction(state, event);
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
      if (state.turns.at(-1)?.toolCallIds.length !== 0) return 'the last turn is no answer';
      return unreadMessages(state) === 0 ? null : 'the model has not read a message';
    default:
      return assertNever(event);
  }
}

/** What was cancelled stays so: its calls were taken back for good. */
function isReopened({ status }: RunState, { type }: RunEvent): boolean {
  return type === 'message_received' && status !== 'cancelled';
}

function findWrongTurn(state: RunState, { turn, calls, messagesRead = 0 }: TurnAnswered): string | null {
  if (turn !== state.turns.length + 1) return `turn ${turn} follows turn ${state.turns.length}`;
  if (messagesRead > state.messages.length) return `${messagesRead} messages of ${state.messages.length} were read`;
  if (messagesRead < (state.turns.at(-1)?.messagesRead ?? 0)) return 'a message that was read is not read any more';
  if (isWaiting(state)) return 'a call of an earlier turn has no result';
  const ids = [...state.calls, ...calls].map(({ toolCallId }) => toolCallId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  return twice === undefined ? null : `call ${twice} is there twice`;
}

function findWrongCompaction(state: RunState, { toolCallIds }: ResultsCompacted): string | null {
  if (isWaiting(state)) return 'a call has no result';
  if (toolCallIds.length === 0) return 'nothing is compacted';
  const calls = new Map(state.calls.map((call) => [call.toolCallId, call]));
  const wrong = toolCallIds.find((id) => calls.get(id)?.isCompacted !== false);
  return wrong === undefined ? null : `there is no result of call ${wrong} to compact`;
}

function ofCall(state: RunState, toolCallId: string, find: (call: RunCall) => string | null): string | null {
  const call = state.calls.find((candidate) => candidate.toolCallId === toolCallId);
  if (!call) return `no turn proposed a call ${toolCallId}`;
  return call.result === null ? find(call) : `call ${toolCallId} has its result already`;
}

function isWaiting(state: RunState): boolean {
  return state.calls.some(({ result }) => result === null);
}
