import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { freePort } from '@countersign/testing';

/** A real server of the transport HTTP+SSE, made with the SDK of its time; it keeps the methods that it was sent. */
export class SseSdkServer {
  readonly era = 'legacy';
  readonly received: string[] = [];
  private readonly transports = new Map<string, SSEServerTransport>();

  private constructor(
    private readonly http: Server,
    readonly url: string,
    private readonly create: () => McpServer,
  ) {}

  static async start(create: () => McpServer): Promise<SseSdkServer> {
    const port = await freePort();
    const http = createServer({ keepAliveTimeout: 60_000 });
    const server = new SseSdkServer(http, `http://127.0.0.1:${port}/sse`, create);
    http.on('request', (request, response) => void server.answer(request, response));
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    return server;
  }

  times(method: string): number {
    return this.received.filter((received) => received === method).length;
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sessionId = new URL(request.url ?? '/', 'http://x').searchParams.get('sessionId') ?? '';
    if (request.method === 'POST') {
      const message = JSON.parse(await text(request)) as { readonly method?: string };
      this.received.push(message.method ?? 'an answer');
      return this.transports.get(sessionId)?.handlePostMessage(request, response, message);
    }
    const transport = new SSEServerTransport('/messages', response);
    this.transports.set(transport.sessionId, transport);
    await this.create().connect(transport);
  }
}
