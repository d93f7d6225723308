import { assertNever } from '@countersign/contracts';
import { ANSWER_DEPTH_MAX, ANSWER_VALUES_MAX } from '../limits.js';
import { AnswerTooDeepError, AnswerTooManyValuesError } from './answer.errors.js';
import { judgeShape } from './json-shape.js';
import { toRpcAnswer, type RpcAnswer } from './read-answer.js';

/** A message of a server; undefined is no JSON. @throws AnswerTooDeepError, AnswerTooManyValuesError */
export function parseJson(text: string): unknown {
  assertShape(text);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function assertShape(text: string): void {
  const verdict = judgeShape(text, { depthMax: ANSWER_DEPTH_MAX, valuesMax: ANSWER_VALUES_MAX });
  switch (verdict) {
    case 'fits':
      return;
    case 'too_deep':
      throw new AnswerTooDeepError();
    case 'too_many_values':
      throw new AnswerTooManyValuesError();
    default:
      assertNever(verdict);
  }
}

/** A body that is one JSON text. What is not JSON is no answer, and no error either: the status still speaks. */
export function parseAnswer(text: string, id: string | null): RpcAnswer | undefined {
  const message = parseJson(text);
  return id === null ? undefined : (toRpcAnswer(message, id) ?? toAnonymousError(message));
}

/** A server that could not read the id answers with null; in a body of its own it can mean nothing but this request. */
function toAnonymousError(message: unknown): RpcAnswer | undefined {
  if (typeof message !== 'object' || message === null || !('error' in message)) return undefined;
  const { error } = message;
  if ('id' in message && message.id !== null) return undefined;
  return typeof error === 'object' && error !== null ? { error } : undefined;
}
