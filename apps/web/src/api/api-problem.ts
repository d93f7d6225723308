interface ProblemBody {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

/** What the API answers when it refuses (RFC 9457); status 0 when it did not answer at all. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: readonly { readonly pointer: string; readonly message: string }[] = [],
  ) {
    super(message);
  }

  static of(response: Response, body: unknown): ApiProblem {
    const { title, detail, code = '', errors = [] } = (body ?? {}) as ProblemBody;
    return new ApiProblem(response.status, code, detail ?? title ?? `The server answered ${response.status}.`, errors);
  }

  static unreachable(cause: unknown): ApiProblem {
    const problem = new ApiProblem(0, 'unreachable', 'Countersign does not answer. It is tried again.');
    problem.cause = cause;
    return problem;
  }
}
