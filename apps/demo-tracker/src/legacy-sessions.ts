import { randomUUID } from 'node:crypto';
import {
  isInitializeRequest,
  WebStandardStreamableHTTPServerTransport,
  type Server,
} from '@modelcontextprotocol/server';

/** The oldest goes when there are more: clients that never say goodbye must not fill the memory. */
const SESSIONS_MAX = 1_000;

/** The sessions of clients of the 2025 revisions, in memory: a restart forgets them, and answers 404 for them as the revision asks. */
export class LegacySessions {
  private readonly transports = new Map<string, WebStandardStreamableHTTPServerTransport>();

  constructor(private readonly createServer: () => Server) {}

  get size(): number {
    return this.transports.size;
  }

  /** Whether this legacy request is for a session: it names one, or asks for one. */
  concerns(request: Request, body: string): boolean {
    return request.headers.has('mcp-session-id') || isInitialize(body);
  }

  async handle(request: Request, body: string): Promise<Response> {
    const transport = this.transports.get(request.headers.get('mcp-session-id') ?? '');
    if (transport) return transport.handleRequest(request);
    if (isInitialize(body)) return (await this.open()).handleRequest(request);
    return rpcError(404, -32_001, 'Session not found');
  }

  /** As if the server had been restarted. */
  async forget(): Promise<void> {
    const transports = [...this.transports.values()];
    this.transports.clear();
    await Promise.all(transports.map((transport) => transport.close()));
  }

  private async open(): Promise<WebStandardStreamableHTTPServerTransport> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: async (id) => {
        this.transports.set(id, transport);
        await this.evict();
      },
      onsessionclosed: (id) => {
        this.transports.delete(id);
      },
    });
    await this.createServer().connect(transport);
    return transport;
  }

  private async evict(): Promise<void> {
    const [oldest] = this.transports;
    if (this.transports.size <= SESSIONS_MAX || !oldest) return;
    this.transports.delete(oldest[0]);
    await oldest[1].close();
  }
}

export function rpcError(status: number, code: number, message: string, id: unknown = null): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id }, { status });
}

function isInitialize(body: string): boolean {
  try {
    return isInitializeRequest(JSON.parse(body));
  } catch {
    // Not JSON: the transport says so, in its own words.
    return false;
  }
}
