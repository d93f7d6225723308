import type { RunEvent } from '../runs/run-event.js';
import { toToolCallId } from '../runs/tool-call-id.js';
import { tokensOf } from './estimate-tokens.js';
import type { ModelAnswer } from './read-answer.js';

/** A turn with more calls than this is a model that has lost its way; the rest are refused, and it is told. */
export const CALLS_PER_TURN_MAX = 64;

/** Of one turn, those that are not made too. What a server sends beyond them would only make the log long to read. */
const CALLS_RECORDED_MAX = 2 * CALLS_PER_TURN_MAX;

const TOO_MANY = `Failed: one turn may make at most ${CALLS_PER_TURN_MAX} calls. This one was not made.`;
const CUT =
  'Failed: the answer reached its output limit in the middle of this call, so it was not made. Use fewer or shorter arguments.';

/** What the turn is an answer to. */
export interface AskedTurn {
  readonly turn: number;
  readonly messagesRead: number;
  /** About how many tokens it had. */
  readonly estimatedTokens: number;
}

/** The answer as events: the turn, and the calls of it that are not made. */
export function toTurn({ turn, messagesRead, estimatedTokens }: AskedTurn, answer: ModelAnswer): RunEvent[] {
  const { text, usage, costMicros } = answer;
  const calls = answer.calls
    .slice(0, CALLS_RECORDED_MAX)
    .map((call, index) => ({ ...call, toolCallId: toToolCallId(turn, index) }));
  const refused = calls.flatMap(({ toolCallId }, index): RunEvent[] => {
    if (index >= CALLS_PER_TURN_MAX) return [{ type: 'call_refused', toolCallId, message: TOO_MANY }];
    const isCut = answer.isLastCallCut && index === answer.calls.length - 1;
    return isCut ? [{ type: 'call_refused', toolCallId, message: CUT }] : [];
  });
  const counted =
    usage === null ? { estimatedTokens: estimatedTokens + tokensOf(text + JSON.stringify(answer.calls)) } : { usage };
  const cost = costMicros === null ? {} : { costMicros };
  return [{ type: 'turn_answered', turn, text, calls, messagesRead, ...counted, ...cost }, ...refused];
}
