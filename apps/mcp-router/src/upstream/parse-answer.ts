import { ANSWER_DEPTH_MAX } from '../limits.js';
import { AnswerTooDeepError } from './answer.errors.js';
import { isNestedDeeperThan } from './json-depth.js';
import { toRpcAnswer, type RpcAnswer } from './read-answer.js';

/** A message of a server; undefined is no JSON. @throws AnswerTooDeepError */
export function parseJson(text: string): unknown {
  if (isNestedDeeperThan(text, ANSWER_DEPTH_MAX)) throw new AnswerTooDeepError();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
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
