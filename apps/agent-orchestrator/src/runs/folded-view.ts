import type { RunCallView, RunUsage, RunView, TurnFlag } from '@countersign/contracts';
import { cutText } from './cut-text.js';
import { hasResult, type RunCall } from './run-call.js';
import { type RunState, type Turn, unreadMessages } from './run-state.js';
import { turnKind } from './turn-kind.js';

/** The last calls of a long run; its events show all. */
const CALLS_MAX = 200;
const TURN_FLAGS_MAX = 1_000;
/** What a model makes up as a name can be any text; a view's has this many characters. */
const NAME_CHARACTERS_MAX = 128;
/** A glance at a result; the run's events and the call have more. */
const PREVIEW_CHARACTERS_MAX = 500;
/** Of all previews together, in characters: a view stays within one message. */
const PREVIEWS_CHARACTERS_MAX = 20_000;

/** What a view has that follows from the log alone. */
export type FoldedView = Required<
  Pick<
    RunView,
    | 'prompt'
    | 'turns'
    | 'calls'
    | 'answer'
    | 'failure'
    | 'turnFlags'
    | 'messages'
    | 'usage'
    | 'costMicros'
    | 'forkedFrom'
    | 'cancelledBy'
  >
>;

export interface FoldedViewOptions {
  readonly textCharactersMax: number;
  /** RFC 3339, by tool call; of the calls that wait for a person. */
  readonly waitingSince?: ReadonlyMap<string, string>;
}

export function toFoldedView(state: RunState, options: FoldedViewOptions): FoldedView {
  const { textCharactersMax } = options;
  const { turns, calls, messages, answer, failure, cancelledBy, forkedFrom } = state;
  const shown = calls.slice(-CALLS_MAX);
  const previewMax = Math.min(PREVIEW_CHARACTERS_MAX, Math.floor(PREVIEWS_CHARACTERS_MAX / Math.max(1, shown.length)));
  return {
    prompt: cutText(state.prompt, textCharactersMax),
    turns: turns.length,
    calls: shown.map((call) => toCallView(call, previewMax, options.waitingSince)),
    answer: answer === null ? null : cutText(answer, textCharactersMax),
    failure,
    turnFlags: turns.map((_, index): TurnFlag => turnKind(turns[index - 1])).slice(-TURN_FLAGS_MAX),
    messages: { count: messages.length, unread: unreadMessages(state) },
    usage: turns.reduce(addUsage, { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 }),
    costMicros: costOf(turns),
    forkedFrom,
    cancelledBy,
  };
}

function toCallView(call: RunCall, previewMax: number, since?: ReadonlyMap<string, string>): RunCallView {
  const { toolCallId, callId, approvalId, exposedName, state, result } = call;
  return {
    toolCallId,
    callId,
    exposedName: exposedName.slice(0, NAME_CHARACTERS_MAX) || '(no name)',
    state,
    resultPreview: result === null ? null : result.text.slice(0, previewMax).toWellFormed(),
    isError: result === null ? null : result.isError,
    approvalId,
    waitingSince: since?.get(toolCallId) ?? null,
    whatToDo: whatToDo(call),
  };
}

/** The run stays as it is until somebody does it. */
function whatToDo({ state, callId, approvalId }: RunCall): string | null {
  if (hasResult(state)) return null;
  if (state === 'pending_approval') {
    return `A person approves or denies it: countersign approvals show ${approvalId ?? '<id>'}.`;
  }
  if (state !== 'unknown') return null;
  return `Nobody knows whether it happened. A person finds out and says so: countersign calls resolve ${callId ?? '<id>'}.`;
}

function addUsage(sum: RunUsage, { usage }: Turn): RunUsage {
  if (usage === null) return sum;
  return {
    inputTokens: sum.inputTokens + usage.inputTokens,
    outputTokens: sum.outputTokens + usage.outputTokens,
    cachedInputTokens: sum.cachedInputTokens + usage.cachedInputTokens,
  };
}

function costOf(turns: readonly Turn[]): number | null {
  const known = turns.flatMap(({ costMicros }) => (costMicros === null ? [] : [costMicros]));
  return known.length === 0 ? null : known.reduce((sum, cost) => sum + cost, 0);
}
