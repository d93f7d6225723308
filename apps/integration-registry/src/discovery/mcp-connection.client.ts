import type { ProtocolEra } from '@countersign/contracts';
import type { Egress } from '@countersign/egress';
import { Client, type StandardSchemaV1, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Logger } from '@nestjs/common';
import type { ListingHints, ProtocolVerdict } from './discovered-server.js';
import type { DiscoveryBudget } from './discovery-budget.client.js';
import { DiscoveryExchange } from './discovery-exchange.client.js';
import { DiscoveryError } from './discovery.errors.js';
import { DISCOVERY_MS_MAX, GOODBYE_MS_MAX, PAGES_MAX, TOOLS_MAX } from './discovery-limits.js';
import type { Way } from './known-way.js';
import type { ServerAddress } from './server-address.js';
import { SseTransport } from './sse-transport.client.js';
import { type DiscoveryPhase, toDiscoveryError } from './to-discovery-error.js';

/** All pages, raw: one entry that is not as it should be must not cost the others. */
export interface RawListing {
  readonly entries: readonly unknown[];
  readonly hints: ListingHints;
}

interface ToolPage {
  readonly tools: readonly unknown[];
  readonly nextCursor: string | undefined;
  readonly ttlMs: number | null;
}

const CLIENT_INFO = { name: 'countersign', version: '0.1.0' };

/** One try to speak with a server in one way. */
export class McpConnection {
  private readonly logger = new Logger(McpConnection.name);
  private readonly exchange: DiscoveryExchange;
  private readonly client = new Client(CLIENT_INFO, { versionNegotiation: { mode: 'auto' } });
  private readonly transport: StreamableHTTPClientTransport | SseTransport;
  /** The exchange bounds every answer by itself, but not how long one may be missing from a stream that others come by. */
  private readonly requestMs: number;

  constructor(
    egress: Egress,
    budget: DiscoveryBudget,
    { serverUrl, headers, timeoutMs }: ServerAddress,
    private readonly way: Way,
  ) {
    const { wireTransport } = way;
    const url = new URL(serverUrl);
    const exchange = new DiscoveryExchange({ egress, budget, wireTransport, origin: url.origin, timeoutMs });
    this.exchange = exchange;
    this.requestMs = wireTransport === 'sse' ? timeoutMs : DISCOVERY_MS_MAX;
    this.transport =
      wireTransport === 'sse'
        ? new SseTransport(url, { exchange, headers, timeoutMs })
        : new StreamableHTTPClientTransport(url, { fetch: exchange.fetch, requestInit: { headers } });
    // What a client cannot read in an event stream it only mentions; whoever waits for that message waits in vain.
    this.client.onerror = (error) => isUnreadable(error) && exchange.fail(error);
  }

  /** The HTTP status that `initialize` was answered with. */
  get initializeStatus(): number | undefined {
    return this.exchange.initializeStatus;
  }

  /** Closes itself when it fails. @throws DiscoveryError, EgressRefusedError */
  async open(): Promise<ProtocolVerdict> {
    try {
      return await explained('connect', () => this.connect());
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** @throws DiscoveryError */
  async listTools(): Promise<RawListing> {
    const offered = this.client.getServerCapabilities()?.tools;
    // A server without the capability has no tools, and need not know the method.
    const pages = offered === undefined ? [] : await explained('list', () => this.listPages());
    const ttls = pages.map(({ ttlMs }) => ttlMs).filter((ttlMs) => ttlMs !== null);
    return {
      entries: pages.flatMap(({ tools }) => tools),
      hints: { listChanged: offered?.listChanged === true, ttlMs: ttls.length === 0 ? null : Math.min(...ttls) },
    };
  }

  async close(): Promise<void> {
    const goodbye = setTimeout(() => this.exchange.end(), GOODBYE_MS_MAX);
    try {
      await this.endSession();
    } catch {
      // Nothing depends on it: servers forget idle sessions.
      this.logger.debug('a server did not end the session of a discovery');
    } finally {
      clearTimeout(goodbye);
      this.exchange.end();
      await this.client.close();
      // A client that never was connected does not know its transport.
      await this.transport.close();
    }
  }

  private async connect(): Promise<ProtocolVerdict> {
    const { way, client, requestMs: timeout } = this;
    const isNegotiated = way.wireTransport === 'streamable-http' && !way.isLegacy;
    const options = isNegotiated ? { timeout } : { timeout, prior: { kind: 'legacy' } as const };
    await this.exchange.race(client.connect(this.transport, options));
    const era: ProtocolEra | undefined = client.getProtocolEra();
    const protocolVersion = client.getNegotiatedProtocolVersion();
    if (era === undefined || protocolVersion === undefined) throw new Error('the client is connected in no era');
    return { wireTransport: way.wireTransport, era, protocolVersion };
  }

  private async listPages(): Promise<ToolPage[]> {
    const pages: ToolPage[] = [];
    const cursors = new Set<string>();
    let toolCount = 0;
    let cursor: string | undefined;
    while (pages.length < PAGES_MAX) {
      const page = await this.listPage(cursor);
      pages.push(page);
      toolCount += page.tools.length;
      if (toolCount > TOOLS_MAX) throw new DiscoveryError('discovery.too_large', `more than ${TOOLS_MAX} tools`);
      cursor = page.nextCursor;
      if (cursor === undefined) return pages;
      if (cursors.has(cursor)) throw new DiscoveryError('discovery.too_large', 'its pages go round in a circle');
      cursors.add(cursor);
    }
    throw new DiscoveryError('discovery.too_large', `more than ${PAGES_MAX} pages`);
  }

  private async listPage(cursor: string | undefined): Promise<ToolPage> {
    const request = { method: 'tools/list', params: cursor === undefined ? {} : { cursor } };
    return this.exchange.race(this.client.request(request, TOOL_PAGE, { timeout: this.requestMs }));
  }

  private async endSession(): Promise<void> {
    const { transport } = this;
    if (transport instanceof SseTransport || transport.sessionId === undefined) return;
    await this.exchange.race(transport.terminateSession());
  }
}

const TOOL_PAGE: StandardSchemaV1<unknown, ToolPage> = {
  '~standard': { version: 1, vendor: 'countersign', validate: readToolPage },
};

function readToolPage(value: unknown): StandardSchemaV1.Result<ToolPage> {
  const { tools, nextCursor, ttlMs } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(tools)) return { issues: [{ message: 'tools is not a list' }] };
  const isLast = nextCursor === undefined || nextCursor === null || nextCursor === '';
  if (!isLast && typeof nextCursor !== 'string') return { issues: [{ message: 'nextCursor is not text' }] };
  const isTtl = typeof ttlMs === 'number' && Number.isFinite(ttlMs) && ttlMs >= 0;
  // It is kept as a whole number; less than one says as much as none.
  return { value: { tools, nextCursor: isLast ? undefined : nextCursor, ttlMs: isTtl ? Math.floor(ttlMs) : null } };
}

async function explained<T>(phase: DiscoveryPhase, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toDiscoveryError(error, phase);
  }
}

function isUnreadable(error: Error): boolean {
  return error.name === 'SyntaxError' || error.name === 'ZodError' || error.name === '$ZodError';
}
