import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { aProbe } from '../fixtures/discovery.fixture-spec.js';
import { type Handler, legacyMcp } from '../fixtures/hand-written-server.fixture-spec.js';
import { httpSse } from '../fixtures/http-sse-server.fixture-spec.js';
import { peakBytesOf } from '../fixtures/memory-peak.fixture-spec.js';
import { DISCOVERY_BYTES_MAX } from './discovery-limits.js';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const PIECE = Buffer.alloc(MIB, 'x');
/** What a budget of 64 MiB costs while it is read, put together and dropped: far from the gigabytes that are offered. */
const PEAK_BYTES_MAX = 500 * MIB;

const probe = aProbe();

/** Good until it is asked for its tools. */
function onList(answer: (response: ServerResponse) => unknown): Handler {
  const inner = legacyMcp(() => ({}));
  return async (request, response) => {
    if (!request.body.includes('tools/list')) return inner(request, response);
    await answer(response);
  };
}

/** Sends pieces for as long as they are taken, and tells how many bytes there were. */
async function pour(response: ServerResponse, pieces: Iterable<Buffer>): Promise<number> {
  let sent = 0;
  const counted = function* (): Generator<Buffer> {
    for (const piece of pieces) {
      yield piece;
      sent += piece.length;
    }
  };
  await pipeline(counted, response).catch(() => undefined);
  return sent;
}

function* repeated(piece: Buffer, bytes: number, first = ''): Generator<Buffer> {
  if (first !== '') yield Buffer.from(first);
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}

describe('an answer of a gigabyte', () => {
  it.each([
    ['application/json', '{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"'],
    ['text/event-stream', 'data: '],
  ])('is left after 64 MiB, as %s beginning with %j', async (type, first) => {
    let poured = Promise.resolve(0);
    const handler = onList((response) => {
      response.writeHead(200, { 'content-type': type });
      poured = pour(response, repeated(PIECE, GIB, first));
    });
    const peak = await peakBytesOf(async () => {
      expect(await probe.failure(handler, { timeoutMs: 30_000 })).toMatchObject({ code: 'discovery.too_large' });
    });
    // What the sockets hold counts as sent.
    expect(await poured).toBeLessThan(DISCOVERY_BYTES_MAX + 16 * MIB);
    expect(peak).toBeLessThan(PEAK_BYTES_MAX);
  });

  it('is counted as what it becomes when it is decompressed', async () => {
    // A gzip file may have several members, so that a bomb is made without its gigabyte.
    const bomb = Buffer.concat(Array<Buffer>(64).fill(gzipSync(Buffer.alloc(16 * MIB, ' '))));
    const handler = onList((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb);
    });
    expect(bomb.length).toBeLessThan(2 * MIB);
    const peak = await peakBytesOf(async () => {
      expect(await probe.failure(handler, { timeoutMs: 30_000 })).toMatchObject({ code: 'discovery.too_large' });
    });
    expect(peak).toBeLessThan(PEAK_BYTES_MAX);
  });

  it('may be the text of an error, which nobody reads', async () => {
    let poured = Promise.resolve(0);
    const handler = onList((response) => {
      response.writeHead(503, { 'content-type': 'application/json' });
      poured = pour(response, repeated(PIECE, GIB));
    });
    expect(await probe.failure(handler)).toMatchObject({ code: 'discovery.server_error' });
    expect(await poured).toBeLessThan(16 * MIB);
  });
});

describe('an event stream without end, before the answer', () => {
  const NOTIFICATION =
    'data: {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":1}}\n\n';
  const PING = 'data: {"jsonrpc":"2.0","id":9,"method":"ping"}\n\n';
  it.each([
    ['notifications', NOTIFICATION, 'lines of event streams'],
    ['requests, each of which wants an answer', PING, 'requests of its own'],
    ['nothing', '\n', 'lines of event streams'],
    ['lines that mean nothing, each ended by CR', 'x\r', 'lines of event streams'],
  ])('is left: %s', async (_, message, counted) => {
    let poured = Promise.resolve(0);
    const server = await probe.serve(
      onList((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        poured = pour(response, repeated(Buffer.from(message.repeat(1_000)), GIB));
      }),
    );
    expect(await probe.failureOf(probe.ask(server, { timeoutMs: 30_000 }))).toMatchObject({
      code: 'discovery.too_large',
      message: expect.stringContaining(counted),
    });
    expect(await poured).toBeLessThan(16 * MIB);
    expect(server.received.length).toBeLessThan(200);
  });
});

describe('JSON that is more than its bytes', () => {
  const nested: [string, string, string][] = [
    ['application/json', '', '['],
    ['application/json', '', '{"a":'],
    ['text/event-stream', 'data: ', '['],
    ['text/event-stream', 'data: ', '[\ndata: '],
    ['text/event-stream', '\ufeffdata: ', '[\r\ndata: '],
  ];
  it.each(nested)('is not parsed when it nests without end: %s %j %j', async (type, first, piece) => {
    let poured = Promise.resolve(0);
    const handler = onList((response) => {
      response.writeHead(200, { 'content-type': type });
      poured = pour(response, repeated(Buffer.from(piece.repeat(10_000)), 60 * MIB, first));
    });
    expect(await probe.failure(handler)).toMatchObject({
      code: 'discovery.too_large',
      message: expect.stringContaining('512 levels deep'),
    });
    expect(await poured).toBeLessThan(16 * MIB);
  });

  it.each(['[],', '{},', '0,', '"",'])('is not parsed when it has members without end: %s', async (piece) => {
    const handler = onList((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      void pour(response, repeated(Buffer.from(piece.repeat(100_000)), 60 * MIB, '['));
    });
    const peak = await peakBytesOf(async () => {
      expect(await probe.failure(handler, { timeoutMs: 30_000 })).toMatchObject({
        code: 'discovery.too_large',
        message: expect.stringContaining('members'),
      });
    });
    expect(peak).toBeLessThan(PEAK_BYTES_MAX);
  });

  it('is counted over all pages', async () => {
    const filler = Array<number>(600_000).fill(0);
    let page = 0;
    const handler = legacyMcp(() => ({ tools: [], filler, nextCursor: `${(page += 1)}` }));
    expect(await probe.failure(handler, { timeoutMs: 30_000 })).toMatchObject({ code: 'discovery.too_large' });
    expect(page).toBe(5);
  });
});

describe('a discovery', () => {
  const hasty = aProbe({ deadlineMs: 400, retryDelayMs: 60_000 });
  let page = 0;
  const endless: [string, Handler, object][] = [
    ['empty pages without end', legacyMcp(() => ({ tools: [], nextCursor: `${(page += 1)}` })), {}],
    ['the same of an old server', httpSse(() => ({ tools: [], nextCursor: `${(page += 1)}` })), { transport: 'sse' }],
    ['silence', onList(() => undefined), {}],
    ['an old server that is silent', httpSse(() => ({}), { sendAnswer: () => undefined }), { transport: 'sse' }],
  ];
  it.each(endless)('ends when its time is over: %s', async (_, handler, address) => {
    expect(await hasty.failure(handler, address)).toMatchObject({ code: 'discovery.timed_out' });
  });

  it('does not wait for a time at which it is over', async () => {
    const failure = await hasty.failure((_, response) => void response.writeHead(503).end());
    expect(failure.code).toBe('discovery.server_error');
  });
});

describe('an event stream without end', () => {
  it('of an old server is left after 64 MiB, and its connection ended', async () => {
    let isOpen = false;
    const event = Buffer.from(`event: noise\ndata: ${'x'.repeat(100_000)}\n\n`);
    const handler = httpSse(() => ({ tools: [] }), {
      sendAnswer: (stream) => {
        isOpen = true;
        stream.on('close', () => (isOpen = false));
        const send = (): void =>
          void (isOpen && (stream.write(event) ? setImmediate(send) : stream.once('drain', send)));
        send();
      },
    });
    const peak = await peakBytesOf(async () => {
      const failure = await probe.failure(handler, { transport: 'sse', timeoutMs: 30_000 });
      expect(failure).toMatchObject({ code: 'discovery.too_large' });
    });
    await eventually(() => expect(isOpen).toBe(false));
    expect(peak).toBeLessThan(PEAK_BYTES_MAX);
  });

  it('of events that are no answer is left when the time for an answer is over', async () => {
    const handler = onList((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write(': still here\n\n'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await probe.failure(handler, { timeoutMs: 300 })).toMatchObject({ code: 'discovery.timed_out' });
  });

  it('of which the answer is missing is not waited for', async () => {
    const handler = onList((response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': bye\n\n'),
    );
    expect(await probe.failure(handler, { timeoutMs: 300 })).toMatchObject({ code: 'discovery.timed_out' });
  });
});
