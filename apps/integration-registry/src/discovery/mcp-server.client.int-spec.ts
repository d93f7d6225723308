import { describe, expect, it } from '@jest/globals';
import { createEgress, parseAllowList } from '@countersign/egress';
import { freePort } from '@countersign/testing';
import { aProbe, CANARY } from '../fixtures/discovery.fixture-spec.js';
import {
  aTool,
  type Handler,
  type HandWrittenServer,
  legacyMcp,
  type ListTools,
  sendJson,
} from '../fixtures/hand-written-server.fixture-spec.js';
import type { DiscoveredServer } from './discovered-server.js';
import { McpServerClient } from './mcp-server.client.js';

const probe = aProbe();
const { client } = probe;
/** Nothing is known of the server. */
const FRESH = { workspaceId: 'w', transport: 'auto', prior: null } as const;

const serve = (handler: Handler): Promise<HandWrittenServer> => probe.serve(handler);
const discover = (handler: Handler): Promise<DiscoveredServer> => probe.discover(handler);
const failureOf = (handler: Handler, timeoutMs = 5_000) => probe.failure(handler, { timeoutMs });

describe('a server of the legacy era', () => {
  const pages: Record<string, object> = {
    first: { tools: [aTool('a'), aTool('b')], nextCursor: 'second' },
    second: { tools: [], nextCursor: 'third' },
    third: { tools: [aTool('c', { title: 'C', description: 'sees', annotations: { readOnlyHint: true } })] },
  };
  const paged: ListTools = (cursor = 'first') => pages[cursor] ?? {};

  it('is discovered over all of its pages, also empty ones', async () => {
    const found = await discover(legacyMcp(paged));
    expect(found).toMatchObject({ era: 'legacy', protocolVersion: '2025-06-18', warnings: [] });
    expect(found.tools.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(found.tools[2]?.description).toEqual({
      title: 'C',
      description: 'sees',
      inputSchema: { type: 'object' },
      outputSchema: null,
      annotations: { readOnlyHint: true },
    });
  });

  it('is sent the static headers with every request', async () => {
    const server = await serve(legacyMcp(paged));
    await client.discover({ serverUrl: server.url, headers: { 'X-Api-Key': CANARY }, timeoutMs: 5_000, ...FRESH });
    expect(server.received.length).toBeGreaterThan(3);
    for (const { headers } of server.received) expect(headers['x-api-key']).toBe(CANARY);
  });

  it('may answer in event streams and give a session, which is ended', async () => {
    const server = await serve(legacyMcp(paged, { streams: true, sessionId: 's-1' }));
    const found = await client.discover({ serverUrl: server.url, headers: {}, timeoutMs: 5_000, ...FRESH });
    expect(found.tools).toHaveLength(3);
    expect(server.received.at(-1)).toMatchObject({ method: 'DELETE', headers: { 'mcp-session-id': 's-1' } });
  });

  it('has no tools when it does not say that it has some', async () => {
    const silent = legacyMcp(paged);
    const found = await discover(async (request, response) => {
      if (!request.body.includes('"initialize"')) return silent(request, response);
      const { id } = JSON.parse(request.body) as { id: number };
      const serverInfo = { name: 'x', version: '1' };
      sendJson(response, 200, {
        jsonrpc: '2.0',
        id,
        result: { protocolVersion: '2025-06-18', capabilities: {}, serverInfo },
      });
    });
    expect(found.tools).toEqual([]);
  });
});

describe('a server that is none', () => {
  const cases: Record<string, Handler> = {
    'an HTML page': (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>secret</h1>'),
    'JSON that is not JSON-RPC': (_, response) => sendJson(response, 200, { secret: true }),
    'broken JSON': (_, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end('{"secret": '),
    'HTTP 404': (_, response) => sendJson(response, 404, { secret: CANARY }),
    'HTTP 405': (_, response) => void response.writeHead(405).end(CANARY),
    'another JSON-RPC service': ({ body }, response) => {
      const { id } = JSON.parse(body) as { id: unknown };
      sendJson(response, 200, { jsonrpc: '2.0', id, error: { code: -32601, message: `secret ${CANARY}` } });
    },
  };
  it.each(Object.entries(cases))('is told from an MCP server: %s', async (_, handler) => {
    expect(await failureOf(handler, 1_500)).toMatchObject({ code: 'discovery.not_mcp' });
  });
});

describe('a server that goes astray', () => {
  it('in an event stream is not waited for', async () => {
    const inner = legacyMcp(() => ({}));
    const failure = await failureOf(async (request, response) => {
      if (!request.body.includes('tools/list')) return inner(request, response);
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: secret\n\n');
    });
    expect(failure.code).toBe('discovery.not_mcp');
  });
});

describe('a server that refuses', () => {
  it.each([401, 403])('with HTTP %d is told to want credentials', async (status) => {
    const failure = await failureOf((_, response) => {
      response.setHeader('www-authenticate', 'Bearer error="insufficient_scope", scope="secret"');
      sendJson(response, status, { error: `bad key ${CANARY}` });
    });
    expect(failure.code).toBe('discovery.refused');
  });

  it.each([429, 500, 503])('with HTTP %d has failed', async (status) => {
    expect(await failureOf((_, response) => sendJson(response, status, { secret: CANARY }))).toMatchObject({
      code: 'discovery.server_error',
    });
  });

  it('with a JSON-RPC error to tools/list has failed', async () => {
    const inner = legacyMcp(() => ({}));
    const failure = await failureOf(async (request, response) => {
      if (!request.body.includes('tools/list')) return inner(request, response);
      const { id } = JSON.parse(request.body) as { id: number };
      sendJson(response, 200, { jsonrpc: '2.0', id, error: { code: -32603, message: `secret ${CANARY}` } });
    });
    expect(failure).toMatchObject({ code: 'discovery.server_error', message: expect.stringContaining('-32603') });
  });

  it('by a redirect is refused by the guard', async () => {
    const failure = await failureOf((_, response) => {
      response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' }).end();
    });
    expect(failure.code).toBe('egress.refused');
  });
});

describe('a server that cannot be reached', () => {
  it('refuses connections', async () => {
    const serverUrl = `http://127.0.0.1:${await freePort()}/mcp`;
    await expect(client.discover({ serverUrl, headers: {}, timeoutMs: 5_000, ...FRESH })).rejects.toMatchObject({
      code: 'discovery.unreachable',
    });
  });

  it('resets the connection', async () => {
    expect(await failureOf((_, response) => void response.socket?.resetAndDestroy())).toMatchObject({
      code: 'discovery.unreachable',
    });
  });

  it('breaks off in the middle of an answer, of JSON as of an event stream', async () => {
    for (const type of ['application/json', 'text/event-stream']) {
      const inner = legacyMcp(() => ({}));
      const failure = await failureOf(async (request, response) => {
        if (!request.body.includes('tools/list')) return inner(request, response);
        response.writeHead(200, { 'content-type': type, 'content-length': '1000' });
        response.write('data: {');
        setTimeout(() => response.destroy(), 50);
      });
      expect(failure.code).toBe('discovery.unreachable');
    }
  });

  it('has no certificate that is trusted', async () => {
    const guarded = new McpServerClient(createEgress({ allow: parseAllowList('127.0.0.1') }));
    const server = await serve((_, response) => void response.end());
    const serverUrl = server.url.replace('http:', 'https:');
    await expect(guarded.discover({ serverUrl, headers: {}, timeoutMs: 5_000, ...FRESH })).rejects.toMatchObject({
      code: 'discovery.unreachable',
    });
  });
});

describe('a server that is slow', () => {
  it('never answers', async () => {
    expect(await failureOf(() => undefined, 300)).toMatchObject({ code: 'discovery.timed_out' });
  });

  it('drips its answer', async () => {
    const failure = await failureOf((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    }, 400);
    expect(failure.code).toBe('discovery.timed_out');
  });
});

describe('a listing without end', () => {
  it('is noticed when its cursors go round', async () => {
    let asked = 0;
    const failure = await failureOf(
      legacyMcp((cursor) => {
        asked += 1;
        return { tools: [aTool(`t${asked}`)], nextCursor: cursor === 'a' ? 'b' : 'a' };
      }),
    );
    expect(failure).toMatchObject({ code: 'discovery.too_large' });
    expect(asked).toBeLessThan(5);
  });

  it('is bounded by the number of tools', async () => {
    const tools = Array.from({ length: 1_000 }, (_, index) => aTool(`t${index}`));
    let page = 0;
    expect(await failureOf(legacyMcp(() => ({ tools, nextCursor: `${(page += 1)}` })))).toMatchObject({
      code: 'discovery.too_large',
    });
    expect(page).toBe(11);
  });
});

describe('entries that are not as they should be', () => {
  it('cost nobody else: they are left out with a warning', async () => {
    let deep: unknown[] = [];
    for (let depth = 0; depth < 100; depth += 1) deep = [deep];
    const found = await discover(
      legacyMcp(() => ({
        tools: [
          aTool('good'),
          aTool(''),
          aTool('x'.repeat(1_025)),
          aTool(7),
          'not a tool',
          { name: 'no-schema' },
          aTool('text', { description: 5 }),
          aTool('deep', { outputSchema: { deep } }),
          aTool('big', { description: 'x'.repeat(200_000) }),
          aTool('good', { description: 'another' }),
          aTool('nul\u0000'),
        ],
      })),
    );
    expect(found.tools.map(({ name }) => name)).toEqual(['good', 'nul\u0000']);
    expect(found.warnings.map(({ code }) => code)).toEqual([
      'tool.name_invisible',
      'tool.name_malformed',
      'tool.name_too_long',
      'tool.name_malformed',
      'tool.name_malformed',
      'tool.definition_malformed',
      'tool.definition_malformed',
      'tool.definition_malformed',
      'tool.definition_too_large',
      'tool.duplicate_name',
    ]);
  });
});

describe('the guard', () => {
  it.each([
    ['http://10.0.0.1/mcp', 'egress.refused'],
    ['https://169.254.169.254/mcp', 'egress.refused'],
    ['https://user:pass@example.com/mcp', 'egress.refused'],
    ['ftp://127.0.0.1/mcp', 'egress.refused'],
    ['https://does-not-exist.invalid/mcp', 'discovery.unreachable'],
  ])('checks %s before it is stored', async (url, code) => {
    await expect(client.checkUrl(url)).rejects.toMatchObject({ code });
  });

  it('is asked at every discovery too', async () => {
    await expect(
      client.discover({ serverUrl: 'http://10.0.0.1/mcp', headers: {}, timeoutMs: 1_000, ...FRESH }),
    ).rejects.toMatchObject({ code: 'egress.refused' });
  });
});
