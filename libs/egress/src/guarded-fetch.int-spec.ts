import type { RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { cleanups, LOOPBACK, METADATA, anEgress, anHttpServer, refusalOf } from './egress.fixture-spec.js';

describe('fetch', () => {
  it('reaches an allow-listed loopback server', async () => {
    const upstream = await anHttpServer((incoming, response) => {
      response.setHeader('x-method', incoming.method ?? '');
      incoming.pipe(response);
    });
    const response = await anEgress().fetch(`${upstream.url}/echo?a=1`, { method: 'POST', body: 'ping' });
    expect(response).toBeInstanceOf(Response);
    expect(await response.text()).toBe('ping');
    expect([response.status, response.url, response.headers.get('x-method')]).toEqual([
      200,
      `${upstream.url}/echo?a=1`,
      'POST',
    ]);
    expect(upstream.ledger).toEqual([`POST /echo?a=1 127.0.0.1:${upstream.port}`]);
  });

  it('dials the address of a name and keeps the name in the Host header', async () => {
    const upstream = await anHttpServer();
    const egress = anEgress({
      allow: [{ host: 'tracker.test', cidrs: ['127.0.0.0/8'], http: true }],
      lookup: () => Promise.resolve(['127.0.0.1']),
    });
    await (await egress.fetch(`http://tracker.test:${upstream.port}/`)).text();
    expect(upstream.ledger).toEqual([`GET / tracker.test:${upstream.port}`]);
  });

  it('refuses a loopback server that nobody allowed, in every spelling, and never connects', async () => {
    const upstream = await anHttpServer();
    // Everything else about these URLs is allowed, so only the address can be what refuses them.
    const hosts = [
      '127.0.0.2',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '0.0.0.0',
      '[::]',
    ];
    const spellings = ['2130706434', '0x7f000002', '0177.0.0.02', '127.2', '１２７.０.０.２', '127.0.0.2.'];
    const egress = anEgress({
      allow: [...hosts, '127.0.0.2'].map((host) => ({ host, http: true, cidrs: ['203.0.113.0/24'] })),
    });
    for (const host of [...hosts, ...spellings]) {
      expect([host, await refusalOf(egress.fetch(`http://${host}:${upstream.port}/`))]).toEqual([
        host,
        'address_not_allowed',
      ]);
    }
    expect(upstream.connections()).toBe(0);
  });

  it('refuses a literal address through the bare dispatcher too', async () => {
    const upstream = await anHttpServer();
    const { dispatcher } = anEgress({ allow: [] });
    expect(await refusalOf(request(upstream.url, { dispatcher }))).toBe('scheme_not_allowed');
    expect(await refusalOf(request(`https://127.0.0.1:8443/`, { dispatcher }))).toBe('address_not_allowed');
    expect(upstream.connections()).toBe(0);
  });

  it('keeps its guard when a request brings a dispatcher of its own', async () => {
    const upstream = await anHttpServer();
    const unguarded = new Agent();
    cleanups.push(() => unguarded.close());
    const egress = anEgress({ allow: [{ ...LOOPBACK, cidrs: ['203.0.113.0/24'] }] });
    const init = { dispatcher: unguarded } as unknown as RequestInit;
    expect(await refusalOf(egress.fetch(upstream.url, init))).toBe('address_not_allowed');
    expect(upstream.connections()).toBe(0);
  });

  it('refuses a Host header of its own', async () => {
    const upstream = await anHttpServer();
    const init = { headers: { Host: 'internal.example' } };
    expect(await refusalOf(anEgress().fetch(upstream.url, init))).toBe('header_not_allowed');
    expect(upstream.ledger).toEqual([]);
  });
});

describe('redirects', () => {
  const redirectTo =
    (location: string, status = 302): RequestListener =>
    (_, response) =>
      response.writeHead(status, { location }).end('moved');

  it.each([301, 302, 303, 307, 308])('refuses a %i to the metadata service', async (status) => {
    const upstream = await anHttpServer(redirectTo(METADATA, status));
    expect(await refusalOf(anEgress().fetch(upstream.url))).toBe('redirect');
  });

  it('hands a redirect over when asked to, and refuses to go where it leads', async () => {
    const upstream = await anHttpServer(redirectTo(METADATA));
    const egress = anEgress({ allow: [LOOPBACK, { host: '169.254.169.254', http: true }] });
    const response = await egress.fetch(upstream.url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, METADATA]);
    expect(await refusalOf(egress.fetch(METADATA))).toBe('address_not_allowed');
  });

  it('never follows one, so that credentials stay with the host they were given for', async () => {
    const other = await anHttpServer();
    const upstream = await anHttpServer(redirectTo(other.url));
    const init = { headers: { authorization: 'Bearer canary', 'x-api-key': 'canary' } };
    expect(await refusalOf(anEgress().fetch(upstream.url, init))).toBe('redirect');
    expect(await refusalOf(anEgress().fetch(upstream.url, { ...init, redirect: 'follow' }))).toBe('redirect');
    expect(other.connections()).toBe(0);
  });
});
