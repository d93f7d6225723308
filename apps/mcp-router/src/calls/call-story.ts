import {
  type CallState,
  type CallStep,
  type CallStory,
  LATE_RESULT_LENGTH_MAX,
  type LateOutcome,
  principalKey,
  STEP_REASON_LENGTH_MAX,
} from '@countersign/contracts';
import type { Call } from './call.js';

export interface TransitionRow {
  readonly from_state: CallState | null;
  readonly to_state: CallState;
  readonly fence: number;
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}

export interface LateOutcomeRow {
  readonly fence: number;
  readonly state: CallState;
  readonly reason: string | null;
  /** Of the whole result. */
  readonly bytes: number | null;
  /** Its beginning. */
  readonly start: Buffer | null;
  readonly at: Date;
}

/** What the ledger keeps of a call beside its row, oldest first. */
export interface CallTraces {
  readonly transitions: readonly TransitionRow[];
  readonly late: readonly LateOutcomeRow[];
  readonly retriedAs: string | null;
}

/** How it came to what it is. */
export function toCallStory(call: Call, { transitions, late, retriedAs }: CallTraces): CallStory {
  const { attempts, isRepeat } = call;
  const steps = withUnwritten(call, transitions.map(toStep));
  return { steps, lateOutcomes: late.map(toLateOutcome), retriedAs, attempts, isRepeat };
}

/** Of an allowed call only what is unusual has rows of its own: its sending and its end are in the call's row. */
function withUnwritten(call: Call, written: readonly CallStep[]): CallStep[] {
  if (call.verdict !== 'allow' || call.state === 'requested') return [...written];
  const isBeginningWritten = written[0]?.from === 'requested';
  const steps = isBeginningWritten ? [...written] : [beginningOf(call), ...written];
  const ended = steps.findIndex(({ from }, index) => index > 0 && from !== steps[index - 1]?.to);
  const isEndMissing = steps.at(-1)?.to !== call.state;
  if (ended < 0 && !isEndMissing) return steps;
  const place = ended < 0 ? steps.length : ended;
  return steps.toSpliced(place, 0, endOf(call, steps[place]?.from ?? call.state));
}

function beginningOf(call: Call): CallStep {
  const { createdAt, principal, verdictReason: reason } = call;
  const step = { from: 'requested', to: 'dispatching', fence: 1, actor: principalKey(principal) } as const;
  return { ...step, at: createdAt.toISOString(), reason: short(reason) };
}

function endOf({ state, settledAt, fence, outcomeReason }: Call, to: CallState): CallStep {
  const isLast = to === state;
  // A call that became unknown has no time of its own for that: only what ends it has.
  const at = isLast ? (settledAt?.toISOString() ?? null) : null;
  const reason = isLast ? short(outcomeReason ?? state) : to;
  return { from: 'dispatching', to, at, fence, actor: 'system', reason };
}

function toStep({ from_state, to_state, at, reason, fence, actor }: TransitionRow): CallStep {
  const from = from_state ?? 'requested';
  return { from, to: to_state, at: at.toISOString(), fence, actor, reason: short(reason) };
}

function toLateOutcome({ at, fence, state, reason, bytes, start }: LateOutcomeRow): LateOutcome {
  // A character that the cut went through is left out.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(start ?? Buffer.alloc(0), { stream: true });
  return {
    at: at.toISOString(),
    fence,
    state,
    reason: reason === null ? null : short(reason),
    resultBytes: bytes ?? 0,
    resultStart: text.slice(0, LATE_RESULT_LENGTH_MAX),
  };
}

function short(reason: string): string {
  return reason.slice(0, STEP_REASON_LENGTH_MAX);
}
