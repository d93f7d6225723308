import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { poll } from './poll.ts';

export type Announcing = 'nothing' | 'legacy' | 'modern';

/** As many as the registry listens to at one origin, and a few less. */
const SERVERS_PER_PORT = 50;
/** As the SDK's servers do: each stream says that often that it is still there. */
const KEEP_ALIVE_MS = 15_000;
const TOOLS = Array.from({ length: 10 }, (_, index) => ({
  name: `tool.${index}`,
  description: 'Does something to an issue, and says what became of it.',
  inputSchema: { type: 'object', properties: { id: { type: 'string' }, text: { type: 'string' } }, required: ['id'] },
}));

interface Message {
  readonly id?: unknown;
  readonly method?: string;
}

/** Many small MCP servers in this process, on a few ports, that change nothing and announce nothing. */
export class BenchServers {
  looks = 0;
  private readonly ports: Server[] = [];
  private readonly streams = new Set<ServerResponse>();
  private readonly keepAlive = setInterval(() => this.keepStreams(), KEEP_ALIVE_MS).unref();

  private constructor(private readonly announcing: Announcing) {}

  static start(announcing: Announcing): Promise<BenchServers> {
    return Promise.resolve(new BenchServers(announcing));
  }

  get openStreams(): number {
    return this.streams.size;
  }

  async urls(count: number): Promise<string[]> {
    while (this.ports.length * SERVERS_PER_PORT < count) this.ports.push(await this.listen());
    return Array.from({ length: count }, (_, index) => {
      const { port } = this.ports[Math.floor(index / SERVERS_PER_PORT)]?.address() as AddressInfo;
      return `http://127.0.0.1:${port}/${index}/mcp`;
    });
  }

  /** Until that many streams are open. */
  async untilWatched(streams: number): Promise<void> {
    for (let open = -1; open < streams; open = this.openStreams) {
      const before = this.openStreams;
      if (before >= streams) return;
      await poll('the next stream', () => Promise.resolve(this.openStreams > before ? true : null), 100);
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.keepAlive);
    for (const server of this.ports) server.closeAllConnections();
    await Promise.all(this.ports.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  private async listen(): Promise<Server> {
    const server = createServer(
      { keepAliveTimeout: 65_000 },
      (request, response) => void this.answer(request, response),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return this.stream(response, '');
    if (request.method === 'DELETE') return sendJson(response, {});
    const message = JSON.parse(await text(request)) as Message;
    if (message.id === undefined) return void response.writeHead(202).end();
    if (message.method === 'subscriptions/listen') return this.stream(response, acknowledged(message.id));
    const result = this.resultOf(message, response);
    const error = { code: -32_601, message: 'no such method' };
    sendJson(response, { jsonrpc: '2.0', id: message.id, ...(result === null ? { error } : { result }) });
  }

  private resultOf({ method }: Message, response: ServerResponse): object | null {
    const capabilities = { tools: this.announcing === 'nothing' ? {} : { listChanged: true } };
    const serverInfo = { name: 'bench', version: '1' };
    const isModern = this.announcing === 'modern';
    switch (method) {
      case 'server/discover':
        if (!isModern) return null;
        return {
          resultType: 'complete',
          supportedVersions: ['2026-07-28'],
          capabilities,
          serverInfo,
          ttlMs: 0,
          cacheScope: 'private',
        };
      case 'initialize':
        if (isModern) return null;
        response.setHeader('mcp-session-id', randomUUID());
        return { protocolVersion: '2025-06-18', capabilities, serverInfo };
      case 'tools/list':
        this.looks += 1;
        return { tools: TOOLS, ...(isModern ? { resultType: 'complete', ttlMs: 0, cacheScope: 'private' } : {}) };
      default:
        return null;
    }
  }

  private stream(response: ServerResponse, first: string): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    if (first !== '') response.write(first);
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  private keepStreams(): void {
    for (const stream of this.streams) stream.write(': keepalive\n\n');
  }
}

function acknowledged(id: unknown): string {
  const params = { notifications: { toolsListChanged: true }, _meta: { 'io.modelcontextprotocol/subscriptionId': id } };
  const method = 'notifications/subscriptions/acknowledged';
  return `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', method, params })}\n\n`;
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
