import type { components } from './api.generated.js';

type ProblemBody = components['schemas']['Problem'];

/** One wrong part of the input: `pointer` is a JSON pointer into the body, or `/name` of a query parameter. */
export type ProblemPart = NonNullable<ProblemBody['errors']>[number];

const SECONDS = /^\d{1,9}$/;

/** The API refused: RFC 9457 problem details. `code` is stable, `message` is a sentence for people. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly errors: readonly ProblemPart[];
  readonly details: NonNullable<ProblemBody['details']>;
  /** Finds it in the logs of the services. */
  readonly requestId: string | null;

  /** `retryAfterSeconds`: when the same can succeed; null where the API does not say. */
  constructor(
    readonly status: number,
    readonly code: string,
    body: Partial<ProblemBody>,
    readonly retryAfterSeconds: number | null,
  ) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`);
    this.errors = body.errors ?? [];
    this.details = body.details ?? {};
    this.requestId = body.requestId ?? null;
  }

  /** `body` as it was read: a proxy in between can answer anything, and then the status is all there is. */
  static of({ status, headers }: Pick<Response, 'status' | 'headers'>, body: unknown): ApiProblem {
    const isProblem = typeof body === 'object' && body !== null && 'code' in body;
    const problem = isProblem ? (body as Partial<ProblemBody>) : {};
    const wait = headers.get('retry-after') ?? '';
    return new ApiProblem(status, problem.code ?? `http.${status}`, problem, SECONDS.test(wait) ? Number(wait) : null);
  }
}
