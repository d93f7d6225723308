import { setTimeout as wait } from 'node:timers/promises';
import type { WireTransport } from '@countersign/contracts';
import type { Egress } from '@countersign/egress';
import type { FetchLike } from '@modelcontextprotocol/client';
import { assertSseAnswer } from './assert-sse-answer.js';
import { parseChallenge } from '../oauth/parse-challenge.js';
import { ConnectionLostError, DiscoveryError, ServerRefusedError } from './discovery.errors.js';
import type { DiscoveryBudget } from './discovery-budget.client.js';
import { isWorthRetrying, ofStatus, toDiscoveryError } from './to-discovery-error.js';
import { watchBody } from './watch-body.js';

export interface ExchangeOptions {
  readonly egress: Egress;
  readonly budget: DiscoveryBudget;
  readonly wireTransport: WireTransport;
  /** Of the server; nothing is sent elsewhere, whatever it says. */
  readonly origin: string;
  /** Of one request. */
  readonly timeoutMs: number;
}

/**
 * All HTTP of one connection: through the guard, within the budget of its discovery, and patiently with servers that are
 * busy. The MCP client reports what happens inside of an event stream to nobody who waits, so a stream that fails ends the
 * whole exchange here.
 */
export class DiscoveryExchange {
  /** The HTTP status of the answer to `initialize`, once there is one. */
  initializeStatus: number | undefined;
  private readonly failure = Promise.withResolvers<never>();
  private readonly aborting = new AbortController();
  /** Of the race that runs; it moves when that is over, so that what belonged to it is known to be late. */
  private raceNumber = 0;
  private silence: NodeJS.Timeout | undefined;
  private readonly onExpiry = (): void => this.fail(this.options.budget.expired.reason);

  constructor(private readonly options: ExchangeOptions) {
    // It may fail while nobody is racing against it.
    this.failure.promise.catch(() => undefined);
    options.budget.expired.addEventListener('abort', this.onExpiry);
  }

  readonly fetch: FetchLike = async (url, init = {}) => {
    const isStream = isListeningStream(init);
    if (isStream && this.options.wireTransport === 'streamable-http') return new Response(null, { status: 405 });
    try {
      if (isReply(init)) this.options.budget.useReply();
      const response = await this.send(url, init);
      if (isInitialize(init)) this.initializeStatus = response.status;
      await assertLetIn(response, init);
      if (this.options.wireTransport === 'sse') assertSseAnswer(response, isStream);
      return response.body === null ? response : this.watched(response, response.body, isStream);
    } catch (error) {
      // A client that lost its stream would open another one, again and again, and tell nobody; nor does it tell of a reply.
      if (isStream || isReply(init)) this.fail(error);
      throw error;
    }
  };

  /** The work's outcome, or the failure of the exchange if that comes first. */
  async race<T>(work: Promise<T>): Promise<T> {
    try {
      return await Promise.race([work, this.failure.promise]);
    } finally {
      this.raceNumber += 1;
      clearTimeout(this.silence);
    }
  }

  fail(error: unknown): void {
    this.failure.reject(error);
    this.aborting.abort(error);
  }

  /** Ends every request that is still open. */
  end(): void {
    clearTimeout(this.silence);
    this.options.budget.expired.removeEventListener('abort', this.onExpiry);
    this.aborting.abort();
  }

  /**
   * As often as the budget allows: in a discovery every request only asks. A server that stays busy ends the discovery here,
   * because the client would take a modern one that answers 429 to its first question for one of the legacy era.
   */
  private async send(url: string | URL, init: RequestInit): Promise<Response> {
    const { budget } = this.options;
    let delayMs: number | null;
    try {
      const response = await this.sendOnce(url, init);
      if (init.method === 'DELETE' || !isWorthRetrying(response.status)) return response;
      await response.body?.cancel();
      delayMs = budget.takeRetry(response.headers.get('retry-after'));
      if (delayMs === null) throw ofStatus(response.status);
    } catch (error) {
      const isLost = toDiscoveryError(error, 'connect') instanceof ConnectionLostError;
      delayMs = isLost ? budget.takeRetry(null) : null;
      if (delayMs === null) throw error;
    }
    await wait(delayMs, undefined, { signal: this.aborting.signal });
    return this.send(url, init);
  }

  private async sendOnce(url: string | URL, init: RequestInit): Promise<Response> {
    const { egress, budget, origin, timeoutMs } = this.options;
    if (new URL(url).origin !== origin) {
      throw new DiscoveryError('discovery.not_mcp', 'it names an address at another origin as its own');
    }
    const signals = [this.aborting.signal, ...(init.signal ? [init.signal] : [])];
    const answerMs = Math.min(timeoutMs, budget.msLeft);
    // A stream is open for as long as the discovery takes.
    const bodyMs = isListeningStream(init) ? budget.msLeft : answerMs;
    return egress.fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.any(signals),
      limits: { totalMs: bodyMs, headersMs: answerMs, bodyMs, responseBytes: budget.bytesLeft },
    });
  }

  /**
   * A stream that ended may be resumed, and the client waits for that without end. Whoever has the answer by now does not wait
   * any more.
   */
  private expectAnswer(raceNumber: number): void {
    if (raceNumber !== this.raceNumber) return;
    clearTimeout(this.silence);
    const missing = new DiscoveryError('discovery.timed_out', 'its answer ended before it was complete');
    this.silence = setTimeout(() => this.fail(missing), this.options.timeoutMs);
  }

  private watched(response: Response, body: ReadableStream<Uint8Array>, isStream: boolean): Response {
    const { status, statusText, headers } = response;
    const { raceNumber } = this;
    const watched = watchBody(body, {
      contentType: headers.get('content-type') ?? '',
      budget: this.options.budget,
      onFailure: (error) => this.fail(error),
      onEnd: () => (isStream ? this.fail(new ConnectionLostError()) : this.expectAnswer(raceNumber)),
    });
    return Object.defineProperty(new Response(watched, { status, statusText, headers }), 'url', {
      value: response.url,
    });
  }
}

const REFUSALS = [401, 403];

/** The client's own errors do not keep what a server challenged with. That a session does not end is nobody's concern. */
async function assertLetIn(response: Response, { method }: RequestInit): Promise<void> {
  if (!REFUSALS.includes(response.status) || method === 'DELETE') return;
  await response.body?.cancel();
  throw new ServerRefusedError(response.status, parseChallenge(response.headers.get('www-authenticate')));
}

/** The stream on which a server of the legacy era talks without being asked; a discovery only listens where answers come by it. */
function isListeningStream({ method, headers }: RequestInit): boolean {
  return (method ?? 'GET') === 'GET' && !new Headers(headers).has('last-event-id');
}

function isInitialize(init: RequestInit): boolean {
  return readMessage(init)?.method === 'initialize';
}

/** To something that the server asked. */
function isReply(init: RequestInit): boolean {
  const message = readMessage(init);
  return message !== null && message.method === undefined;
}

/** What is sent to the server; null where it is no message. */
function readMessage({ body }: RequestInit): { readonly method?: unknown } | null {
  return typeof body === 'string' ? (JSON.parse(body) as { readonly method?: unknown }) : null;
}
