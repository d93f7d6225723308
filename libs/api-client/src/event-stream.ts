import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { ApiProblem } from './api-problem.js';

/** One message of a stream of server-sent events. */
export interface StreamMessage {
  /** Null for what cannot be resumed after. */
  readonly id: string | null;
  /** `message` where the stream gives it no name. */
  readonly event: string;
  readonly data: string;
}

export interface EventStreamOptions {
  /** Opens the stream after the message with this id; null is from where it is now. The signal ends it. May throw the ApiProblem itself. */
  readonly connect: (lastEventId: string | null, signal: AbortSignal) => Promise<Response>;
  /** Ends the stream for good; without it, leaving the loop does. */
  readonly signal?: AbortSignal;
  readonly lastEventId?: string;
  /**
   * Told whenever the connection is lost, for how long nothing will be tried, and how often in a row it was lost: 1 after a
   * connection that brought a message, or that lasted. What it throws ends the stream.
   */
  readonly onLost?: (waitMs: number, losses: number) => void;
}

/** The server says how long to wait with `retry:`; until then, and doubled with every failure. */
const RETRY_MS = 1_000;
const RETRY_MS_MAX = 30_000;
/** Servers and proxies end connections that are old, and nothing need have happened on them: one that lasted this long was no failure. */
const LASTING_MS = 30_000;
/** Heartbeats come every 15 s: a connection that says nothing for three of them is dead, whatever the socket thinks. */
const SILENCE_MS_MAX = 45_000;
/** No message of ours is longer; what never ends its line is not read for ever. */
const MESSAGE_CHARACTERS_MAX = 4_000_000;
const TOO_MANY = 429;
const SERVER_ERROR = 500;

/**
 * Messages of a stream of the API, without an end: a connection that breaks or falls silent is opened again after the
 * last message that had an id. Works in browsers and Node.
 *
 * @throws ApiProblem when the API refuses; only 429 and 5xx are tried again, after their `Retry-After`
 */
export async function* eventStream(options: EventStreamOptions): AsyncGenerator<StreamMessage, void, void> {
  const place = { lastEventId: options.lastEventId ?? null, retryMs: RETRY_MS, failures: 0 };
  while (!options.signal?.aborted) {
    const connection = new AbortController();
    const signal = AbortSignal.any([connection.signal, ...(options.signal ? [options.signal] : [])]);
    let waitMs: number | null = null;
    const openedMs = performance.now();
    try {
      const response = await options.connect(place.lastEventId, signal);
      if (!response.ok) throw ApiProblem.of(response, await readJson(response));
      yield* messagesOf(response, connection, place);
    } catch (error) {
      waitMs = waitAfter(error);
    } finally {
      connection.abort();
    }
    if (options.signal?.aborted) return;
    if (performance.now() - openedMs >= LASTING_MS) place.failures = 0;
    waitMs ??= Math.min(place.retryMs * 2 ** place.failures, RETRY_MS_MAX);
    place.failures += 1;
    options.onLost?.(waitMs, place.failures);
    await pause(waitMs, options.signal);
  }
}

interface Place {
  lastEventId: string | null;
  retryMs: number;
  /** Since the last message, or the last connection that lasted. */
  failures: number;
}

async function* messagesOf(
  response: Response,
  connection: AbortController,
  place: Place,
): AsyncGenerator<StreamMessage> {
  const taken: EventSourceMessage[] = [];
  const parser = createParser({
    onEvent: (message) => taken.push(message),
    onRetry: (ms) => (place.retryMs = ms),
    maxBufferSize: MESSAGE_CHARACTERS_MAX,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const silence = setTimeout(() => connection.abort(new TypeError('the stream fell silent')), SILENCE_MS_MAX);
    const piece = await reader?.read().finally(() => clearTimeout(silence));
    if (piece === undefined || piece.done) return;
    parser.feed(piece.value);
    for (const { id, event, data } of taken.splice(0)) {
      place.failures = 0;
      if (id !== undefined) place.lastEventId = id;
      yield { id: id ?? null, event: event ?? 'message', data };
    }
  }
}

/** Null is the usual wait; what no waiting mends is thrown. A connection that fails or breaks is a TypeError, one of ours that ends an AbortError. */
function waitAfter(error: unknown): number | null {
  if (error instanceof ApiProblem && (error.status === TOO_MANY || error.status >= SERVER_ERROR)) {
    return error.retryAfterSeconds === null ? null : error.retryAfterSeconds * 1_000;
  }
  if (error instanceof TypeError || (error instanceof DOMException && error.name === 'AbortError')) return null;
  throw error;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page.
    return null;
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });
}
