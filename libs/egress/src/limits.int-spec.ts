import { createServer as createTcpServer } from 'node:net';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { anEgress, anHttpServer, errorOf, listenTcp } from './egress.fixture-spec.js';
import { EgressLimitError } from './index.js';

describe('limits', () => {
  async function limitOf(work: Promise<unknown>): Promise<string> {
    const error = await errorOf(work);
    if (!(error instanceof EgressLimitError)) throw error;
    return error.limit;
  }

  it('stops reading a body that is too long, and ends the connection', async () => {
    let isOpen = true;
    const upstream = await anHttpServer((_, response) => {
      response.on('close', () => (isOpen = false));
      const send = (): void =>
        void (
          response.destroyed ||
          (response.write(Buffer.alloc(65_536)) ? setImmediate(send) : response.once('drain', send))
        );
      send();
    });
    const response = await anEgress({ limits: { responseBytes: 1_000_000 } }).fetch(upstream.url);
    expect(await limitOf(response.text())).toBe('response_bytes');
    await eventually(() => expect(isOpen).toBe(false));
  });

  it('counts what a compressed body becomes', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const upstream = await anHttpServer((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    const response = await anEgress().fetch(upstream.url, { limits: { responseBytes: bomb.length * 2 } });
    expect(await limitOf(response.arrayBuffer())).toBe('response_bytes');
  });

  it('takes a body of exactly the limit', async () => {
    const upstream = await anHttpServer();
    const response = await anEgress().fetch(upstream.url, { limits: { responseBytes: 5 } });
    expect(await response.text()).toBe('hello');
  });

  it('ends an answer that does not begin, that pauses, and that drips', async () => {
    const drip: RequestListener = (incoming, response) => {
      const timer = setInterval(() => response.write('.'), 20);
      incoming.socket.on('close', () => clearInterval(timer));
    };
    const [silent, paused, dripping] = [
      await anHttpServer(() => undefined),
      await anHttpServer((_, response) => response.write('.')),
      await anHttpServer(drip),
    ];
    const egress = anEgress();
    expect(await limitOf(egress.fetch(silent.url, { limits: { headersMs: 100 } }))).toBe('headers_timeout');
    const pausing = await egress.fetch(paused.url, { limits: { bodyMs: 100 } });
    expect(await limitOf(pausing.text())).toBe('body_timeout');
    const endless = await egress.fetch(dripping.url, { limits: { totalMs: 300 } });
    expect(await limitOf(endless.text())).toBe('total_timeout');
  });

  it('gives the connection back when a body is given up unread', async () => {
    let isOpen = true;
    const upstream = await anHttpServer((_, response) => {
      response.on('close', () => (isOpen = false)).write('.');
    });
    const response = await anEgress().fetch(upstream.url);
    await response.body?.cancel();
    await eventually(() => expect(isOpen).toBe(false));
  });

  it("rejects with the caller's own reason when the caller stops", async () => {
    const upstream = await anHttpServer(() => undefined);
    const caller = new AbortController();
    const attempt = errorOf(anEgress().fetch(upstream.url, { signal: caller.signal }));
    await eventually(() => expect(upstream.ledger).toHaveLength(1));
    const reason = new Error('cancelled');
    caller.abort(reason);
    expect(await attempt).toBe(reason);
  });

  it.each([199, 600, 999])('refuses the status %i', async (status) => {
    const server = createTcpServer((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', () => socket.end(`HTTP/1.1 ${status} Odd\r\ncontent-length: 0\r\n\r\n`));
    });
    const port = await listenTcp(server);
    const error = await errorOf(anEgress().fetch(`http://127.0.0.1:${port}/`, { limits: { headersMs: 200 } }));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RangeError);
  });

  it('hands over answers without a body', async () => {
    const upstream = await anHttpServer((_, response) => response.writeHead(204).end());
    const response = await anEgress().fetch(upstream.url);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });
});
