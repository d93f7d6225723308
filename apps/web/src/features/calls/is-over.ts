import type { CallDetails, CallState } from './calls.queries.js';

const MOVING: ReadonlySet<CallState> = new Set(['requested', 'pending_approval', 'approved', 'dispatching', 'unknown']);

/** Nothing of it changes any more, and all that there is of it was read: its story is read beside it, and may be older. */
export function isOver({ state, story }: Pick<CallDetails, 'state' | 'story'>): boolean {
  return !MOVING.has(state) && story.steps.at(-1)?.to === state;
}
