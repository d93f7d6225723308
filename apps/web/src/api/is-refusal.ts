import { ApiProblem } from '@countersign/api-client';

/**
 * Whether the API said that it did not do it. Without an answer, with a failure on the way to one, or with one that nobody
 * understands, a write may have been done all the same, and nothing may claim that it was not.
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiProblem && error.status < 500;
}
