import { describe, expect, it } from '@jest/globals';
import { aProbe } from '../fixtures/discovery.fixture-spec.js';
import { aTool, type HandWrittenServer, legacyMcp, sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { modernMcp } from '../fixtures/modern-server.fixture-spec.js';
import type { ProtocolVerdict } from './discovered-server.js';

const probe = aProbe();
const LEGACY: ProtocolVerdict = { wireTransport: 'streamable-http', era: 'legacy', protocolVersion: '2025-06-18' };
const MODERN: ProtocolVerdict = { wireTransport: 'streamable-http', era: 'modern', protocolVersion: '2026-07-28' };
const listTools = (): object => ({ tools: [aTool('a')] });

/** What it was asked, in order. */
function ledgerOf(server: HandWrittenServer): string[] {
  const posts = server.received.filter(({ method }) => method === 'POST');
  return posts.map(({ body }) => (JSON.parse(body) as { method: string }).method);
}

describe('a server of revision 2026-07-28 alone', () => {
  it('is discovered over its pages, with what it says of its listing', async () => {
    const pages: Record<string, object> = {
      first: { tools: [aTool('a')], nextCursor: 'second', ttlMs: 90_000, cacheScope: 'public' },
      second: { tools: [aTool('b')], ttlMs: 60_000, cacheScope: 'public' },
    };
    const found = await probe.discover(modernMcp((cursor = 'first') => pages[cursor] ?? {}));
    expect(found).toMatchObject({ ...MODERN, warnings: [], hints: { listChanged: true, ttlMs: 60_000 } });
    expect(found.tools.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('is not taken for an old one because it refuses initialize', async () => {
    const server = await probe.serve(modernMcp(listTools));
    await probe.ask(server, { prior: LEGACY });
    expect(server.received.map(({ method }) => method)).not.toContain('GET');
  });
});

describe('what was found before', () => {
  it('spares a server of the legacy era the question that it does not know', async () => {
    const server = await probe.serve(legacyMcp(listTools));
    expect(await probe.ask(server)).toMatchObject(LEGACY);
    expect(ledgerOf(server)).toEqual(['server/discover', 'initialize', 'notifications/initialized', 'tools/list']);
    server.received.length = 0;
    expect(await probe.ask(server, { prior: LEGACY })).toMatchObject(LEGACY);
    expect(ledgerOf(server)).toEqual(['initialize', 'notifications/initialized', 'tools/list']);
  });

  it('costs a server of the modern era nothing that fails', async () => {
    const server = await probe.serve(modernMcp(listTools));
    expect(await probe.ask(server, { prior: MODERN })).toMatchObject({ ...MODERN, tools: { length: 1 } });
    expect(ledgerOf(server)).toEqual(['server/discover', 'tools/list']);
  });

  it('is found to be wrong when the server was upgraded', async () => {
    const server = await probe.serve(modernMcp(listTools));
    expect(await probe.ask(server, { prior: LEGACY })).toMatchObject({ ...MODERN, tools: { length: 1 } });
    expect(ledgerOf(server)).toEqual(['initialize', 'server/discover', 'tools/list']);
  });

  it('is found to be wrong when the server was downgraded', async () => {
    const server = await probe.serve(legacyMcp(listTools));
    expect(await probe.ask(server, { prior: MODERN })).toMatchObject({ ...LEGACY, tools: { length: 1 } });
  });

  it('is not doubted because a server is away, or wants other credentials', async () => {
    for (const status of [401, 503]) {
      const server = await probe.serve((_, response) => sendJson(response, status, {}));
      await probe.failureOf(probe.ask(server, { prior: LEGACY }));
      expect(new Set(ledgerOf(server))).toEqual(new Set(['initialize']));
    }
  });
});
