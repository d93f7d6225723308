import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { createEgress, parseAllowList } from '@countersign/egress';
import { eventually } from '@countersign/testing';
import { HandWrittenServer } from '../../fixtures/hand-written-server.fixture-spec.js';
import { EGRESS_ALLOW } from '../../fixtures/infrastructure.fixture-spec.js';
import type { StreamTarget } from './listener-exchange.client.js';
import { listenToServer } from './tool-list-stream.client.js';

const MIB = 1_024 * 1_024;
const egress = createEgress({ allow: parseAllowList(EGRESS_ALLOW) });
const servers: HandWrittenServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});
afterAll(() => egress.close());

const ACKNOWLEDGED = `data: ${JSON.stringify({
  jsonrpc: '2.0',
  method: 'notifications/subscriptions/acknowledged',
  params: { notifications: { toolsListChanged: true } },
})}\n\n`;

interface Outcome {
  readonly end: string;
  readonly opened: number;
  readonly changed: number;
}

interface Conditions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly idleMs?: number;
  readonly lifetimeMs?: number;
  readonly fields?: Partial<StreamTarget>;
}

/** What becomes of a subscription whose stream is written by the given function until the client is gone. */
async function listenTo(
  write: (response: ServerResponse) => void | Promise<void>,
  { headers = {}, idleMs = 60_000, lifetimeMs = 60_000, fields = {} }: Conditions = {},
): Promise<Outcome> {
  const open = new Set<ServerResponse>();
  const server = await HandWrittenServer.start(async (_, response) => {
    response.on('error', () => undefined);
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    open.add(response);
    response.on('close', () => open.delete(response));
    await write(response);
  });
  servers.push(server);
  const target = {
    serverUrl: server.url,
    headers: {},
    wireTransport: 'streamable-http',
    era: 'modern',
    protocolVersion: '2026-07-28',
    ...fields,
  } as const;
  let [opened, changed] = [0, 0];
  const handlers = { onOpen: () => void (opened += 1), onChanged: () => void (changed += 1) };
  const { end } = await listenToServer(egress, target, handlers, {
    idleMs,
    lifetimeMs,
    signal: new AbortController().signal,
  });
  await eventually(() => expect(open.size).toBe(0));
  return { end, opened, changed };
}

/** As much as the other side takes. */
async function flood(response: ServerResponse, piece: string | Buffer): Promise<void> {
  while (!response.destroyed) {
    if (response.write(piece)) continue;
    const taken = new AbortController();
    const { signal } = taken;
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
    taken.abort();
  }
}

describe('a hostile stream', () => {
  it.each([
    ['of comments without end', `: ${'x'.repeat(1_000)}\n`],
    ['of one line without end', 'x'.repeat(1_000)],
    ['of one event without end', `data: ${'x'.repeat(1_000)}\n`],
    ['of empty lines without end', '\n'.repeat(1_000)],
    ['of announcements without end', `data: {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\n\n`],
  ])('%s is cut, and costs no memory', async (_, piece) => {
    const before = process.memoryUsage();
    const { end, opened } = await listenTo((response) => {
      response.write(ACKNOWLEDGED);
      return flood(response, piece.repeat(64));
    });
    expect([end, opened]).toEqual(['abused', 1]);
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(16 * MIB);
  });

  it('that is a bomb is cut by what comes out of it', async () => {
    const bomb = gzipSync(`: ${'x'.repeat(1_000)}\n`.repeat(64 * 1_024));
    const { end } = await listenTo((response) => void response.write(bomb), {
      headers: { 'content-encoding': 'gzip' },
    });
    expect(end).toBe('abused');
  });

  it('that says nothing is left after its time, and one that talks after its own', async () => {
    const silent = await listenTo((response) => void response.write(ACKNOWLEDGED), { idleMs: 200 });
    expect(silent).toMatchObject({ end: 'expired', opened: 1 });
    const talking = await listenTo(
      (response) => {
        const timer = setInterval(() => response.write(': still here\n\n'), 20);
        response.on('close', () => clearInterval(timer));
      },
      { lifetimeMs: 500 },
    );
    expect(talking).toMatchObject({ end: 'expired', opened: 0 });
  });

  it('that acknowledges nothing of tools is refused', async () => {
    const nothing = ACKNOWLEDGED.replace('true', 'false');
    expect(await listenTo((response) => void response.write(nothing))).toMatchObject({ end: 'refused', opened: 0 });
  });

  it.each(['https://evil.example/messages', 'http://127.0.0.1:1/messages', '//evil.example/m', 'data:,x', 'http://'])(
    'of HTTP+SSE that wants to be written to at %s is refused',
    async (endpoint) => {
      const { end } = await listenTo((response) => void response.write(`event: endpoint\ndata: ${endpoint}\n\n`), {
        fields: { wireTransport: 'sse', era: 'legacy', protocolVersion: '2024-11-05' },
      });
      expect(end).toBe('refused');
    },
  );

  it('in the place of the answer to initialize is cut as well', async () => {
    const { end } = await listenTo((response) => flood(response, `: ${'x'.repeat(1_000)}\n`.repeat(64)), {
      fields: { era: 'legacy', protocolVersion: '2025-06-18' },
    });
    expect(['abused', 'refused']).toContain(end);
  });
});
