import { findContradiction } from './find-contradiction.js';
import { readRunEvent } from './read-run-event.js';
import { UnreadableRunError } from './run.errors.js';
import { EMPTY_RUN, evolve, type RunState } from './run-state.js';

/** One row of `run_events`: a parsed event with its place in the log. */
export interface LoggedEvent {
  readonly sequence: number;
  readonly data: string;
}

/** Folds a stored log. @throws UnreadableRunError, naming the event that this version cannot read or that contradicts the ones before it */
export function readLog(rows: readonly LoggedEvent[]): RunState {
  return rows.reduce((state, row, index) => {
    try {
      if (row.sequence !== index + 1) throw new UnreadableRunError(`event ${index + 1} is missing`);
      return follow(state, JSON.parse(row.data), row.sequence);
    } catch (cause) {
      if (!(cause instanceof UnreadableRunError) && !(cause instanceof SyntaxError)) throw cause;
      throw new UnreadableRunError(`event ${row.sequence}: ${cause.message}`, { cause });
    }
  }, EMPTY_RUN);
}

function follow(state: RunState, value: unknown, sequence: number): RunState {
  const event = readRunEvent(value);
  const contradiction = findContradiction(state, event, sequence);
  if (contradiction !== null) throw new UnreadableRunError(`${event.type}: ${contradiction}`);
  return evolve(state, event);
}
