import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { freePort } from '@countersign/testing';

/** What one `tools/call` does at the upstream, beside being recorded. */
export type Behaviour =
  | 'ok'
  | 'http-500'
  | 'http-403'
  | 'rpc-error'
  | 'reset'
  | 'hang'
  | 'sse'
  | 'input-required'
  | 'late'
  | 'echo'
  | 'echo-error'
  | 'deep'
  | 'deep-sse'
  | 'stuck';

/** How a server says that the credentials will not do. */
export interface TestRefusal {
  readonly status: number;
  readonly challenge: string;
}

export interface ReceivedCall {
  readonly name: string;
  readonly arguments: unknown;
  /** The text between `"arguments":` and `,"_meta"`: the very bytes. */
  readonly argumentsText: string;
  readonly meta: Record<string, unknown>;
  readonly headers: IncomingMessage['headers'];
}

interface Rpc {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: { readonly name: string; readonly arguments: unknown; readonly _meta: Record<string, unknown> };
}

/** A small real MCP server, in one era, with an append-only ledger of every call it was sent. */
export class TestUpstream {
  readonly calls: ReceivedCall[] = [];
  readonly sessions = new Set<string>();
  initializations = 0;
  connections = 0;
  /** Calls that have arrived; of those that are `stuck` none is executed. */
  arrivals = 0;
  behaviour: Behaviour = 'ok';
  /** Says no to a request before it is looked at; the answer repeats what was sent, as careless servers do. */
  refuse: (authorization: string, method: string) => TestRefusal | null = () => null;
  private readonly late: (() => void)[] = [];

  private mayInitialize = Promise.resolve();

  private constructor(
    private readonly server: Server,
    readonly port: number,
    /** May change, as with an upgrade of the server. */
    public era: 'legacy' | 'modern',
  ) {
    server.on('request', (request, response) => void this.answer(request, response));
    server.on('connection', () => (this.connections += 1));
  }

  static async start(era: 'legacy' | 'modern', port?: number): Promise<TestUpstream> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    const chosen = port ?? (await freePort());
    await new Promise<void>((resolve) => server.listen(chosen, '127.0.0.1', resolve));
    return new TestUpstream(server, chosen, era);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/mcp`;
  }

  named(name: string): ReceivedCall[] {
    return this.calls.filter((call) => call.name === name);
  }

  /** Lets every `late` answer go. */
  release(): void {
    for (const answer of this.late.splice(0)) answer();
  }

  loseSessions(): void {
    this.sessions.clear();
  }

  /** Lets `initialize` wait until the returned function is called: a moment between the intent and the first byte. */
  holdSessions(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.mayInitialize = promise;
    return resolve;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const rpc = JSON.parse(body) as Rpc;
    const sessionId = request.headers['mcp-session-id'];
    const authorization = request.headers.authorization ?? '';
    const refusal = this.refuse(authorization, rpc.method);
    if (refusal !== null) {
      response.setHeader('www-authenticate', refusal.challenge);
      const error = { code: -32_001, message: `${authorization} is not good enough` };
      return reply(response, refusal.status, { jsonrpc: '2.0', id: rpc.id ?? null, error });
    }
    if (!this.speaks(request, rpc)) return this.refuseVersion(rpc, response);
    switch (rpc.method) {
      case 'initialize':
        return this.initialize(rpc, response);
      case 'notifications/initialized':
        response.writeHead(202).end();
        return;
      case 'tools/call':
        if (this.era === 'legacy' && !this.sessions.has(String(sessionId))) {
          return reply(response, 404, {
            jsonrpc: '2.0',
            id: null,
            error: { code: -32_001, message: 'Session not found' },
          });
        }
        this.arrivals += 1;
        if (this.behaviour !== 'stuck') this.call(rpc, body, request, response);
        return;
      default:
        return reply(response, 404, {
          jsonrpc: '2.0',
          id: rpc.id,
          error: { code: -32_601, message: 'no such method' },
        });
    }
  }

  private speaks({ headers }: IncomingMessage, { method }: Rpc): boolean {
    const isModern = headers['mcp-protocol-version'] === '2026-07-28';
    return this.era === 'modern' ? isModern : !isModern || method === 'initialize';
  }

  /** As the SDKs' servers of both eras do. */
  private refuseVersion({ id }: Rpc, response: ServerResponse): void {
    const error =
      this.era === 'modern'
        ? { code: -32_022, message: 'Unsupported protocol version: 2025-11-25', data: { supported: ['2026-07-28'] } }
        : {
            code: -32_000,
            message: 'Bad Request: Unsupported protocol version: 2026-07-28 (supported versions: 2025-11-25)',
          };
    reply(response, 400, { jsonrpc: '2.0', id: this.era === 'modern' ? (id ?? null) : null, error });
  }

  private async initialize(rpc: Rpc, response: ServerResponse): Promise<void> {
    this.initializations += 1;
    await this.mayInitialize;
    const sessionId = randomUUID();
    this.sessions.add(sessionId);
    response.setHeader('mcp-session-id', sessionId);
    const result = {
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 't', version: '1' },
    };
    reply(response, 200, { jsonrpc: '2.0', id: rpc.id, result });
  }

  private call(rpc: Rpc, body: string, request: IncomingMessage, response: ServerResponse): void {
    const { name = '', arguments: args, _meta: meta = {} } = rpc.params ?? {};
    const argumentsText = body.slice(body.indexOf('"arguments":') + 12, body.lastIndexOf(',"_meta"'));
    this.calls.push({ name, arguments: args, argumentsText, meta, headers: request.headers });
    const result = { content: [{ type: 'text', text: `ran ${name} ${this.calls.length}` }] };
    const answer = { jsonrpc: '2.0', id: rpc.id, result };
    switch (this.behaviour) {
      case 'ok':
        return reply(response, 200, answer);
      case 'echo': {
        const { authorization } = request.headers;
        const echoed = {
          content: [{ type: 'text', text: `you are ${authorization}` }],
          structuredContent: request.headers,
        };
        return reply(response, 200, { ...answer, result: echoed });
      }
      case 'echo-error': {
        const message = `${'x'.repeat(480)} ${request.headers.authorization} is nobody`;
        return reply(response, 200, { jsonrpc: '2.0', id: rpc.id, error: { code: -32_000, message } });
      }
      case 'http-500':
        return reply(response, 500, { error: 'broken' });
      case 'http-403':
        return reply(response, 403, { error: 'forbidden' });
      case 'rpc-error':
        return reply(response, 200, { jsonrpc: '2.0', id: rpc.id, error: { code: -32_602, message: 'bad arguments' } });
      case 'reset':
        request.socket.resetAndDestroy();
        return;
      case 'hang':
      case 'stuck':
        return;
      case 'late':
        this.late.push(() => reply(response, 200, answer));
        return;
      case 'sse':
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': hello\n\nevent: message\ndata: {"jsonrpc":"2.0","method":"notifications/progress"}\n\n');
        response.end(`event: message\ndata: ${JSON.stringify(answer)}\n\n`);
        return;
      case 'deep':
        response.writeHead(200, { 'content-type': 'application/json' }).end(deepAnswer(rpc.id));
        return;
      case 'deep-sse':
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`data: ${deepAnswer(rpc.id)}\n\n`);
        return;
      case 'input-required':
        return reply(response, 200, {
          jsonrpc: '2.0',
          id: rpc.id,
          result: { resultType: 'input_required', inputRequests: {} },
        });
    }
  }
}

/** A parser without recursion reads it; whatever recurses over what was read dies of it. */
function deepAnswer(id: unknown): string {
  const levels = 100_000;
  const nested = '['.repeat(levels) + ']'.repeat(levels);
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[],"structuredContent":${nested}}}`;
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
