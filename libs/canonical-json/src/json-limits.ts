export interface JsonLimits {
  /** Size of the text in UTF-8 bytes. */
  readonly maxBytes?: number;
  /** How many arrays and objects may be open at once; a bare scalar has depth 0. */
  readonly maxDepth?: number;
  /** Members of objects and elements of arrays, as `countJsonValues` counts them. */
  readonly maxValues?: number;
}

/** What a NATS server carries in one message unless told otherwise: nothing larger can be passed on inside anyway. */
export const DEFAULT_MAX_BYTES = 1024 * 1024;

/** Far above any tool call or schema seen in use, far below what makes a recursive reader behind us overflow its stack. */
export const DEFAULT_MAX_DEPTH = 64;

/**
 * What is three bytes on the wire (`[],`) is a hundred in memory: 4 MiB of small values became up to 106 MiB, and took 2 s.
 * So many are 12 MiB at most, and more than the arguments of any call can hold (65,536 in 128 KiB of `1,`).
 */
export const DEFAULT_MAX_VALUES = 100_000;
