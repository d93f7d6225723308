import { endLast } from './end-last.js';
import type { RunEvent } from './run-event.js';
import type { RunState } from './run-state.js';
import { isStillDue, type Performed } from './still-due.js';

/**
 * What a step that was taken tells a run in its present state, in an order that a log can have: what came of the commands
 * that are still due, without what another replica that took the same step has told already.
 */
export function newsOf(state: RunState, performed: readonly Performed[]): RunEvent[] {
  const due = performed.filter(({ command }) => isStillDue(state, command));
  return endLast(due.flatMap(({ events }) => events).flatMap((event) => withoutKnown(state, event)));
}

/** Whoever asks the model leaves out the same results before that; the model is still to be asked when one has. */
function withoutKnown({ calls }: RunState, event: RunEvent): RunEvent[] {
  if (event.type !== 'results_compacted') return [event];
  const known = new Set(calls.filter(({ isCompacted }) => isCompacted).map(({ toolCallId }) => toolCallId));
  const toolCallIds = event.toolCallIds.filter((id) => !known.has(id));
  return toolCallIds.length === 0 ? [] : [{ ...event, toolCallIds }];
}
