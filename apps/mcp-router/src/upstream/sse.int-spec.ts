import { createServer, type Server as HttpServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { createEgress } from '@countersign/egress';
import { eventually, freePort } from '@countersign/testing';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { HandWrittenSse, type SseBehaviour } from './sse-server.fixture-spec.js';
import { aTarget } from './test-target.fixture-spec.js';
import type { OpenUpstream } from './open-upstream.js';
import { UpstreamClient } from './upstream.client.js';
import { CredentialsRefusedError, NotConnectedError } from './upstream.errors.js';
import type { UpstreamOutcome, UpstreamTarget } from './upstream-outcome.js';

const TOKEN = 'token-of-the-integration';

const anSseTarget = (url: string): UpstreamTarget => {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const spoken = { transport: 'sse', protocolVersion: '2024-11-05' } as const;
  return aTarget({ url, era: 'legacy' }, { ...spoken, headers, credentialVersion: 3 });
};
const aCall = () => ({ callId: newId(), fence: 1, toolName: 'add', argumentsText: '{"a":1}' });
const aClient = () => new UpstreamClient(createEgress({ allow: [{ host: '127.0.0.1', http: true }] }));

describe('the client of an HTTP+SSE server', () => {
  let server: HandWrittenSse;
  let client: UpstreamClient;

  beforeEach(async () => {
    server = await HandWrittenSse.start();
    client = aClient();
  });
  afterEach(async () => {
    client.close();
    await server.stop();
  });

  const open = (timeoutMs = 20_000): Promise<OpenUpstream> =>
    client.open({ ...anSseTarget(server.url), timeoutMs }, { reuse: true });
  const call = async (timeoutMs?: number): Promise<UpstreamOutcome> => (await open(timeoutMs)).callTool(aCall());
  const streamsClosed = () => eventually(() => expect(server.streams.every(({ destroyed }) => destroyed)).toBe(true));

  it.each<[SseBehaviour, UpstreamOutcome['kind'], RegExp | null]>([
    ['ok', 'result', null],
    ['answer before the POST is accepted', 'result', null],
    ['answer to a POST that is never accepted', 'result', null],
    ['answer after the POST was cut', 'result', null],
    ['answer among others', 'result', null],
    ['stream cut after the answer', 'result', null],
    ['tool error', 'failed', /-32602: bad arguments/],
    ['answer for another id', 'unknown', /no answer came within 1 s/],
    ['silence', 'unknown', /no answer came within 1 s/],
    ['stream cut before the answer', 'unknown', /connection was lost/],
    ['stream ended before the answer', 'unknown', /connection was lost/],
    ['stream cut in the middle of the answer', 'unknown', /connection was lost/],
    ['endless noise', 'unknown', /more than 16777216 bytes/],
    ['endless event', 'unknown', /more than 16777216 bytes/],
    ['deep answer', 'unknown', /more than 64 levels deep/],
    ['HTTP 400', 'failed', /HTTP 400/],
    ['HTTP 403', 'failed', /HTTP 403/],
    ['HTTP 404', 'session_lost', /HTTP 404/],
    ['HTTP 500', 'unknown', /HTTP 500/],
    ['echo', 'failed', /error 1: \[credential\] is nobody/],
  ])('takes "%s" as %s', async (behaviour, kind, reason) => {
    server.behaviour = behaviour;
    // What ends by anything but the clock must not end by that of a busy machine.
    const outcome = await call(reason?.source.includes('no answer') ? 1_000 : undefined);
    expect(outcome.kind).toBe(kind);
    if (reason !== null) expect(outcome).toMatchObject({ reason: expect.stringMatching(reason) });
    expect(JSON.stringify(outcome)).not.toContain(TOKEN);
    expect(server.calls).toBe(1);
    await streamsClosed();
  });

  it('knows which credentials were refused', async () => {
    server.behaviour = 'HTTP 401';
    const refused = { credentialVersion: 3, reason: 'unauthorized' };
    expect(await call()).toMatchObject({ kind: 'refused', refused });
    server.refusal = { status: 403, challenge: 'Bearer error="insufficient_scope", scope="a"' };
    const error: unknown = await open().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CredentialsRefusedError);
    expect(error).toMatchObject({ refused: { credentialVersion: 3, reason: 'insufficient_scope', scopes: ['a'] } });
  });

  it('brings the credentials with every request', async () => {
    await call();
    expect(server.received).toEqual(
      ['initialize', 'notifications/initialized', 'tools/call'].map((method) => ({
        method,
        authorization: `Bearer ${TOKEN}`,
      })),
    );
  });

  it('posts nowhere but to the origin of the stream', async () => {
    const other = await HandWrittenSse.start();
    server.endpoint = `http://127.0.0.1:${other.port}/messages`;
    await expect(open()).rejects.toThrow(/another origin/);
    expect([...server.received, ...other.received]).toEqual([]);
    await streamsClosed();
    await other.stop();
  });

  it('has proof that nothing was sent when the stream ends before the call', async () => {
    const opened = await open();
    const socket = server.streams[0]?.socket;
    server.streams[0]?.end();
    await eventually(() => expect(socket?.destroyed).toBe(true));
    expect(await opened.callTool(aCall())).toMatchObject({ kind: 'not_sent' });
    expect(server.calls).toBe(0);
  });

  it('needs no connection that outlives a request', async () => {
    server.closesConnections = true;
    expect(await call()).toMatchObject({ kind: 'result' });
  });

  it('ends the stream of a call that is not sent after all', async () => {
    (await open()).release();
    await streamsClosed();
    expect(server.calls).toBe(0);
  });

  it.each([
    ['is refused', { status: 404 }],
    ['fails', { status: 500 }],
    ['is no stream', { status: 200 }],
  ])('knows that nothing was sent when the stream %s', async (_what, refusal) => {
    server.refusal = refusal;
    await expect(open()).rejects.toThrow(NotConnectedError);
  });
});

describe('the client of the SDK’s own HTTP+SSE server', () => {
  let http: HttpServer;
  let url: string;
  let client: UpstreamClient;

  beforeEach(async () => {
    const transports = new Map<string, SSEServerTransport>();
    http = createServer((request, response) => {
      const answer = async (): Promise<void> => {
        const sessionId = new URL(request.url ?? '/', 'http://x').searchParams.get('sessionId') ?? '';
        if (request.method === 'POST') return transports.get(sessionId)?.handlePostMessage(request, response);
        const transport = new SSEServerTransport('/messages', response);
        transports.set(transport.sessionId, transport);
        const server = new McpServer({ name: 'old', version: '1' });
        server.registerTool('add', {}, () => ({ content: [{ type: 'text', text: `for ${transport.sessionId}` }] }));
        await server.connect(transport);
      };
      void answer();
    });
    const port = await freePort();
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${port}/sse`;
    client = aClient();
  });
  afterEach(async () => {
    client.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });

  it('calls its tools, each call over a session of its own', async () => {
    const call = async () => (await client.open(anSseTarget(url), { reuse: true })).callTool(aCall());
    const outcomes = await Promise.all([call(), call(), call()]);
    const said = outcomes.map((outcome) => (outcome.kind === 'result' ? JSON.stringify(outcome.result.content) : ''));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['result', 'result', 'result']);
    expect(new Set(said).size).toBe(3);
  });
});
