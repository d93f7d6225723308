import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { parseAddress } from './address-rules.js';
import {
  LOOPBACK,
  PUBLIC,
  anEgress,
  anHttpServer,
  anHttpsServer,
  errorOf,
  refusalOf,
  listenTcp,
} from './egress.fixture-spec.js';
import { dial, isCheckedPeer } from './guarded-socket.client.js';
import type { EgressRefusedError } from './index.js';

describe('DNS rebinding', () => {
  it('refuses a name that passed the check and leads to loopback when it is dialled', async () => {
    const upstream = await anHttpsServer();
    const answers = [[PUBLIC], ['127.0.0.1']];
    const egress = anEgress({ allow: [{ host: 'rebind.test' }], lookup: () => Promise.resolve(answers.shift() ?? []) });
    const url = `https://rebind.test:${upstream.port}/`;
    expect((await egress.assertUrlAllowed(url)).href).toBe(url);
    expect(await refusalOf(egress.fetch(url))).toBe('address_not_allowed');
    expect(upstream.connections()).toBe(0);
  });

  it('refuses a name of which one address of many is forbidden, wherever it stands', async () => {
    const upstream = await anHttpServer();
    for (const addresses of [
      [PUBLIC, '127.0.0.1'],
      ['127.0.0.1', PUBLIC],
      ['2606:4700::1', '::ffff:10.0.0.1'],
      [PUBLIC, 'no address'],
    ]) {
      const egress = anEgress({
        allow: [{ host: 'mixed.test', http: true }],
        lookup: () => Promise.resolve(addresses),
      });
      expect(await refusalOf(egress.openSocket(`http://mixed.test:${upstream.port}/`))).toBe('address_not_allowed');
    }
    expect(upstream.connections()).toBe(0);
  });

  it('checks again at every connect', async () => {
    const upstream = await anHttpServer((_, response) => response.setHeader('connection', 'close').end());
    const answers = [['127.0.0.1'], ['127.0.0.1'], ['127.0.0.2']];
    const allow = [{ host: 'moving.test', cidrs: ['127.0.0.1/32'], http: true }];
    const egress = anEgress({ allow, lookup: () => Promise.resolve(answers.shift() ?? []) });
    const url = `http://moving.test:${upstream.port}/`;
    await (await egress.fetch(url)).text();
    await (await egress.fetch(url)).text();
    expect(await refusalOf(egress.fetch(url))).toBe('address_not_allowed');
    expect(upstream.ledger).toHaveLength(2);
  });

  it('sends nothing to a peer that is not the checked address, not even a greeting', async () => {
    const received: Buffer[] = [];
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections += 1;
      socket.on('data', (chunk) => received.push(chunk));
    });
    const port = await listenTcp(server);
    // A literal host is dialled without a resolver: the case in which only the peer check is left.
    const target = {
      url: new URL(`https://127.0.0.1:${port}/`),
      protocol: 'https:',
      hostname: '127.0.0.1',
      port,
    } as const;
    const resolved = { ...target, addresses: [parseAddress(PUBLIC)!] };
    expect(await refusalOf(dial(resolved, { signal: AbortSignal.timeout(5_000) }))).toBe('peer_not_allowed');
    await eventually(() => expect(connections).toBe(1));
    expect(received).toEqual([]);
  });

  it('compares peers in their plain form', () => {
    const addresses = [parseAddress('10.0.0.1')!, parseAddress('2606:4700::1')!];
    expect(isCheckedPeer('::ffff:10.0.0.1', addresses)).toBe(true);
    expect(isCheckedPeer('2606:4700:0:0::1', addresses)).toBe(true);
    for (const peer of ['10.0.0.2', undefined, '', 'localhost']) expect(isCheckedPeer(peer, addresses)).toBe(false);
  });
});

describe('assertUrlAllowed', () => {
  it('resolves and checks without connecting', async () => {
    const upstream = await anHttpServer();
    const egress = anEgress({ allow: [LOOPBACK], lookup: () => Promise.resolve(['10.0.0.1']) });
    expect((await egress.assertUrlAllowed(upstream.url)).origin).toBe(upstream.url);
    expect(await refusalOf(egress.assertUrlAllowed('https://internal.example/'))).toBe('address_not_allowed');
    expect(upstream.connections()).toBe(0);
  });

  it('does not tell what a name resolved to', async () => {
    const egress = anEgress({ lookup: () => Promise.resolve(['10.11.12.13']) });
    const error = (await errorOf(egress.assertUrlAllowed('https://internal.example/'))) as EgressRefusedError;
    expect(error.details).toEqual({ reason: 'address_not_allowed', host: 'internal.example' });
    expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain('10.11');
  });
});
