export interface JsonLimits {
  /** Size of the text in UTF-8 bytes. */
  readonly maxBytes?: number;
  /** How many arrays and objects may be open at once; a bare scalar has depth 0. */
  readonly maxDepth?: number;
}

/** What a NATS server carries in one message unless told otherwise: nothing larger can be passed on inside anyway. */
export const DEFAULT_MAX_BYTES = 1024 * 1024;

/** Far above any tool call or schema seen in use, far below what makes a recursive reader behind us overflow its stack. */
export const DEFAULT_MAX_DEPTH = 64;
