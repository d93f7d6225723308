/** A piece of the text that the model is writing, as the stream tells it. */
export interface Delta {
  readonly turn: number;
  readonly attempt: string;
  readonly index: number;
  readonly text: string;
}

/** What is known of a turn that is not recorded yet. */
export interface Draft {
  readonly turn: number;
  readonly attempt: string;
  readonly nextIndex: number;
  readonly text: string;
  /** Its beginning, or a piece of it, was told before one looked: the recorded turn has all of it. */
  readonly isPartial: boolean;
}

/** An answer that is asked for again is another attempt: what was told of the one before counts no more. */
export function addDelta(before: Draft | null, { turn, attempt, index, text }: Delta): Draft {
  if (before?.attempt !== attempt) return { turn, attempt, nextIndex: index + 1, text, isPartial: index > 0 };
  if (index < before.nextIndex) return before;
  const isPartial = before.isPartial || index > before.nextIndex;
  return { ...before, nextIndex: index + 1, text: before.text + text, isPartial };
}
