import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from '@countersign/testing';

interface Message {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: { readonly name?: string; readonly arguments?: unknown };
}

export interface Definition {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
  readonly annotations?: object;
}

export interface Executed {
  readonly tool: string;
  readonly arguments: unknown;
}

/** Who lets callers in, by what they bring. */
export interface Guard {
  readonly isLetIn: (headers: IncomingMessage['headers'], url: string) => Promise<boolean>;
  readonly authorizationServer?: string;
}

const METADATA = '/.well-known/oauth-protected-resource/mcp';

/** A server of the legacy era, written by hand: it does what a test wants and keeps a ledger of what it executed. */
export class UpstreamServer {
  /** The ground truth. */
  readonly executed: Executed[] = [];
  tools: Definition[] = [aTool('note_add')];
  guard: Guard = { isLetIn: () => Promise.resolve(true) };
  /** The `x-api-key` of every request that had one. */
  readonly keys: string[] = [];
  /** Whether it says when its tools change. */
  announces = true;
  /** Takes calls, and breaks the connection instead of answering. */
  dropsCalls = false;
  /** Answers nothing but that it is not there. */
  isDown = false;
  /** Called before a listing is answered. */
  onListing: () => Promise<void> = () => Promise.resolve();
  /** Called when a call was executed, before it is answered. */
  onExecuted: () => Promise<void> = () => Promise.resolve();
  protected readonly streams = new Set<ServerResponse>();
  private readonly server: Server = createServer({ keepAliveTimeout: 65_000 });

  protected constructor(private readonly port: number) {}

  static start(): Promise<UpstreamServer> {
    return UpstreamServer.listen((port) => new UpstreamServer(port));
  }

  protected static async listen<T extends UpstreamServer>(create: (port: number) => T): Promise<T> {
    const port = await freePort();
    const own = create(port);
    own.server.on('request', (request, response) => void own.answer(request, response));
    await new Promise<void>((resolve) => own.server.listen(port, '127.0.0.1', resolve));
    return own;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/mcp`;
  }

  /** How many listen for announcements. */
  get listeners(): number {
    return this.streams.size;
  }

  announceChange(): void {
    for (const stream of this.streams) sendEvent(stream, CHANGED);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Streamable HTTP: the answer is that of the POST, and a GET listens. */
  protected async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && this.announces) return this.keepStream(response);
    if (request.method !== 'POST') return sendJson(response, 405, {});
    const message = JSON.parse(await text(request)) as Message;
    const answer = await this.toAnswer(message);
    if (this.dropsCalls && message.method === 'tools/call') return void request.socket.destroy();
    if (answer === null) return void response.writeHead(202).end();
    sendJson(response, 200, answer);
  }

  protected keepStream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  private initialized(): object {
    const capabilities = { tools: this.announces ? { listChanged: true } : {} };
    return { protocolVersion: '2025-06-18', capabilities, serverInfo: { name: 'upstream', version: '1' } };
  }

  /** Null for a notification. */
  protected async toAnswer({ id, method, params }: Message): Promise<object | null> {
    if (id === undefined) return null;
    const answer = { jsonrpc: '2.0', id };
    switch (method) {
      case 'initialize':
        return { ...answer, result: this.initialized() };
      case 'tools/list':
        await this.onListing();
        return { ...answer, result: { tools: this.tools } };
      case 'tools/call':
        this.executed.push({ tool: params?.name ?? '', arguments: params?.arguments });
        await this.onExecuted();
        return { ...answer, result: { content: [{ type: 'text', text: `did ${params?.name}` }] } };
      default:
        return { ...answer, error: { code: -32_601, message: 'no such method' } };
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isDown) return sendJson(response, 503, {});
    const { authorizationServer, isLetIn } = this.guard;
    const key = request.headers['x-api-key'];
    if (typeof key === 'string') this.keys.push(key);
    if (request.url === METADATA && authorizationServer !== undefined) {
      const servers = { authorization_servers: [authorizationServer], scopes_supported: ['tools:read'] };
      return sendJson(response, 200, { resource: this.url, ...servers });
    }
    if (!(await isLetIn(request.headers, this.url))) {
      const place = authorizationServer === undefined ? '' : ` resource_metadata="${new URL(METADATA, this.url).href}"`;
      response.setHeader('www-authenticate', `Bearer${place}`);
      return sendJson(response, 401, {});
    }
    return this.serve(request, response);
  }
}

const CHANGED = { jsonrpc: '2.0', method: 'notifications/tools/list_changed' };

interface ToolFields {
  readonly description?: string;
  readonly properties?: object;
  readonly isReadOnly?: boolean;
}

export function aTool(name: string, fields: ToolFields = {}): Definition {
  const { description = 'adds a note', properties = {}, isReadOnly } = fields;
  const annotations = isReadOnly === undefined ? {} : { annotations: { readOnlyHint: isReadOnly } };
  return { name, description, inputSchema: { type: 'object', properties }, ...annotations };
}

export function sendEvent(stream: ServerResponse, message: object): void {
  stream.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
