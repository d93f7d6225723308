import type { RunEvent } from '../runs/run-event.js';
import type { RunState } from '../runs/run-state.js';
import { tokensToSpareAfter } from './context-budget.js';
import { toOutput } from './conversation.js';
import { type CountedQuestion, estimateTokens, tokensOfOutput } from './estimate-tokens.js';
import type { AskedModel, ModelFailure } from './model-failure.js';
import { planCompaction } from './plan-compaction.js';
import { takesFiles } from './takes-files.js';

type RefusedQuestion = CountedQuestion & AskedModel;

/** What becomes of a failure: results that the question can do without, where that may help; else the failure itself. */
export function afterFailure(state: RunState, question: RefusedQuestion, failure: ModelFailure): RunEvent {
  const { message, canRepeat, retryAfterSeconds, tooLong } = failure;
  const toolCallIds = resultsToSpare(state, question, failure);
  if (toolCallIds.length > 0) return { type: 'results_compacted', toolCallIds };
  if (tooLong !== undefined) {
    return { type: 'model_failed', message: `${message} (and no result is left to leave out)`, canRepeat: false };
  }
  return { type: 'model_failed', message, canRepeat, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

/** The oldest large results, so that about so many tokens are spared. */
export function planFor(state: RunState, question: AskedModel, tokensToSpare: number): string[] {
  const options = { takesFiles: takesFiles(question) };
  return planCompaction(state, { tokensToSpare, tokensOf: (call) => tokensOfOutput(toOutput(call, options)) });
}

function resultsToSpare(
  state: RunState,
  question: RefusedQuestion,
  { tooLong, areFilesRefused }: ModelFailure,
): string[] {
  if (tooLong !== undefined) return planFor(state, question, tokensToSpareAfter(estimateTokens(question), tooLong));
  return areFilesRefused === true && takesFiles(question) ? lastResultsWithFiles(state) : [];
}

/** The newest first: with those before them, the model was asked already. */
function lastResultsWithFiles({ calls }: RunState): string[] {
  const shown = calls.filter(({ result, isCompacted }) => result?.blocks && !result.isError && !isCompacted);
  const last = shown.at(-1)?.turn;
  return shown.filter(({ turn }) => turn === last).map(({ toolCallId }) => toolCallId);
}
