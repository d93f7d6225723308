import { Client, type StandardSchemaV1, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { ProtocolEra, Transport } from '@countersign/contracts';
import type { Egress } from '@countersign/egress';
import { InvalidInputError } from '@countersign/contracts';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryExchange } from './discovery-exchange.client.js';
import { DiscoveryError } from './discovery.errors.js';
import { GOODBYE_MS_MAX, PAGES_MAX, TOOLS_MAX } from './discovery-limits.js';
import type { DiscoveredServer, ProtocolVerdict } from './discovered-server.js';
import { readToolListing } from './read-tool-listing.js';
import { type DiscoveryPhase, toDiscoveryError } from './to-discovery-error.js';

export interface ServerAddress {
  readonly serverUrl: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of one request. */
  readonly timeoutMs: number;
  readonly transport: Transport;
  /** What was found the last time at this address; null when nothing was, or it may be another server. */
  readonly prior: ProtocolVerdict | null;
}

interface Connection {
  readonly client: Client;
  readonly transport: StreamableHTTPClientTransport;
  readonly exchange: DiscoveryExchange;
  readonly timeoutMs: number;
}

interface ToolPage {
  readonly tools: readonly unknown[];
  readonly nextCursor: string | undefined;
}

/** As the contract of an upstream has it; what parsing adds to a URL counts too. */
const URL_LENGTH_MAX = 2_048;

/** Asks remote MCP servers what they are and offer. Speaks Streamable HTTP in both eras of the protocol. */
export class McpServerClient implements OnApplicationShutdown {
  private readonly logger = new Logger(McpServerClient.name);

  constructor(private readonly egress: Egress) {}

  /**
   * The URL as it will be used.
   *
   * @throws EgressRefusedError, InvalidInputError, DiscoveryError when its name has no address
   */
  async checkUrl(serverUrl: string): Promise<string> {
    const url = await this.egress.assertUrlAllowed(serverUrl).catch((error: unknown) => {
      throw toDiscoveryError(error, 'connect');
    });
    url.hash = '';
    if (url.href.length <= URL_LENGTH_MAX) return url.href;
    const message = `serverUrl must be at most ${URL_LENGTH_MAX} characters long`;
    throw new InvalidInputError([{ pointer: '/serverUrl', code: 'max_length', message }]);
  }

  /** @throws DiscoveryError, EgressRefusedError */
  async discover(address: ServerAddress): Promise<DiscoveredServer> {
    const exchange = new DiscoveryExchange(this.egress);
    const client = new Client(CLIENT_INFO, { versionNegotiation: { mode: 'auto' } });
    // What a client cannot read in an event stream it only mentions; whoever waits for that message waits in vain.
    client.onerror = (error) => isUnreadable(error) && exchange.fail(error);
    const transport = new StreamableHTTPClientTransport(new URL(address.serverUrl), {
      fetch: exchange.fetch,
      requestInit: { headers: address.headers },
    });
    const connection = { client, transport, exchange, timeoutMs: address.timeoutMs };
    try {
      const { era, protocolVersion } = await explained('connect', () => this.connect(connection));
      const entries = await explained('list', () => listTools(connection));
      return { wireTransport: 'streamable-http', era, protocolVersion, ...readToolListing(entries) };
    } finally {
      await this.disconnect(connection);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.egress.close();
  }

  private async connect({ client, transport, exchange, timeoutMs }: Connection) {
    await exchange.race(client.connect(transport, { timeout: timeoutMs }));
    const era: ProtocolEra | undefined = client.getProtocolEra();
    const protocolVersion = client.getNegotiatedProtocolVersion();
    if (era === undefined || protocolVersion === undefined) throw new Error('the client is connected in no era');
    return { era, protocolVersion };
  }

  private async disconnect({ client, transport, exchange }: Connection): Promise<void> {
    const goodbye = setTimeout(() => exchange.end(), GOODBYE_MS_MAX);
    try {
      if (transport.sessionId !== undefined) await exchange.race(transport.terminateSession());
    } catch {
      // Nothing depends on it: servers forget idle sessions.
      this.logger.debug('a server did not end the session of a discovery');
    } finally {
      clearTimeout(goodbye);
      exchange.end();
      await client.close();
    }
  }
}

const CLIENT_INFO = { name: 'countersign', version: '0.1.0' };

/** Raw pages: one entry that is not as it should be must not cost the others. */
const TOOL_PAGE: StandardSchemaV1<unknown, ToolPage> = {
  '~standard': { version: 1, vendor: 'countersign', validate: readToolPage },
};

function readToolPage(value: unknown): StandardSchemaV1.Result<ToolPage> {
  const { tools, nextCursor } = (value ?? {}) as { readonly tools?: unknown; readonly nextCursor?: unknown };
  if (!Array.isArray(tools)) return { issues: [{ message: 'tools is not a list' }] };
  const isLast = nextCursor === undefined || nextCursor === null || nextCursor === '';
  if (!isLast && typeof nextCursor !== 'string') return { issues: [{ message: 'nextCursor is not text' }] };
  return { value: { tools, nextCursor: isLast ? undefined : nextCursor } };
}

async function listTools({ client, exchange, timeoutMs }: Connection): Promise<unknown[]> {
  // A server without the capability has no tools, and need not know the method.
  if (client.getServerCapabilities()?.tools === undefined) return [];
  const entries: unknown[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const request = { method: 'tools/list', params: cursor === undefined ? {} : { cursor } };
    const answer = await exchange.race(client.request(request, TOOL_PAGE, { timeout: timeoutMs }));
    const isTooMany = entries.length + answer.tools.length > TOOLS_MAX;
    if (isTooMany) throw new DiscoveryError('discovery.too_large', `more than ${TOOLS_MAX} tools`);
    entries.push(...answer.tools);
    cursor = answer.nextCursor;
    if (cursor === undefined) return entries;
    if (cursors.has(cursor)) throw new DiscoveryError('discovery.too_large', 'its pages go round in a circle');
    cursors.add(cursor);
  }
  throw new DiscoveryError('discovery.too_large', `more than ${PAGES_MAX} pages`);
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
