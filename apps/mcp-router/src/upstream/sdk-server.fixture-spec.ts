import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { toNodeHandler, type NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import type { McpServer as LegacyMcpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { freePort } from '@countersign/testing';

type Handle = (request: IncomingMessage, response: ServerResponse, body: unknown) => Promise<void>;

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly message: { readonly id?: unknown; readonly method?: string; readonly params?: unknown };
}

/** A real server, made with the SDK of its era; it keeps what it was sent. */
export class SdkServer {
  readonly received: Received[] = [];
  readonly sessions = new Map<string, StreamableHTTPServerTransport>();

  private constructor(
    private readonly http: Server,
    readonly era: 'legacy' | 'modern',
    readonly url: string,
  ) {}

  /** Revision 2026-07-28: a server per request. */
  static async modern(create: () => McpServer): Promise<SdkServer> {
    const handler = toNodeHandler(createMcpHandler(create, { legacy: 'reject' }));
    return SdkServer.start('modern', () => async (request, response, body) => {
      await handler(request as NodeIncomingMessageLike, response, body);
    });
  }

  /** Revision 2025-11-25, by the SDK of its time: a server per session. */
  static async legacy(create: () => LegacyMcpServer): Promise<SdkServer> {
    return SdkServer.start('legacy', ({ sessions }) => async (request, response, body) => {
      const known = sessions.get(String(request.headers['mcp-session-id']));
      if (known !== undefined) return known.handleRequest(request, response, body);
      if (request.headers['mcp-session-id'] !== undefined) {
        response.writeHead(404, { 'content-type': 'application/json' });
        response.end('{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}');
        return;
      }
      const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        onsessioninitialized: (id) => void sessions.set(id, transport),
      });
      await create().connect(transport);
      await transport.handleRequest(request, response, body);
    });
  }

  messages(method: string): readonly Received[] {
    return this.received.filter(({ message }) => message.method === method);
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  private static async start(era: 'legacy' | 'modern', handlerOf: (server: SdkServer) => Handle): Promise<SdkServer> {
    const port = await freePort();
    const http = createServer({ keepAliveTimeout: 60_000 });
    const server = new SdkServer(http, era, `http://127.0.0.1:${port}/mcp`);
    const handle = handlerOf(server);
    http.on('request', (request, response) => {
      void readBody(request).then(async (body) => {
        if (body !== undefined)
          server.received.push({ headers: request.headers, message: body as Received['message'] });
        await handle(request, response, body);
      });
    });
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    return server;
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}
