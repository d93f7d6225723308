import type { RunEventEntity } from './run.entity.js';
import type { RunState } from './run-state.js';

/** RFC 3339, by tool call. */
export type WaitingSince = ReadonlyMap<string, string>;

const FOR_PEOPLE: ReadonlySet<string> = new Set(['pending_approval', 'unknown']);
/** The events that give a call its state. */
const MOVES: ReadonlySet<string> = new Set(['call_submitted', 'call_settled']);

/** When each call that waits for a person began to: the last event that moved it. */
export function toWaitingSince({ calls }: RunState, rows: readonly RunEventEntity[]): WaitingSince {
  const waiting = new Set(calls.filter(({ state }) => FOR_PEOPLE.has(state)).map(({ toolCallId }) => toolCallId));
  if (waiting.size === 0) return new Map();
  const moves = rows.filter(({ type }) => MOVES.has(type));
  return new Map(
    moves.flatMap(({ data, recordedAt }) => {
      const { toolCallId } = JSON.parse(data) as { readonly toolCallId: string };
      return waiting.has(toolCallId) ? [[toolCallId, recordedAt.toISOString()] as const] : [];
    }),
  );
}
