import type { Turn } from './run-state.js';

/** `first` answers a person; `continuation` goes on with the results of the turn before. */
export type TurnKind = 'first' | 'continuation';

/** @param before the turn before it; undefined: there is none */
export function turnKind(before: Turn | undefined): TurnKind {
  return before === undefined || before.toolCallIds.length === 0 ? 'first' : 'continuation';
}
