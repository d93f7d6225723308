import type { ProtocolEra, WireTransport } from '@countersign/contracts';
import type { Egress } from '@countersign/egress';
import {
  ANSWER_BYTES_MAX,
  EVENT_LENGTH_MAX,
  FAREWELL_MS_MAX,
  OPENING_MS_MAX,
  STREAM_BYTES_MAX,
  STREAM_WINDOW_MS,
} from '../watch-limits.js';
import { EventReader, type StreamEvent } from './event-reader.js';
import type { ListenerRequest } from './listener-request.js';
import { refusedByStatus, StreamEndedError } from './stream.errors.js';
import { StreamBudget } from './stream-budget.js';
import { readStreamMessage, type StreamMessage } from './stream-message.js';

export interface StreamTarget {
  readonly serverUrl: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly wireTransport: WireTransport;
  readonly era: ProtocolEra;
  readonly protocolVersion: string;
}

export interface StreamTerms {
  readonly idleMs: number;
  readonly lifetimeMs: number;
  /** Its abortion is the only end that is nobody's fault. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly sessionId: string | null;
  /** Undefined where the body holds none. */
  readonly message: StreamMessage | undefined;
}

const CONTENT_ENCODING = { 'accept-encoding': 'identity' };

/** The HTTP of one listener: each request within its limits, and the stream within others. */
export class ListenerExchange {
  constructor(
    private readonly egress: Egress,
    readonly target: StreamTarget,
    private readonly terms: StreamTerms,
  ) {}

  /** One message, and the answer to it if there is one. @throws StreamEndedError and what the guard throws */
  async post(request: ListenerRequest, url = this.target.serverUrl): Promise<Answer> {
    const response = await this.egress.fetch(url, {
      method: 'POST',
      headers: { ...this.target.headers, ...request.headers },
      body: request.body,
      signal: this.terms.signal,
      limits: { totalMs: OPENING_MS_MAX, headersMs: OPENING_MS_MAX, responseBytes: ANSWER_BYTES_MAX },
    });
    await refuseUnlessOk(response);
    return { sessionId: response.headers.get('mcp-session-id'), message: await readAnswer(response) };
  }

  /** The events of a stream, from the moment the server has begun it. */
  async open(
    init: { readonly method: 'GET' | 'POST' } & Partial<ListenerRequest>,
  ): Promise<AsyncIterable<StreamEvent>> {
    const { idleMs, lifetimeMs } = this.terms;
    const response = await this.withinOpening((signal) =>
      this.egress.fetch(this.target.serverUrl, {
        ...init,
        headers: { ...this.target.headers, accept: 'text/event-stream', ...CONTENT_ENCODING, ...init.headers },
        signal,
        // How much in all says nothing of a stream that may live for hours; `readEvents` counts by the minute.
        limits: {
          totalMs: lifetimeMs,
          headersMs: OPENING_MS_MAX,
          bodyMs: idleMs,
          responseBytes: Number.MAX_SAFE_INTEGER,
        },
      }),
    );
    await refuseUnlessOk(response);
    if (isEventStream(response) && response.body !== null) return readEvents(response.body);
    await response.body?.cancel();
    throw new StreamEndedError('refused', 'no event stream');
  }

  /** Ends a session, if the server still wants to hear of it: it would forget it by itself some day. */
  async farewell(headers: Readonly<Record<string, string>>): Promise<void> {
    try {
      const response = await this.egress.fetch(this.target.serverUrl, {
        method: 'DELETE',
        headers: { ...this.target.headers, ...headers },
        limits: { totalMs: FAREWELL_MS_MAX },
      });
      await response.body?.cancel();
    } catch {
      // Nothing depends on it, and the reason of the stream's end is the one that is told.
    }
  }

  /** The egress counts from the connection on; waiting for one counts here. */
  private async withinOpening(open: (signal: AbortSignal) => Promise<Response>): Promise<Response> {
    const opening = new AbortController();
    const tooLate = new StreamEndedError('broken', 'no connection in time');
    const timer = setTimeout(() => opening.abort(tooLate), OPENING_MS_MAX);
    try {
      return await open(AbortSignal.any([this.terms.signal, opening.signal]));
    } finally {
      clearTimeout(timer);
    }
  }
}

async function refuseUnlessOk(response: Response): Promise<void> {
  if (response.ok) return;
  await response.body?.cancel();
  throw refusedByStatus(response.status);
}

function isEventStream(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').toLowerCase().startsWith('text/event-stream');
}

async function readAnswer(response: Response): Promise<StreamMessage | undefined> {
  if (!isEventStream(response)) {
    const text = await response.text();
    return text === '' ? undefined : readStreamMessage(text);
  }
  if (response.body === null) return undefined;
  for await (const { data } of readEvents(response.body)) {
    const message = readStreamMessage(data);
    if (message.kind === 'answer') return message;
  }
  return undefined;
}

/** @throws StreamEndedError, EventTooLongError, EgressLimitError */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = new EventReader(EVENT_LENGTH_MAX);
  const budget = new StreamBudget(STREAM_BYTES_MAX, STREAM_WINDOW_MS);
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    if (!budget.spend(chunk.byteLength, performance.now())) throw new StreamEndedError('abused', 'too many bytes');
    yield* reader.push(decoder.decode(chunk, { stream: true }));
  }
}
