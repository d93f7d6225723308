import { type ApiClient, createApiClient } from '@countersign/api-client';
import { ApiProblem } from './api-problem.js';

/** As the audit names the way: a person in a browser. */
const CLIENT = 'web';
const READING = new Set(['GET', 'HEAD']);

let csrfToken: string | undefined;

/** Every write carries it: the cookie alone would also come from another page. */
export function rememberCsrfToken(token: string | null | undefined): void {
  csrfToken = token ?? undefined;
}

/** The admin API of this very origin. */
export const api: ApiClient = createApiClient({ baseUrl: '', headers: { 'x-countersign-client': CLIENT } });

api.use({
  onRequest({ request }) {
    if (!READING.has(request.method) && csrfToken !== undefined) request.headers.set('x-csrf-token', csrfToken);
    return request;
  },
  onError({ error }) {
    return ApiProblem.unreachable(error);
  },
});

interface Exchange<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The answer of a call of `api`.
 *
 * @throws ApiProblem for whatever is no success
 */
export async function answerOf<T>(exchange: Promise<Exchange<T>>): Promise<T> {
  const { data, error, response } = await exchange;
  if (error !== undefined || !response.ok) throw ApiProblem.of(response, error);
  return data as T;
}
