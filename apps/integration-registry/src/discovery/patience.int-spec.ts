import { describe, expect, it } from '@jest/globals';
import { freePort } from '@countersign/testing';
import { aProbe } from '../fixtures/discovery.fixture-spec.js';
import { aTool, type Handler, legacyMcp, type ListTools } from '../fixtures/hand-written-server.fixture-spec.js';
import { httpSse } from '../fixtures/http-sse-server.fixture-spec.js';
import { modernMcp } from '../fixtures/modern-server.fixture-spec.js';

const probe = aProbe();
const patient = aProbe({ retryDelayMs: 40 });
const listTools: ListTools = () => ({ tools: [aTool('a')] });
const TRIES_MAX = 4;

/** Fails the first requests in some way, and is good from then on. */
function failingFirst(times: number, fail: Handler, inner: Handler): Handler {
  let count = 0;
  return (request, response) => {
    count += 1;
    return count <= times ? fail(request, response) : inner(request, response);
  };
}

function answering(status: number, headers: Record<string, string> = {}): Handler {
  return (_, response) => void response.writeHead(status, headers).end('secret');
}

const resetting: Handler = (_, response) => void response.socket?.resetAndDestroy();

describe('a request that failed for the moment', () => {
  it.each<[string, Handler]>([
    ['HTTP 408', answering(408)],
    ['HTTP 429', answering(429)],
    ['HTTP 500', answering(500)],
    ['HTTP 503', answering(503)],
    ['a reset', resetting],
  ])('is sent again: %s', async (_, fail) => {
    const inner = modernMcp(listTools);
    const server = await probe.serve(failingFirst(TRIES_MAX - 1, fail, inner));
    // A busy modern server must not be taken for one of the legacy era.
    expect(await probe.ask(server)).toMatchObject({ era: 'modern', tools: { length: 1 } });
    expect(server.received).toHaveLength(TRIES_MAX - 1 + 2);
  });

  it.each<[string, string, Handler]>([
    ['HTTP 429', 'server_error', answering(429)],
    ['HTTP 503', 'server_error', answering(503)],
    ['HTTP 408', 'timed_out', answering(408)],
    ['a reset', 'unreachable', resetting],
  ])('is not sent again for ever: %s', async (_, code, handler) => {
    const server = await probe.serve(handler);
    expect(await probe.failureOf(probe.ask(server))).toMatchObject({ code: `discovery.${code}` });
    expect(server.received).toHaveLength(TRIES_MAX);
  });

  it.each([400, 401, 403, 404, 409, 422])('is not sent again after HTTP %d', async (status) => {
    const server = await probe.serve(answering(status));
    await probe.failureOf(probe.ask(server, { transport: 'streamable-http' }));
    const bodies = server.received.map(({ body }) => body);
    expect(new Set(bodies).size).toBe(bodies.length);
  });

  it('may be any page, and the pages before it are not asked for again', async () => {
    const pages = (cursor = '0'): object => ({ tools: [aTool(`t${cursor}`)], ...(cursor < '4' && next(cursor)) });
    const next = (cursor: string): object => ({ nextCursor: `${Number(cursor) + 1}` });
    const inner = legacyMcp(pages);
    const asked: string[] = [];
    const found = await probe.discover((request, response) => {
      const page = /"cursor":"(\d)"/.exec(request.body)?.[1];
      if (page !== undefined) asked.push(page);
      return page === '3' && asked.length < 4 ? answering(429)(request, response) : inner(request, response);
    });
    expect(found.tools.map(({ name }) => name)).toEqual(['t0', 't1', 't2', 't3', 't4']);
    expect(asked).toEqual(['1', '2', '3', '3', '4']);
  });

  it('may be a message of an old server', async () => {
    let posts = 0;
    const handler = httpSse(listTools, { postStatus: () => ((posts += 1) <= 2 ? 503 : null) });
    expect(await probe.discover(handler, { transport: 'sse' })).toMatchObject({ tools: { length: 1 } });
    expect(posts).toBe(5);
  });

  it('may be one to a server that refuses connections', async () => {
    const url = `http://127.0.0.1:${await freePort()}/mcp`;
    const startedAt = performance.now();
    expect(await patient.failureOf(patient.ask({ url }))).toMatchObject({ code: 'discovery.unreachable' });
    // At least half of 40, 80 and 160 ms: the rest of each delay is left to chance.
    expect(performance.now() - startedAt).toBeGreaterThan(130);
  });
});

describe('an answer that broke off', () => {
  it.each(['application/json', 'text/event-stream'])('is asked for again from the beginning: %s', async (type) => {
    const inner = legacyMcp(listTools);
    let lists = 0;
    const server = await probe.serve((request, response) => {
      if (!request.body.includes('tools/list') || (lists += 1) > 2) return inner(request, response);
      response.writeHead(200, { 'content-type': type, 'content-length': '1000' }).write('data: {');
      response.flushHeaders();
      setImmediate(() => response.destroy());
    });
    expect(await probe.ask(server)).toMatchObject({ tools: { length: 1 } });
    expect(lists).toBe(3);
  });
});

describe('Retry-After', () => {
  it('is waited for', async () => {
    const startedAt = performance.now();
    const fail = answering(429, { 'retry-after': '1' });
    await probe.discover(failingFirst(1, fail, modernMcp(listTools)));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
  });

  it.each(['3600', new Date(Date.now() + 3_600_000).toUTCString()])(
    'that nobody waits for ends the discovery at once: %s',
    async (retryAfter) => {
      const server = await probe.serve(answering(503, { 'retry-after': retryAfter }));
      expect(await probe.failureOf(probe.ask(server))).toMatchObject({ code: 'discovery.server_error' });
      expect(server.received).toHaveLength(1);
    },
  );
});
