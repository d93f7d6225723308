import { Validator } from '@cfworker/json-schema';
import { listProblems } from './list-problems.js';

export interface CheckRequest {
  readonly schema: object;
  readonly value: unknown;
}

/**
 * A worker, because schemas are strangers' texts: what a pattern or a recursion of theirs costs is cut off by ending it.
 */
self.onmessage = ({ data: { schema, value } }: MessageEvent<CheckRequest>) => {
  const { errors } = new Validator(schema, '2020-12', false).validate(value);
  self.postMessage(listProblems(errors));
};
