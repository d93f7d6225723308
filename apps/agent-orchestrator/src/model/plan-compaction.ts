import type { RunCall } from '../runs/run-call.js';
import type { RunState } from '../runs/run-state.js';

/** A shorter result is hardly longer than the note that would take its place. */
const RESULT_TOKENS_MIN = 100;

export interface CompactionPlan {
  /** About how many tokens have to go. */
  readonly tokensToSpare: number;
  /** About how many tokens a call's result has, as the model reads it now. */
  readonly tokensOf: (call: RunCall) => number;
}

/**
 * Which results the model no longer reads, the oldest first, until enough is spared; those of the last turn only when all
 * others are gone: it is about to read them for the first time. The same state gives the same plan, and an empty one says
 * that nothing is left to spare.
 */
export function planCompaction(state: RunState, { tokensToSpare, tokensOf }: CompactionPlan): string[] {
  const lastTurn = state.turns.at(-1)?.turn;
  const large = state.calls
    .filter((call) => call.result !== null && !call.isCompacted)
    .map((call) => ({ call, tokens: tokensOf(call) }))
    .filter(({ tokens }) => tokens >= RESULT_TOKENS_MIN);
  const earlier = large.filter(({ call }) => call.turn !== lastTurn);
  const candidates = earlier.length > 0 ? earlier : large;
  const planned: string[] = [];
  let spared = 0;
  for (const { call, tokens } of candidates) {
    if (spared >= tokensToSpare) break;
    planned.push(call.toolCallId);
    spared += tokens;
  }
  return planned;
}
