import type { RunState } from '../runs/run-state.js';
import { type ConversationOptions, toConversation } from './conversation.js';
import { type CountedQuestion, estimateTokens } from './estimate-tokens.js';
import type { LengthRefusal } from './length-refusal.js';
import type { ModelFacts } from './model-facts.js';

/** For a model whose longest answer is not known: a long one. */
const OUTPUT_TOKENS_ASSUMED = 8_192;
/** A factor beyond these says more about the provider's count, e.g. without cached tokens, than about the text. */
const CORRECTION_MIN = 0.5;
const CORRECTION_MAX = 3;

/** How many tokens a question may have; null where the model's window is not known: then only its provider can tell. */
export function inputTokensMax(facts: ModelFacts, maxOutputTokens: number | undefined): number | null {
  if (facts.contextTokens === undefined) return null;
  const reserved = maxOutputTokens ?? facts.outputTokensMax ?? OUTPUT_TOKENS_ASSUMED;
  // A window that is smaller than its answer is a slip of configuration; half of it is left then.
  return Math.max(facts.contextTokens - reserved, Math.floor(facts.contextTokens / 2));
}

/**
 * By what an estimate of this run's questions is to be multiplied: what the provider counted for the last answered one, by
 * what is estimated for it. 1 when nothing was counted.
 */
export function correctionOf(state: RunState, question: CountedQuestion, options: ConversationOptions): number {
  const index = state.turns.findLastIndex(({ usage }) => usage !== null && usage.inputTokens > 0);
  const counted = state.turns[index]?.usage?.inputTokens;
  if (counted === undefined) return 1;
  const messages = toConversation(asAsked(state, index), options);
  const estimated = estimateTokens({ ...question, messages });
  return Math.min(CORRECTION_MAX, Math.max(CORRECTION_MIN, counted / Math.max(1, estimated)));
}

/** The run as it was when the model was asked for this turn: without what was said, done and compacted since. */
function asAsked(state: RunState, turnIndex: number): RunState {
  const turns = state.turns.slice(0, turnIndex);
  const turn = state.turns[turnIndex];
  const calls = state.calls.map((call) => ({
    ...call,
    isCompacted: call.isCompacted && (call.compactedAfterTurn ?? 0) <= turnIndex,
  }));
  return { ...state, turns, calls, messages: state.messages.slice(0, turn?.messagesRead ?? 0) };
}

/** Compacting a little more than needed: otherwise it would happen again at every turn, and undo the provider's cache. */
const TARGET_SHARE = 0.8;
/** Of what is estimated, when the provider refused and did not say how much is too much. */
const SHARE_TO_SPARE_UNTOLD = 0.5;

/** About how many estimated tokens have to go before a question fits; 0 when it does. */
export function tokensToSpare(estimated: number, correction: number, tokensMax: number): number {
  if (estimated * correction <= tokensMax) return 0;
  return estimated - (tokensMax * TARGET_SHARE) / correction;
}

/** The same after the provider has refused the question as too long, whatever was estimated. */
export function tokensToSpareAfter(estimated: number, { counted }: LengthRefusal): number {
  const share = counted === null ? 0 : 1 - (counted.tokensMax * TARGET_SHARE) / counted.tokens;
  return estimated * (share > 0 && share < 1 ? share : SHARE_TO_SPARE_UNTOLD);
}
