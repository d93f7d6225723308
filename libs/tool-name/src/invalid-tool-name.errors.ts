export type InvalidToolNameCode =
  | 'empty'
  | 'too_long'
  | 'malformed'
  | 'not_canonical'
  | 'bad_slug'
  | 'bad_prefix'
  | 'bad_budget'
  | 'unknown_digest'
  | 'ambiguous_digest';

/**
 * A name that is refused (rule 8): there is never a guess and never another tool instead. The message does not repeat the
 * name, which a remote server chose and which may hold control characters; show it by `displayToolName`.
 */
export class InvalidToolNameError extends Error {
  constructor(
    readonly code: InvalidToolNameCode,
    message: string,
  ) {
    super(message);
    this.name = 'InvalidToolNameError';
  }
}
