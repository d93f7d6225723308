import { createServer as createTcpServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { eventually, freePort } from '@countersign/testing';
import {
  certificate,
  cleanups,
  anEgress,
  anHttpServer,
  anHttpsServer,
  errorOf,
  listenTcp,
} from './egress.fixture-spec.js';
import type { Egress, EgressConnectError } from './index.js';

describe('TLS', () => {
  const byName = { host: 'tracker.test', cidrs: ['127.0.0.0/8'] };
  const lookup = () => Promise.resolve(['127.0.0.1']);

  it('verifies the certificate for the name of the URL, and sends that name', async () => {
    const servernames: unknown[] = [];
    const upstream = await anHttpsServer((incoming, response) => {
      servernames.push((incoming.socket as TLSSocket & { servername?: unknown }).servername);
      response.end('hello');
    });
    const egress = anEgress({ allow: [byName], lookup, ca: certificate });
    expect(await (await egress.fetch(`https://tracker.test:${upstream.port}/`)).text()).toBe('hello');
    expect(servernames).toEqual(['tracker.test']);
    expect(upstream.ledger).toEqual([`GET / tracker.test:${upstream.port}`]);
  });

  it('verifies the certificate of an address', async () => {
    const upstream = await anHttpsServer();
    const egress = anEgress({ ca: certificate });
    expect(await (await egress.fetch(upstream.url)).text()).toBe('hello');
  });

  it('refuses a certificate for another name, one that nobody vouches for, and a server without TLS', async () => {
    const upstream = await anHttpsServer();
    const plain = await anHttpServer();
    const wrongName = anEgress({ allow: [{ ...byName, host: 'other.test' }], lookup, ca: certificate });
    const attempts: [Egress, string][] = [
      [wrongName, `https://other.test:${upstream.port}/`],
      [anEgress(), upstream.url],
      [anEgress(), `https://127.0.0.1:${plain.port}/`],
    ];
    for (const [egress, url] of attempts) {
      expect(await errorOf(egress.fetch(url))).toMatchObject({ code: 'egress.not_connected', reason: 'tls' });
    }
    expect(upstream.ledger).toEqual([]);
  });
});

describe('openSocket', () => {
  it('gives a connected socket on which nothing was sent', async () => {
    const upstream = await anHttpServer();
    const socket = await anEgress().openSocket(upstream.url);
    cleanups.push(() => socket.destroy());
    expect([socket.remoteAddress, socket.remotePort, socket.bytesWritten]).toEqual(['127.0.0.1', upstream.port, 0]);
    socket.end('GET /raw HTTP/1.1\r\nHost: raw\r\nConnection: close\r\n\r\n');
    await eventually(() => expect(upstream.ledger).toEqual(['GET /raw raw']));
  });

  it('gives a verified TLS socket for https', async () => {
    const upstream = await anHttpsServer();
    const socket = (await anEgress({ ca: certificate }).openSocket(upstream.url)) as TLSSocket;
    cleanups.push(() => socket.destroy());
    expect([socket.authorized, socket.alpnProtocol, socket.remoteAddress]).toEqual([true, 'http/1.1', '127.0.0.1']);
  });

  it('says why there is no connection, and not where it tried', async () => {
    const port = await freePort();
    const egress = anEgress({
      allow: [{ host: 'down.test', cidrs: ['127.0.0.0/8'], http: true }],
      lookup: (hostname) =>
        hostname === 'down.test' ? Promise.resolve(['127.0.0.99']) : Promise.reject(new Error('ENOTFOUND 10.0.0.53')),
    });
    const refused = (await errorOf(egress.openSocket(`http://down.test:${port}/`))) as EgressConnectError;
    const unresolved = (await errorOf(egress.openSocket('https://nowhere.test/'))) as EgressConnectError;
    expect([refused.reason, unresolved.reason]).toEqual(['refused', 'unresolved']);
    for (const error of [refused, unresolved]) {
      expect(JSON.stringify([error.message, error.details])).not.toMatch(/127\.0|10\.0/);
    }
  });

  it('gives up in time on a resolver that never answers and on a handshake that never ends', async () => {
    const silent = createTcpServer(() => undefined);
    const port = await listenTcp(silent);
    const hanging = anEgress({ lookup: () => new Promise(() => undefined) });
    const attempts = [
      hanging.openSocket('https://slow.test/', { timeoutMs: 50 }),
      anEgress().openSocket(`https://127.0.0.1:${port}/`, { timeoutMs: 50 }),
    ];
    for (const attempt of attempts) {
      expect(await errorOf(attempt)).toMatchObject({ code: 'egress.not_connected', reason: 'timed_out' });
    }
  });

  it('stops when the caller does, and leaves no connection behind', async () => {
    let open = 0;
    const silent = createTcpServer((socket) => {
      open += 1;
      socket.on('error', () => undefined).on('close', () => (open -= 1));
      socket.resume();
    });
    const port = await listenTcp(silent);
    const caller = new AbortController();
    const attempt = errorOf(anEgress().openSocket(`https://127.0.0.1:${port}/`, { signal: caller.signal }));
    await eventually(() => expect(open).toBe(1));
    const reason = new Error('the run was cancelled');
    caller.abort(reason);
    expect(await attempt).toBe(reason);
    await eventually(() => expect(open).toBe(0));
  });
});
