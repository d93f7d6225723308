import { ApiProblem } from './api-problem.js';

interface Exchange<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The answer of a call of the client: `await answerOf(api.GET('/api/v1/me'))`.
 *
 * @throws ApiProblem for whatever is no success; what `fetch` throws where there is no answer
 */
export async function answerOf<T>(exchange: Promise<Exchange<T>>): Promise<T> {
  return (await taggedAnswerOf(exchange)).data;
}

/** The same with its ETag, for `If-Match` of a later write; null where the route gives none. */
export async function taggedAnswerOf<T>(exchange: Promise<Exchange<T>>): Promise<{ data: T; etag: string | null }> {
  const { data, error, response } = await exchange;
  if (!response.ok) throw ApiProblem.of(response, error);
  return { data: data as T, etag: response.headers.get('etag') };
}
