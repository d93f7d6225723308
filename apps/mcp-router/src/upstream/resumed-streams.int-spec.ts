import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEgress } from '@countersign/egress';
import { newId } from '@countersign/database';
import { freePort } from '@countersign/testing';
import { aTarget } from './test-target.fixture-spec.js';
import type { UpstreamOutcome, UpstreamTarget } from './upstream-outcome.js';
import { UpstreamClient } from './upstream.client.js';

type Stream = (response: ServerResponse, requestId: string) => void;

const event = (id: string, data: object | '') => `id: ${id}\ndata: ${data === '' ? '' : JSON.stringify(data)}\n\n`;
const result = (id: string, text: string) => ({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } });
const progress = (progressToken: string) => ({
  jsonrpc: '2.0',
  method: 'notifications/progress',
  params: { progressToken, progress: 1 },
});

/** A legacy server that makes as many streams of one answer as its test says. */
class StreamingServer {
  readonly calls: string[] = [];
  readonly resumedAt: (string | undefined)[] = [];
  onCall: Stream = () => undefined;
  /** What comes after the event with this id. */
  readonly after = new Map<string, Stream>();

  constructor(
    private readonly http: Server,
    readonly url: string,
  ) {
    http.on('request', (request: IncomingMessage, response: ServerResponse) => void this.serve(request, response));
  }

  static async start(): Promise<StreamingServer> {
    const port = await freePort();
    const http = createServer();
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    return new StreamingServer(http, `http://127.0.0.1:${port}/mcp`);
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return this.resume(request, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { id, method } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string; method: string };
    if (method === 'tools/call') {
      this.calls.push(id);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return this.onCall(response, id);
    }
    response.writeHead(method === 'initialize' ? 200 : 202, {
      'content-type': 'application/json',
      'mcp-session-id': 's',
    });
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { protocolVersion: '2025-11-25', capabilities: {} } }));
  }

  private resume({ headers }: IncomingMessage, response: ServerResponse): void {
    const at = headers['last-event-id'] as string | undefined;
    this.resumedAt.push(at);
    const next = this.after.get(at ?? '');
    if (next === undefined || headers['mcp-session-id'] !== 's') {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    next(response, this.calls[0] ?? '');
  }
}

describe('a stream that ends before the answer', () => {
  let server: StreamingServer;
  let client: UpstreamClient;

  beforeEach(async () => {
    server = await StreamingServer.start();
    client = new UpstreamClient(createEgress({ allow: [{ host: '127.0.0.1', http: true }] }));
  });
  afterEach(async () => {
    client.close();
    await server.stop();
  });

  const heard: unknown[] = [];
  const call = async (change: Partial<UpstreamTarget> = {}): Promise<UpstreamOutcome> => {
    const target = aTarget({ url: server.url, era: 'legacy' }, { timeoutMs: 10_000, ...change });
    const sink = { progressToken: 7, onNotification: ({ params }: { params: object }) => heard.push(params) };
    const opened = await client.open(target, { reuse: true, sink });
    return opened.callTool({ callId: newId(), fence: 1, toolName: 'slow', argumentsText: '{}' });
  };
  const begins: Stream = (response) => response.end(`retry: 60\n${event('a', '')}`);

  it('is asked for what follows, as often as it takes, and the call is sent once', async () => {
    server.onCall = begins;
    server.after.set('a', (response, id) => response.end(event('b', progress(id))));
    server.after.set('b', (response, id) => response.end(event('c', result(id, 'at last'))));
    expect(await call()).toMatchObject({ kind: 'result', result: { content: [{ text: 'at last' }] } });
    expect(server.resumedAt).toEqual(['a', 'b']);
    expect(heard).toEqual([{ progressToken: 7, progress: 1 }]);
    expect(server.calls).toHaveLength(1);
  });

  it('is taken up when it broke, too', async () => {
    server.onCall = (response) => response.write(`retry: 60\n${event('a', '')}`, () => response.destroy());
    server.after.set('a', (response, id) => response.end(event('b', result(id, 'at last'))));
    expect(await call()).toMatchObject({ kind: 'result' });
    expect(server.calls).toHaveLength(1);
  });

  it.each([
    ['has forgotten it', begins, 1],
    ['gave its events no ids', (response: ServerResponse) => response.end('data: \n\n'), 0],
    ['calls its events what no header can hold', (response: ServerResponse) => response.end(event('a\u00e9', '')), 0],
  ] as const)('leaves a doubt where the server %s, and never a second call', async (_, onCall, resumes) => {
    server.onCall = onCall;
    expect(await call()).toMatchObject({ kind: 'unknown' });
    expect(server.resumedAt).toHaveLength(resumes);
    expect(server.calls).toHaveLength(1);
  });

  it('is not asked for beyond the time that the call has', async () => {
    server.onCall = begins;
    server.after.set('a', (response) => response.end(`retry: 60\n${event('a', '')}`));
    expect(await call({ timeoutMs: 500 })).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('within'),
    });
    expect(server.calls).toHaveLength(1);
  });

  it('is an answer to nobody else: one for another request is not taken', async () => {
    server.onCall = begins;
    server.after.set('a', (response) => response.end(event('b', result('other', 'not yours'))));
    expect(await call()).toMatchObject({ kind: 'unknown' });
  });
});
