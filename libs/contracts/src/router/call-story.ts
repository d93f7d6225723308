import { IsBoolean } from 'class-validator';
import { Count, Id, NestedList, NonEmptyText, Nullable, OneOf, Text, Time } from '../fields.js';
import { CALL_STATES, type CallState } from './calls.js';

/** A call that cannot be sent for an hour is taken and put back about sixty times; the message stays under 256 KiB. */
export const CALL_STEPS_MAX = 150;
/** Each is an answer that came after its worker had lost the call: more than one or two are never seen. */
export const LATE_OUTCOMES_MAX = 5;
/** Of a late answer: enough to see what it is. */
export const LATE_RESULT_LENGTH_MAX = 4_000;
export const STEP_REASON_LENGTH_MAX = 500;

/** One move of a call, with who made it and why. */
export class CallStep {
  /** Null where the ledger keeps no time of it. */
  @Nullable() @Time() at!: string | null;
  @OneOf(CALL_STATES) from!: CallState;
  @OneOf(CALL_STATES) to!: CallState;
  /** After it. The fence moves with every attempt: what a worker does under an older one has no effect. */
  @Count() fence!: number;
  /** `user:<id>`, `token:<id>`, `run:<id>`, or `system`. */
  @NonEmptyText(300) actor!: string;
  @Text(STEP_REASON_LENGTH_MAX) reason!: string;
}

/** What a worker found out that had lost the call by then: it changed nothing, and is evidence for who resolves it. */
export class LateOutcome {
  @Time() at!: string;
  /** Of the worker. */
  @Count() fence!: number;
  /** How the call would have ended by it. */
  @OneOf(CALL_STATES) state!: CallState;
  @Nullable() @Text(STEP_REASON_LENGTH_MAX) reason!: string | null;
  @Count() resultBytes!: number;
  /** The beginning of the JSON of its `CallToolResult`. */
  @Text(LATE_RESULT_LENGTH_MAX) resultStart!: string;
}

/** What became of one call, beside what it is. */
export class CallStory {
  /** Oldest first; of very many, the newest. */
  @NestedList(() => CallStep, CALL_STEPS_MAX) steps!: CallStep[];
  @NestedList(() => LateOutcome, LATE_OUTCOMES_MAX) lateOutcomes!: LateOutcome[];
  /** The call that a person had made instead of this one. */
  @Nullable() @Id() retriedAs!: string | null;
  /** Tries that ended with the proof that nothing was sent, or repeats of an idempotent tool. */
  @Count() attempts!: number;
  /** Its tool was declared idempotent, and it was sent again after an answer was lost. */
  @IsBoolean() isRepeat!: boolean;
}
