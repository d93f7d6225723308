import type { ActorKind, CallState } from '@countersign/contracts';

/**
 * What happened in a run, in order; append-only. A log is replayed by every later version, so a field is never renamed
 * and never changes its meaning.
 */
export type RunEvent =
  | RunStarted
  | TurnAnswered
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
}

/** The model could not be asked; it is asked again until there were too many of these in a row. */
export interface ModelFailed {
  readonly type: 'model_failed';
  readonly message: string;
  /** Whether asking again could help; a wrong key or an unknown model stays as it is. */
  readonly canRepeat: boolean;
}

export interface CallSubmitted {
  readonly type: 'call_submitted';
  readonly toolCallId: string;
  readonly callId: string;
  /** The router's answer to the submission. */
  readonly state: CallState;
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
  /** What the model is given. */
  readonly result: string;
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
  readonly by: { readonly kind: ActorKind; readonly id: string; readonly name: string };
}
