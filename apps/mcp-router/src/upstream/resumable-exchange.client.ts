import { setTimeout as wait } from 'node:timers/promises';
import {
  EVENT_ID_LENGTH_MAX,
  STREAM_RESUMES_MAX,
  STREAM_RETRY_MS,
  STREAM_RETRY_MS_MAX,
  STREAM_RETRY_MS_MIN,
} from '../limits.js';
import type { HttpUpstreamParts } from './http-upstream.client.js';
import {
  exchange,
  ExchangeError,
  explain,
  TimedOutError,
  type Exchange,
  type ExchangeOptions,
} from './mcp-exchange.client.js';
import { resumption, type McpHttpRequest, type McpSession } from './mcp-request.js';
import type { StreamPosition } from './sse-parser.js';

type Parts = Pick<HttpUpstreamParts, 'connection' | 'pool' | 'target' | 'session'>;
type Options = ExchangeOptions & { readonly signal: AbortSignal };

/** What a header can hold. */
const EVENT_ID = new RegExp(`^[\\x21-\\x7e]{1,${EVENT_ID_LENGTH_MAX}}$`);

/**
 * One request and its answer, over as many streams as its server makes of it (SEP-1699): a legacy server may end a stream and
 * be asked later for what follows, and one that broke can be taken up in the same way, where its events have ids. The request
 * itself is sent once, and nothing that comes later can prove that it was not executed.
 *
 * Throws ExchangeError only.
 */
export async function resumableExchange(parts: Parts, request: McpHttpRequest, options: Options): Promise<Exchange> {
  const position: StreamPosition = {};
  const endsAtMs = performance.now() + options.timeoutMs;
  let ended: Exchange | ExchangeError;
  try {
    ended = await exchange(parts.connection, request, { ...options, position });
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    ended = error;
  }
  const { session } = parts;
  if (session === null || !isOpenEnded(ended)) return unwrap(ended);
  for (let resumes = 0; resumes < STREAM_RESUMES_MAX; resumes += 1) {
    const resumed = await resume({ ...parts, session }, { request, position, endsAtMs, options });
    if (resumed === undefined) break;
    // Of the connection on which the request was sent: that one is the caller's.
    if (resumed.answer !== undefined) return { ...resumed, isClean: isClean(ended) };
  }
  return unwrap(ended);
}

interface Resuming {
  readonly request: McpHttpRequest;
  readonly position: StreamPosition;
  readonly endsAtMs: number;
  readonly options: Options;
}

/** Undefined: there is nothing more to be had. */
async function resume(
  { pool, target, session }: Parts & { readonly session: McpSession },
  { request: { id }, position, endsAtMs, options }: Resuming,
): Promise<Exchange | undefined> {
  const { lastEventId, retryMs = STREAM_RETRY_MS } = position;
  if (id === null || lastEventId === undefined || !EVENT_ID.test(lastEventId)) return undefined;
  const pauseMs = Math.min(Math.max(retryMs, STREAM_RETRY_MS_MIN), STREAM_RETRY_MS_MAX);
  if (performance.now() + pauseMs >= endsAtMs) throw tooLate(options.timeoutMs);
  await pause(pauseMs, options.signal);
  const connection = await pool.open(target, { reuse: false }).catch(() => undefined);
  if (connection === undefined) return undefined;
  try {
    const timeoutMs = endsAtMs - performance.now();
    const resumed = await exchange(connection, resumption(target, session, { id, lastEventId }), {
      ...options,
      timeoutMs,
      position,
    });
    const isStream = resumed.status >= 200 && resumed.status < 300;
    return isStream ? resumed : undefined;
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    if (error.cause instanceof TimedOutError) throw tooLate(options.timeoutMs);
    if (isOpenEnded(error)) return LOST_AGAIN;
    throw new ExchangeError(error.message, true, { cause: error });
  } finally {
    connection.close();
  }
}

/** It broke once more, and may be taken up once more. */
const LOST_AGAIN: Exchange = {
  status: 200,
  sessionId: null,
  answer: undefined,
  challenge: null,
  isClean: Promise.resolve(false),
};

/** A stream that ended or broke without an answer, for no reason that lies with us. */
function isOpenEnded(ended: Exchange | ExchangeError): boolean {
  if (ended instanceof ExchangeError) return ended.mayHaveBeenSent && ended.isLost;
  return ended.answer === undefined && ended.status >= 200 && ended.status < 300;
}

function isClean(ended: Exchange | ExchangeError): Promise<boolean> {
  return ended instanceof ExchangeError ? Promise.resolve(false) : ended.isClean;
}

function unwrap(ended: Exchange | ExchangeError): Exchange {
  if (ended instanceof ExchangeError) throw ended;
  return ended;
}

function tooLate(timeoutMs: number): ExchangeError {
  const cause = new TimedOutError();
  return new ExchangeError(explain(cause, timeoutMs), true, { cause });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch {
    throw new ExchangeError('it was cancelled before an answer came', true);
  }
}
