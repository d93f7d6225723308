import type { Dispatcher } from 'undici';
import { ANSWER_DEPTH_MAX, RESULT_BYTES_MAX, SSE_EVENT_BYTES_MAX } from '../limits.js';
import type { CredentialMask } from './credential-mask.js';
import type { GuardedConnection } from './guarded-connection.client.js';
import { isNestedDeeperThan } from './json-depth.js';
import type { McpHttpRequest } from './mcp-request.js';
import { toRpcAnswer, type RpcAnswer } from './read-answer.js';
import { EventTooLargeError, SseParser, type StreamPosition } from './sse-parser.js';
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

export class AnswerTooLargeError extends Error {}
class AnswerTooDeepError extends Error {}
export class TimedOutError extends Error {}
export class CancelledError extends Error {}
const OURS = [AnswerTooLargeError, AnswerTooDeepError, EventTooLargeError, TimedOutError, CancelledError];

export interface ExchangeOptions {
  readonly timeoutMs: number;
  /** Aborted: the answer is not waited for any more. */
  readonly signal?: AbortSignal;
  /** Every message of a stream that is not the answer. */
  readonly onMessage?: (message: unknown) => void;
  /** Is kept up to date with a stream. */
  readonly position?: StreamPosition;
}

type Chunks = AsyncIterator<Buffer>;
type Reading = Pick<ExchangeOptions, 'onMessage' | 'position'>;

/** After its response a server ends the stream; one that goes on is left. */
const LINGER_MS = 1_000;

/** One request and its answer, as JSON or as a stream of events, within one deadline. Throws ExchangeError only. */
export async function exchange(
  connection: GuardedConnection,
  request: McpHttpRequest,
  { timeoutMs, signal, ...reading }: ExchangeOptions,
): Promise<Exchange> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new TimedOutError()), timeoutMs);
  const cancel = (): void => deadline.abort(new CancelledError());
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const { body } = request;
    const response = await (body === null
      ? connection.get(request, deadline.signal)
      : connection.post({ ...request, body }, deadline.signal));
    return await readResponse(response, request, reading);
  } catch (error) {
    throw new ExchangeError(explain(error, timeoutMs), connection.hasWritten(), { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

async function readResponse(
  response: Dispatcher.ResponseData,
  { id, mask }: McpHttpRequest,
  reading: Reading,
): Promise<Exchange> {
  const { statusCode: status, headers, body } = response;
  const chunks: Chunks = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const sessionId = headers['mcp-session-id'];
  const isStream = String(headers['content-type'] ?? '').startsWith('text/event-stream');
  const { answer, isClean } =
    isStream && id !== null
      ? await readStream(chunks, id, reading)
      : { answer: await readJson(chunks, id), isClean: true };
  return {
    status,
    sessionId: typeof sessionId === 'string' ? sessionId : null,
    answer: answer && mask.answer(answer),
    challenge: challengeOf(response, mask),
    isClean: Promise.resolve(isClean),
  };
}

/** There may be several such headers, of one scheme each. */
export function challengeOf({ headers }: Dispatcher.ResponseData, mask: CredentialMask): string | null {
  const challenge = headers['www-authenticate'];
  return challenge === undefined ? null : mask.text([challenge].flat().join(', '));
}

/** A body that is one JSON text. What is not JSON is no answer, and no error either: the status still speaks. */
async function readJson(chunks: Chunks, id: string | null): Promise<RpcAnswer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    bytes += next.value.length;
    if (bytes > RESULT_BYTES_MAX) throw new AnswerTooLargeError();
    parts.push(next.value);
  }
  const message = parseJson(Buffer.concat(parts).toString('utf8'));
  return id === null ? undefined : (toRpcAnswer(message, id) ?? toAnonymousError(message));
}

/** A server that could not read the id answers with null; in a body of its own it can mean nothing but this request. */
function toAnonymousError(message: unknown): RpcAnswer | undefined {
  if (typeof message !== 'object' || message === null || !('error' in message)) return undefined;
  const { error } = message;
  if ('id' in message && message.id !== null) return undefined;
  return typeof error === 'object' && error !== null ? { error } : undefined;
}

async function readStream(
  chunks: Chunks,
  id: string,
  { onMessage, position }: Reading,
): Promise<{ answer: RpcAnswer | undefined; isClean: Promise<boolean> | boolean }> {
  const parser = new SseParser(SSE_EVENT_BYTES_MAX, position);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: false });
  let bytes = 0;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    bytes += next.value.length;
    if (bytes > RESULT_BYTES_MAX) throw new AnswerTooLargeError();
    for (const data of parser.push(decoder.decode(next.value, { stream: true }))) {
      const message = parseJson(data);
      const answer = toRpcAnswer(message, id);
      if (answer !== undefined) return { answer, isClean: linger(chunks) };
      onMessage?.(message);
    }
  }
  return { answer: undefined, isClean: true };
}

/** Reads to the end of a stream that has given its answer. False: it did not end in time. */
async function linger(chunks: Chunks): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), LINGER_MS);
  });
  try {
    return await Promise.race([readToEnd(chunks), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

async function readToEnd(chunks: Chunks): Promise<boolean> {
  try {
    let next = await chunks.next();
    while (next.done !== true) next = await chunks.next();
    return true;
  } catch {
    // Cut after its answer: the answer stands, the connection does not.
    return false;
  }
}

/** @throws AnswerTooDeepError: nobody knows whose answer it is, or what the rest of this process would do with it */
export function parseJson(text: string): unknown {
  if (isNestedDeeperThan(text, ANSWER_DEPTH_MAX)) throw new AnswerTooDeepError();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function explain(error: unknown, timeoutMs: number): string {
  if (error instanceof CancelledError) return 'it was cancelled before an answer came';
  if (error instanceof TimedOutError) return `no answer came within ${Math.round(timeoutMs / 1_000)} s`;
  if (error instanceof AnswerTooLargeError || error instanceof EventTooLargeError) {
    return `the answer has more than ${RESULT_BYTES_MAX} bytes`;
  }
  if (error instanceof AnswerTooDeepError) return `the answer is nested more than ${ANSWER_DEPTH_MAX} levels deep`;
  return 'the connection was lost before an answer came';
}
