export type JsonDifferenceOperation = 'added' | 'removed' | 'changed';

/** One place that is different. `before` and `after` are JSON text, cut to `valueLengthMax`; null where there was nothing. */
export interface JsonDifference {
  readonly pointer: string;
  readonly operation: JsonDifferenceOperation;
  readonly before: string | null;
  readonly after: string | null;
}

export interface JsonDiff {
  readonly differences: JsonDifference[];
  /** There are more differences than are listed. */
  readonly truncated: boolean;
}

/** What a difference may be, and how many there may be: they are shown to people and sent in messages. */
export interface JsonDiffLimits {
  readonly differencesMax: number;
  /** Of all differences together, as JSON. */
  readonly bytesMax: number;
  /** Of one value; longer ones are cut where both begin to differ, with `…` at the cuts. */
  readonly valueLengthMax: number;
  /** Below a name that is too long to point at, the object that has it is said to be different. */
  readonly pointerLengthMax: number;
}

export interface JsonDiffOptions {
  readonly limits: JsonDiffLimits;
  /** Names of members whose lists have no order, as `required` in a JSON Schema. */
  readonly unordered?: ReadonlySet<string>;
}
