import type { Dispatcher } from 'undici';
import { ANSWER_DEPTH_MAX, ANSWER_VALUES_MAX, RESULT_BYTES_MAX } from '../limits.js';
import { AnswerReader, type ReadingOptions } from './answer-reader.client.js';
import {
  AnswerTooDeepError,
  AnswerTooLargeError,
  AnswerTooManyValuesError,
  NoRoomForAnswerError,
} from './answer.errors.js';
import type { CredentialMask } from './credential-mask.js';
import type { EnterAnswer } from './held-answers.js';
import type { GuardedConnection } from './guarded-connection.client.js';
import type { McpHttpRequest } from './mcp-request.js';
import type { RpcAnswer } from './read-answer.js';
import { EventTooLargeError } from './sse-parser.js';
import type { RequestOutcome } from './upstream-outcome.js';

/** No answer came. `mayHaveBeenSent` false is a proof. */
export class ExchangeError extends Error {
  constructor(
    message: string,
    readonly mayHaveBeenSent: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Cut by nobody here, and for nothing that was said. */
  get isLost(): boolean {
    return !OURS.some((reason) => this.cause instanceof reason);
  }
}

/** What a request became that was not answered. */
export function withoutAnswer(error: unknown): Extract<RequestOutcome, { kind: 'unknown' | 'not_sent' }> {
  if (!(error instanceof ExchangeError)) throw error;
  return { kind: error.mayHaveBeenSent ? 'unknown' : 'not_sent', reason: error.message };
}

export interface Exchange {
  readonly status: number;
  readonly sessionId: string | null;
  readonly answer: RpcAnswer | undefined;
  /** `WWW-Authenticate`: what the server wants instead of the credentials. */
  readonly challenge: string | null;
  /** Whether the connection is good for another request; it is known a moment after the answer. */
  readonly isClean: Promise<boolean>;
}

export class TimedOutError extends Error {}
export class CancelledError extends Error {}
const OURS = [
  AnswerTooLargeError,
  AnswerTooDeepError,
  AnswerTooManyValuesError,
  NoRoomForAnswerError,
  EventTooLargeError,
  TimedOutError,
  CancelledError,
];

export interface ExchangeOptions extends Omit<ReadingOptions, 'room'> {
  /** Where the answer is kept while it is read. */
  readonly enter: EnterAnswer;
  readonly timeoutMs: number;
  /** Aborted: the answer is not waited for any more. */
  readonly signal?: AbortSignal;
}

/** One request and its answer, as JSON or as a stream of events, within one deadline. Throws ExchangeError only. */
export async function exchange(
  connection: GuardedConnection,
  request: McpHttpRequest,
  { timeoutMs, signal, enter, ...reading }: ExchangeOptions,
): Promise<Exchange> {
  const room = enter();
  const reader = new AnswerReader(request.id, { ...reading, room });
  const timer = setTimeout(() => reader.abort(new TimedOutError()), timeoutMs);
  const cancel = (): void => reader.abort(new CancelledError());
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    connection.send(request, reader);
    const answer = await reader.answer;
    connection.boundIdleTime(reader.headers['keep-alive']);
    return toExchange(reader, answer, request.mask);
  } catch (error) {
    throw new ExchangeError(explain(error, timeoutMs), connection.hasWritten(), { cause: error });
  } finally {
    clearTimeout(timer);
    room.leave();
    signal?.removeEventListener('abort', cancel);
  }
}

function toExchange(reader: AnswerReader, answer: RpcAnswer | undefined, mask: CredentialMask): Exchange {
  const { status, headers } = reader;
  const sessionId = headers['mcp-session-id'];
  return {
    status,
    sessionId: typeof sessionId === 'string' ? sessionId : null,
    answer: answer && mask.answer(answer),
    challenge: challengeOf(reader, mask),
    isClean: reader.untilEnd(),
  };
}

/** There may be several such headers, of one scheme each. */
export function challengeOf(
  { headers }: Pick<Dispatcher.ResponseData, 'headers'>,
  mask: CredentialMask,
): string | null {
  const challenge = headers['www-authenticate'];
  return challenge === undefined ? null : mask.text([challenge].flat().join(', '));
}

export function explain(error: unknown, timeoutMs: number): string {
  if (error instanceof CancelledError) return 'it was cancelled before an answer came';
  if (error instanceof TimedOutError) return `no answer came within ${Math.round(timeoutMs / 1_000)} s`;
  if (error instanceof AnswerTooLargeError || error instanceof EventTooLargeError) {
    return `the answer has more than ${RESULT_BYTES_MAX} bytes`;
  }
  if (error instanceof AnswerTooDeepError) return `the answer is nested more than ${ANSWER_DEPTH_MAX} levels deep`;
  if (error instanceof AnswerTooManyValuesError) return `the answer has more than ${ANSWER_VALUES_MAX} values`;
  if (error instanceof NoRoomForAnswerError) return 'this router had no room for the answer';
  return 'the connection was lost before an answer came';
}
