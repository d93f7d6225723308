import type { ActorKind, CallState } from '@countersign/contracts';
import type { ResultBlock } from '../model/tool-result.js';

/**
 * What happened in a run, in order; append-only. A log is replayed by every later version, so a field is never renamed
 * and never changes its meaning. A field that may be absent says what its absence means: logs from before it have none.
 */
export type RunEvent =
  | RunStarted
  | MessageReceived
  | TurnAnswered
  | ResultsCompacted
  | ModelFailed
  | CallSubmitted
  | CallRefused
  | CallSettledInRun
  | RunSuspended
  | RunResumed
  | RunFinished
  | RunFailed
  | RunCancelled;

export interface RunStarted {
  readonly type: 'run_started';
  readonly prompt: string;
  readonly agentVersion: number;
  readonly turnsMax: number;
  /** Tokens read and written together; absent: no limit. */
  readonly tokensMax?: number;
  /** From the start or the last message that opened it again to its end, waiting included; absent: no limit. */
  readonly wallSecondsMax?: number;
  /** Calls with the router at once; absent: all of a turn. */
  readonly parallelCallsMax?: number;
  /** The run whose conversation this one begins with, and the last of that log's events that it took over. */
  readonly forkedFrom?: {
    readonly runId: string;
    readonly sequence: number;
    /** How many events after this one are a copy: history, that counts for no limit; absent: none. */
    readonly events?: number;
  };
}

/** Somebody wrote to the run. The model reads it when it is asked next; a run that had ended is opened again by it. */
export interface MessageReceived {
  readonly type: 'message_received';
  /** By which it is taken once, however often it was sent; absent: it came before messages had one. */
  readonly messageId?: string;
  readonly text: string;
  readonly by: EventActor;
}

export interface EventActor {
  readonly kind: ActorKind;
  readonly id: string;
  readonly name: string;
}

export interface ProposedCall {
  /** Ours, unique in the run: a model may repeat its ids from turn to turn. */
  readonly toolCallId: string;
  readonly exposedName: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
}

export interface TurnAnswered {
  readonly type: 'turn_answered';
  /** From 1. */
  readonly turn: number;
  readonly text: string;
  readonly calls: readonly ProposedCall[];
  /** How many messages the model had read, of all that the run had received; absent: none. */
  readonly messagesRead?: number;
  /** What the provider counted; absent: it did not say. */
  readonly usage?: TokenUsage;
  /** About how many tokens the question and its answer had, where the provider did not count them; absent: it did. */
  readonly estimatedTokens?: number;
  /** In millionths of a US dollar, by the prices of that day; absent: no price is known. */
  readonly costMicros?: number;
}

/** Tokens of one answer. `cachedInputTokens` are among the `inputTokens`. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
}

/** The conversation outgrew the model's context: from now on the model reads a note instead of these results. */
export interface ResultsCompacted {
  readonly type: 'results_compacted';
  readonly toolCallIds: readonly string[];
}

/** The model could not be asked; it is asked again until there were too many of these in a row. */
export interface ModelFailed {
  readonly type: 'model_failed';
  readonly message: string;
  /** Whether asking again could help; a wrong key or an unknown model stays as it is. */
  readonly canRepeat: boolean;
  /** How long the provider asked to wait; absent: it did not say. */
  readonly retryAfterSeconds?: number;
}

export interface CallSubmitted {
  readonly type: 'call_submitted';
  readonly toolCallId: string;
  readonly callId: string;
  /** The router's answer to the submission. */
  readonly state: CallState;
  /** Of a call that asks a person; absent: it asks none, or the router did not say. */
  readonly approvalId?: string;
}

/** The router would not take the call at all, e.g. because its arguments are not JSON: the model is told. */
export interface CallRefused {
  readonly type: 'call_refused';
  readonly toolCallId: string;
  readonly message: string;
}

export interface CallSettledInRun {
  readonly type: 'call_settled';
  readonly toolCallId: string;
  readonly callId: string;
  readonly state: CallState;
  readonly isError: boolean;
  /** What the model is given, in words. */
  readonly result: string;
  /** The same with the files in it, for models that look at them; absent: there are none. */
  readonly blocks?: readonly ResultBlock[];
}

export interface RunSuspended {
  readonly type: 'run_suspended';
}

export interface RunResumed {
  readonly type: 'run_resumed';
}

export interface RunFinished {
  readonly type: 'run_finished';
  readonly answer: string;
}

export interface RunFailed {
  readonly type: 'run_failed';
  readonly reason: string;
}

export interface RunCancelled {
  readonly type: 'run_cancelled';
  readonly by: EventActor;
}
