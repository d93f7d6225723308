/** What one reads of a run: who said what, the calls of each turn with what became of them, and what went wrong between. */
export interface Transcript {
  readonly entries: readonly Entry[];
  readonly limits: Limits;
  /** Since the start, or since a message opened the run again: what the limits count. */
  readonly spent: { readonly turns: number; readonly tokens: number };
  /** Of the turns that the run answered itself. */
  readonly totals: { readonly usage: Usage; readonly costMicros: number | null };
  /** Of the last event. */
  readonly sequence: number;
  /** Of the last event that was taken over from another run. */
  readonly historyUntil: number;
}

export interface Limits {
  readonly turnsMax: number | null;
  readonly tokensMax: number | null;
  readonly wallSecondsMax: number | null;
  readonly parallelCallsMax: number | null;
}

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
}

interface Recorded {
  /** Of the event that began it: stable, and unique in the run. */
  readonly sequence: number;
  /** RFC 3339. */
  readonly at: string;
  /** Taken over from the run that this one is a fork of. */
  readonly isHistory: boolean;
}

export interface PersonEntry extends Recorded {
  readonly kind: 'person';
  readonly text: string;
  /** Null for the prompt: the run says who started it. */
  readonly by: string | null;
}

export interface TurnEntry extends Recorded {
  readonly kind: 'turn';
  readonly turn: number;
  readonly text: string;
  readonly calls: readonly TurnCall[];
  readonly usage: Usage | null;
  readonly costMicros: number | null;
}

/** Times are RFC 3339. */
export interface TurnCall {
  readonly toolCallId: string;
  readonly exposedName: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
  readonly callId: string | null;
  readonly approvalId: string | null;
  /** `proposed` before the router has it, `refused` where it would not take it; else the router's state. */
  readonly state: string;
  readonly proposedAt: string;
  readonly submittedAt: string | null;
  readonly settledAt: string | null;
  readonly isError: boolean;
  /** What the model is given, in words; null while there is nothing. */
  readonly result: string | null;
  /** Files in the result, by their media types. */
  readonly files: readonly string[];
  /** The model reads a note instead of the result by now. */
  readonly isCompacted: boolean;
}

/** The model could not be asked, several times in a row. */
export interface FailureEntry extends Recorded {
  readonly kind: 'model-failed';
  readonly message: string;
  readonly times: number;
  readonly canRepeat: boolean;
  readonly retryAfterSeconds: number | null;
}

export interface NoteEntry extends Recorded {
  readonly kind: 'compacted' | 'failed' | 'cancelled' | 'finished' | 'unknown-event';
  /** What the event says beside its kind. */
  readonly text: string;
}

export type Entry = PersonEntry | TurnEntry | FailureEntry | NoteEntry;

const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 };

export const EMPTY_TRANSCRIPT: Transcript = {
  entries: [],
  limits: { turnsMax: null, tokensMax: null, wallSecondsMax: null, parallelCallsMax: null },
  spent: { turns: 0, tokens: 0 },
  totals: { usage: NO_USAGE, costMicros: null },
  sequence: 0,
  historyUntil: 0,
};

export function addUsage(one: Usage, other: Usage): Usage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
  };
}
