import { assertNever } from '@countersign/contracts';
import { OpenPointError, UnknownTurnError } from './run.errors.js';
import { hasResult } from './run-call.js';
import type { RunEvent, TurnAnswered } from './run-event.js';
import { foldRun, type RunState } from './run-state.js';

/** What a fork begins with. */
export interface CopiedConversation {
  /** Without the start. Its calls have their results, so nothing of them is left to do. */
  readonly events: readonly RunEvent[];
  /** The last event of the source that was taken over. */
  readonly sequence: number;
}

/**
 * The conversation of a log up to the results of a turn: what was said and what came of the calls, not how the run fared.
 *
 * @param afterTurn 0: the prompt alone; undefined: all of it, messages that the model has not read among it
 * @throws UnknownTurnError, OpenPointError
 */
export function copyConversation(log: readonly RunEvent[], afterTurn: number | undefined): CopiedConversation {
  const state = foldRun(log);
  const last = afterTurn ?? state.turns.length;
  if (last > state.turns.length) throw new UnknownTurnError(last, state.turns.length);
  const open = state.calls.filter(({ turn, result }) => turn <= last && result === null);
  if (open.length > 0) throw new OpenPointError(last, open);
  const taken = log.map((event, index) => [event, index + 1] as const).filter(takes(state, last, afterTurn));
  return { events: taken.map(([event]) => withoutCost(event)), sequence: taken.at(-1)?.[1] ?? 1 };
}

function takes(state: RunState, last: number, afterTurn: number | undefined) {
  const turns = state.turns.slice(0, last);
  const messagesMax = afterTurn === undefined ? state.messages.length : (turns.at(-1)?.messagesRead ?? 0);
  const ids = new Set(turns.flatMap(({ toolCallIds }) => toolCallIds));
  let messages = 0;
  return ([event]: readonly [RunEvent, number]): boolean => {
    switch (event.type) {
      case 'message_received':
        messages += 1;
        return messages <= messagesMax;
      case 'turn_answered':
        return event.turn <= last;
      case 'call_settled':
        return ids.has(event.toolCallId) && hasResult(event.state);
      case 'call_refused':
        return ids.has(event.toolCallId);
      case 'results_compacted':
        return event.toolCallIds.every((id) => ids.has(id));
      case 'run_started':
      case 'model_failed':
      case 'call_submitted':
      case 'run_suspended':
      case 'run_resumed':
      case 'run_finished':
      case 'run_failed':
      case 'run_cancelled':
        return false;
      default:
        return assertNever(event);
    }
  };
}

/** Those tokens were the source's. */
function withoutCost(event: RunEvent): RunEvent {
  if (event.type !== 'turn_answered') return event;
  const { type, turn, text, calls, messagesRead } = event;
  return { type, turn, text, calls, ...(messagesRead !== undefined && { messagesRead }) } satisfies TurnAnswered;
}
