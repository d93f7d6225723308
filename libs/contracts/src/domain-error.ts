/** One thing that is wrong with an input, and where: an RFC 6901 JSON pointer. */
export interface InputProblem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/**
 * A failure that somebody can act on. `code` is stable and part of the contract; `message` is for people and never holds
 * a secret. Filters map the code to an HTTP status or a reply; see `error-codes.ts`.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The input itself is wrong; every problem points at its place. */
export class InvalidInputError extends DomainError {
  constructor(
    readonly problems: readonly InputProblem[],
    code = 'request.invalid',
    options?: ErrorOptions,
  ) {
    const message = problems.map((problem) => `${problem.pointer || '/'}: ${problem.message}`).join('; ');
    super(code, message, { problems }, options);
  }
}

export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
