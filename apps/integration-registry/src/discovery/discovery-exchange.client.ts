import type { FetchLike } from '@modelcontextprotocol/client';
import type { Egress } from '@countersign/egress';
import { DiscoveryError } from './discovery.errors.js';
import { DISCOVERY_BYTES_MAX, DISCOVERY_MS_MAX } from './discovery-limits.js';

/**
 * All HTTP of one discovery: through the guard, within one budget of bytes and one deadline. The MCP client reports what
 * happens inside of an event stream to nobody who waits, so a stream that fails ends the whole exchange here.
 */
export class DiscoveryExchange {
  private readonly failure = Promise.withResolvers<never>();
  private readonly aborting = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly endsAt = performance.now() + DISCOVERY_MS_MAX;
  private bytesLeft = DISCOVERY_BYTES_MAX;

  constructor(private readonly egress: Egress) {
    // It may fail while nobody is racing against it.
    this.failure.promise.catch(() => undefined);
    this.timer = setTimeout(() => this.fail(outOfTime()), DISCOVERY_MS_MAX);
  }

  readonly fetch: FetchLike = async (url, init) => {
    if (isListeningStream(init)) return new Response(null, { status: 405 });
    const signals = [this.aborting.signal, ...(init?.signal ? [init.signal] : [])];
    const response = await this.egress.fetch(url, {
      ...(init as object),
      redirect: 'error',
      signal: AbortSignal.any(signals),
      limits: {
        totalMs: this.msLeft(),
        headersMs: this.msLeft(),
        bodyMs: this.msLeft(),
        responseBytes: this.bytesLeft,
      },
    });
    return response.body === null ? response : this.counted(response, response.body);
  };

  /** The work's outcome, or the failure of the exchange if that comes first. */
  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.failure.promise]);
  }

  fail(error: unknown): void {
    this.failure.reject(error);
    this.aborting.abort(error);
  }

  /** Ends the deadline and every request that is still open. */
  end(): void {
    clearTimeout(this.timer);
    this.aborting.abort();
  }

  private msLeft(): number {
    return Math.max(1, Math.ceil(this.endsAt - performance.now()));
  }

  private counted(response: Response, body: ReadableStream<Uint8Array>): Response {
    const { status, statusText, headers } = response;
    const counted = new Response(this.watch(body), { status, statusText, headers });
    return Object.defineProperty(counted, 'url', { value: response.url });
  }

  private watch(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          this.bytesLeft -= value.byteLength;
          controller.enqueue(value);
        } catch (error) {
          this.fail(error);
          controller.error(error);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }
}

/** The stream on which a server of the legacy era talks without being asked; a discovery does not listen. */
function isListeningStream(init: RequestInit | undefined): boolean {
  return init?.method === 'GET' && !new Headers(init.headers).has('last-event-id');
}

function outOfTime(): DiscoveryError {
  return new DiscoveryError('discovery.timed_out', `it took more than ${DISCOVERY_MS_MAX / 1_000} s`);
}
