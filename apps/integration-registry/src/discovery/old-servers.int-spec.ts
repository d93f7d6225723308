import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { aProbe, CANARY } from '../fixtures/discovery.fixture-spec.js';
import {
  aTool,
  type Handler,
  type HandWrittenServer,
  legacyMcp,
} from '../fixtures/hand-written-server.fixture-spec.js';
import { httpSse } from '../fixtures/http-sse-server.fixture-spec.js';

const probe = aProbe();
const OLD = { wireTransport: 'sse', era: 'legacy', protocolVersion: '2025-06-18' } as const;
const listTools = (): object => ({ tools: [aTool('a'), aTool('b')] });

function methodsOf(server: HandWrittenServer): string[] {
  return server.received.map(({ method, path }) => `${method} ${path}`);
}

describe('a server that speaks HTTP+SSE alone', () => {
  it('is found out by its answer to initialize', async () => {
    const server = await probe.serve(httpSse(listTools));
    const found = await probe.ask(server);
    expect(found).toMatchObject(OLD);
    expect(found.tools.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(methodsOf(server).slice(0, 3)).toEqual(['POST /mcp', 'POST /mcp', 'GET /mcp']);
  });

  it('is asked at once where that is chosen, or was found before', async () => {
    for (const address of [{ transport: 'sse' }, { prior: OLD }] as const) {
      const server = await probe.serve(httpSse(listTools));
      expect(await probe.ask(server, address)).toMatchObject({ ...OLD, tools: { length: 2 } });
      expect(methodsOf(server)).toEqual(['GET /mcp', ...Array<string>(3).fill('POST /messages?session=1')]);
    }
  });

  it('is sent the static headers with every request', async () => {
    const server = await probe.serve(httpSse(listTools));
    await probe.ask(server);
    expect(server.received.map(({ headers }) => headers['x-api-key'])).toEqual(Array(6).fill(CANARY));
  });

  it('is discovered over all of its pages', async () => {
    const pages: Record<string, object> = {
      first: { tools: [aTool('a')], nextCursor: 'second' },
      second: { tools: [aTool('b')] },
    };
    const found = await probe.discover(httpSse((cursor = 'first') => pages[cursor] ?? {}));
    expect(found.tools.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('is not looked for where the person chose otherwise', async () => {
    const server = await probe.serve(httpSse(listTools));
    const failure = await probe.failureOf(probe.ask(server, { transport: 'streamable-http', prior: OLD }));
    expect(failure.code).toBe('discovery.not_mcp');
    expect(methodsOf(server)).toEqual(['POST /mcp', 'POST /mcp']);
  });

  it.each([
    [400, true],
    [404, true],
    [405, true],
    [401, false],
    [403, false],
    [406, false],
    [410, false],
    [415, false],
    [500, false],
  ])('is looked for after HTTP %d to initialize: %s', async (status, isLookedFor) => {
    const server = await probe.serve(({ method }, response) => {
      response.writeHead(method === 'POST' ? status : 404).end(`secret ${CANARY}`);
    });
    const failure = await probe.failureOf(probe.ask(server));
    expect(methodsOf(server).includes('GET /mcp')).toBe(isLookedFor);
    // Of what was asked first: that is what the address is expected to speak.
    expect(failure.message).toContain(`HTTP ${status}`);
  });

  it('is not looked for when initialize was understood and something after it was not', async () => {
    const inner = legacyMcp(listTools);
    const server = await probe.serve((request, response) => {
      if (request.body.includes('notifications/initialized')) return void response.writeHead(404).end();
      return inner(request, response);
    });
    expect(await probe.failureOf(probe.ask(server))).toMatchObject({ code: 'discovery.not_mcp' });
    expect(methodsOf(server)).not.toContain('GET /mcp');
  });

  it('that was upgraded is discovered by its new transport in the same discovery', async () => {
    const server = await probe.serve(legacyMcp(listTools));
    const found = await probe.ask(server, { prior: OLD });
    expect(found).toMatchObject({ wireTransport: 'streamable-http', era: 'legacy', tools: { length: 2 } });
  });
});

describe('an event stream', () => {
  const only = { transport: 'sse' } as const;
  const failing: Record<string, [string, Handler]> = {
    'that names an endpoint which is no URL': ['not_mcp', httpSse(listTools, { endpoint: 'http://[secret' })],
    'that is an HTML page': [
      'not_mcp',
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>secret</h1>'),
    ],
    'that is none': ['not_mcp', (_, response) => void response.writeHead(204).end()],
    'that wants credentials': ['refused', (_, response) => void response.writeHead(401).end('secret')],
    'that fails': ['server_error', (_, response) => void response.writeHead(503).end('secret')],
    'that ends before it began': [
      'unreachable',
      (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(),
    ],
    'that breaks off': [
      'unreachable',
      ({ method }, response) => {
        if (method === 'GET') response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
        setImmediate(() => response.destroy());
      },
    ],
    'that refuses messages': ['refused', httpSse(listTools, { postStatus: () => 403 })],
    'that does not know its own endpoint': ['not_mcp', httpSse(listTools, { postStatus: () => 404 })],
    'with something else than JSON': [
      'not_mcp',
      httpSse(listTools, { sendAnswer: (stream) => stream.write('data: secret\n\n') }),
    ],
  };
  it.each(Object.entries(failing))('%s fails the discovery at once', async (_, [code, handler]) => {
    expect(await probe.failure(handler, only)).toMatchObject({ code: `discovery.${code}` });
  });

  it('that names an endpoint at another origin gets nothing sent there', async () => {
    const other = await probe.serve(httpSse(listTools));
    const endpoint = other.url.replace('/mcp', '/messages?session=1');
    expect(await probe.failure(httpSse(listTools, { endpoint }), only)).toMatchObject({ code: 'discovery.not_mcp' });
    expect(other.received).toEqual([]);
  });

  it('that names an endpoint behind a redirect is refused by the guard', async () => {
    const server = await probe.serve(({ method }, response) => {
      if (method === 'POST') return void response.writeHead(307, { location: 'http://169.254.169.254/' }).end();
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: endpoint\ndata: /messages\n\n');
    });
    expect(await probe.failureOf(probe.ask(server, only))).toMatchObject({ code: 'egress.refused' });
  });

  it.each<[string, Handler]>([
    [
      'names no endpoint',
      (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(),
    ],
    ['does not answer', httpSse(listTools, { sendAnswer: () => undefined })],
    ['only says that it is there', httpSse(listTools, { sendAnswer: (stream) => stream.write(': ping\n\n') })],
  ])('that %s is not waited for', async (_, handler) => {
    expect(await probe.failure(handler, { ...only, timeoutMs: 300 })).toMatchObject({ code: 'discovery.timed_out' });
  });

  it('is left when the discovery is over', async () => {
    let isOpen = false;
    const inner = httpSse(listTools);
    const server = await probe.serve((request, response) => {
      if (request.method === 'GET') {
        isOpen = true;
        response.on('close', () => (isOpen = false));
      }
      return inner(request, response);
    });
    await probe.ask(server, only);
    await eventually(() => expect(isOpen).toBe(false));
  });
});
