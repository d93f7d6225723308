import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from '@countersign/testing';

export interface SseRpc {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: { readonly name: string; readonly arguments: unknown };
}

type Answer = (rpc: SseRpc, reply: ServerResponse, stream: ServerResponse, server: HandWrittenSse) => void;

/** What one `tools/call` of an HTTP+SSE server does, beside being recorded. */
export const SSE_BEHAVIOURS = {
  ok: (rpc, reply, stream) => {
    reply.writeHead(202).end('Accepted');
    say(stream, answerTo(rpc.id));
  },
  'answer before the POST is accepted': (rpc, reply, stream) => {
    say(stream, answerTo(rpc.id));
    reply.writeHead(202).end();
  },
  'answer to a POST that is never accepted': (rpc, _reply, stream) => say(stream, answerTo(rpc.id)),
  'answer after the POST was cut': (rpc, reply, stream) => {
    reply.socket?.resetAndDestroy();
    say(stream, answerTo(rpc.id));
  },
  'answer among others': (rpc, reply, stream) => {
    reply.writeHead(202).end();
    stream.write(': ping\n\nevent: noise\ndata: {}\n\nevent: endpoint\ndata: https://example.com/\n\n');
    say(stream, answerTo('another'));
    say(stream, { jsonrpc: '2.0', method: 'notifications/progress', params: {} });
    say(stream, { jsonrpc: '2.0', id: rpc.id, method: 'ping' });
    say(stream, answerTo(rpc.id));
  },
  'answer for another id': (_rpc, reply, stream) => {
    reply.writeHead(202).end();
    say(stream, answerTo('another'));
  },
  'stream cut before the answer': (_rpc, reply, stream) => {
    reply.writeHead(202).end();
    stream.socket?.resetAndDestroy();
  },
  'stream ended before the answer': (_rpc, reply, stream) => {
    reply.writeHead(202).end();
    stream.end();
  },
  'stream cut in the middle of the answer': (rpc, reply, stream) => {
    reply.writeHead(202).end();
    stream.write(`data: ${JSON.stringify(answerTo(rpc.id)).slice(0, 40)}`, () => stream.socket?.resetAndDestroy());
  },
  'stream cut after the answer': (rpc, reply, stream) => {
    reply.writeHead(202).end();
    stream.write(`data: ${JSON.stringify(answerTo(rpc.id))}\n\n`, () => stream.socket?.resetAndDestroy());
  },
  silence: () => undefined,
  'endless noise': (_rpc, reply, stream) => {
    reply.writeHead(202).end();
    flood(stream, `: ${'x'.repeat(65_536)}\n\n`);
  },
  'endless event': (_rpc, reply, stream) => {
    reply.writeHead(202).end();
    flood(stream, `data: ${'x'.repeat(65_536)}\n`);
  },
  'deep answer': (rpc, reply, stream) => {
    reply.writeHead(202).end();
    say(stream, { jsonrpc: '2.0', id: rpc.id, result: nested(100) });
  },
  'tool error': (rpc, reply, stream) => {
    reply.writeHead(202).end();
    say(stream, { jsonrpc: '2.0', id: rpc.id, error: { code: -32_602, message: 'bad arguments' } });
  },
  'HTTP 400': (_rpc, reply) => void reply.writeHead(400).end('Invalid message'),
  'HTTP 401': (_rpc, reply) => void reply.writeHead(401).end(),
  'HTTP 403': (_rpc, reply) => void reply.writeHead(403).end(),
  'HTTP 404': (_rpc, reply) => void reply.writeHead(404).end('No such session'),
  'HTTP 500': (_rpc, reply) => void reply.writeHead(500).end(),
  echo: (rpc, reply, stream, { received }) => {
    reply.writeHead(202).end();
    say(stream, {
      jsonrpc: '2.0',
      id: rpc.id,
      error: { code: 1, message: `${received.at(-1)?.authorization} is nobody` },
    });
  },
} satisfies Record<string, Answer>;
export type SseBehaviour = keyof typeof SSE_BEHAVIOURS;

/** A server of the transport HTTP+SSE that does what a test wants, with a record of every POST. */
export class HandWrittenSse {
  readonly era = 'legacy';
  readonly received: { readonly method: string; readonly authorization: string | undefined }[] = [];
  /** What it was asked to execute, and as whom. */
  readonly executed: {
    readonly name: string;
    readonly arguments: unknown;
    readonly authorization: string | undefined;
  }[] = [];
  readonly streams: ServerResponse[] = [];
  behaviour: SseBehaviour = 'ok';
  endpoint = '/messages?sessionId=1';
  /** Instead of a stream. */
  refusal: { readonly status: number; readonly challenge?: string } | null = null;
  /** Whether a POST that was answered closes its connection. */
  closesConnections = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(): Promise<HandWrittenSse> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new HandWrittenSse(server, port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/sse`;
  }

  get calls(): number {
    return this.received.filter(({ method }) => method === 'tools/call').length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.refusal !== null) {
      const { status, challenge } = this.refusal;
      response.writeHead(status, challenge === undefined ? {} : { 'www-authenticate': challenge }).end();
      return;
    }
    if (request.method === 'GET') return this.openStream(response);
    const rpc = JSON.parse(await text(request)) as SseRpc;
    const { authorization } = request.headers;
    this.received.push({ method: rpc.method, authorization });
    if (rpc.method === 'tools/call' && rpc.params !== undefined) this.executed.push({ ...rpc.params, authorization });
    if (this.closesConnections) response.setHeader('connection', 'close');
    const stream = this.streams.at(-1);
    if (stream === undefined) throw new Error('a POST before there is a stream');
    if (rpc.method === 'tools/call') return SSE_BEHAVIOURS[this.behaviour](rpc, response, stream, this);
    response.writeHead(202).end('Accepted');
    if (rpc.method !== 'initialize') return;
    const result = {
      protocolVersion: '2024-11-05',
      capabilities: { tools: {} },
      serverInfo: { name: 't', version: '1' },
    };
    say(stream, { jsonrpc: '2.0', id: rpc.id, result });
  }

  private openStream(response: ServerResponse): void {
    this.streams.push(response);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`event: endpoint\ndata: ${this.endpoint}\n\n`);
  }
}

function answerTo(id: unknown): object {
  return { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'done' }] } };
}

function say(stream: ServerResponse, message: object): void {
  stream.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
}

/** Until nobody reads any more. */
function flood(stream: ServerResponse, piece: string): void {
  if (!stream.destroyed) stream.write(piece, () => flood(stream, piece));
}

function nested(depth: number): object {
  return depth === 0 ? {} : { a: nested(depth - 1) };
}
