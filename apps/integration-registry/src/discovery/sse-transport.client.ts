import { SSEClientTransport } from '@modelcontextprotocol/client';
import { DiscoveryError } from './discovery.errors.js';
import type { DiscoveryExchange } from './discovery-exchange.client.js';

interface SseOptions {
  readonly exchange: DiscoveryExchange;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** HTTP+SSE of revision 2024-11-05, which waits for its first event as long as for any other answer. */
export class SseTransport extends SSEClientTransport {
  constructor(
    url: URL,
    private readonly options: SseOptions,
  ) {
    super(url, { fetch: options.exchange.fetch, requestInit: { headers: options.headers } });
  }

  override async start(): Promise<void> {
    const { exchange, timeoutMs } = this.options;
    const silence = setTimeout(
      () => exchange.fail(new DiscoveryError('discovery.timed_out', 'its event stream named no endpoint in time')),
      timeoutMs,
    );
    try {
      await exchange.race(super.start());
    } finally {
      clearTimeout(silence);
    }
  }
}
