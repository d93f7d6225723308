import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { eventually } from './eventually.js';
import { FaultProxy } from './fault-proxy.js';
import { freePort } from './free-port.js';

const BODY = 'x'.repeat(100_000);

describe('FaultProxy', () => {
  let target: Server;
  let proxy: FaultProxy;
  let accepted: Socket | undefined;
  const get = async (timeoutMs = 5_000): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${proxy.port}/`, {
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return response.text();
  };

  beforeEach(async () => {
    const port = await freePort();
    target = createServer((_request, response) => response.end(BODY)).listen(port, '127.0.0.1');
    target.on('connection', (socket) => (accepted = socket));
    await once(target, 'listening');
    proxy = await FaultProxy.start({ host: '127.0.0.1', port });
  });
  afterEach(async () => {
    await proxy.close();
    target.closeAllConnections();
    target.close();
  });

  it('passes everything on', async () => {
    expect(await get()).toBe(BODY);
  });

  it('delays', async () => {
    proxy.setDelay(100);
    const startedAt = performance.now();
    expect(await get()).toBe(BODY);
    expect(performance.now() - startedAt).toBeGreaterThan(195);
  });

  it('cuts open connections and refuses new ones until it is healed', async () => {
    const open = connect(proxy.port, '127.0.0.1');
    await once(open, 'connect');
    const failed = new Promise<Error>((resolve) => open.once('error', resolve));
    proxy.cut();
    expect((await failed).message).toContain('ECONNRESET');
    await expect(get()).rejects.toThrow();
    proxy.heal();
    expect(await get()).toBe(BODY);
  });

  it('keeps a frozen connection open and silent', async () => {
    proxy.freeze();
    await expect(get(200)).rejects.toThrow(/timeout/i);
    proxy.heal();
    expect(await get()).toBe(BODY);
  });

  it('truncates an answer', async () => {
    proxy.truncateAnswers(50_000);
    await expect(get()).rejects.toThrow();
    proxy.heal();
    expect(await get()).toBe(BODY);
  });

  it.each(['swallowed', 'delivered'] as const)('cuts a connection with its last word %s', async (lastWord) => {
    const heard: string[] = [];
    target.on('request', ({ url = '' }) => void heard.push(url));
    const cut = proxy.cutAfter(['GET /', 'HTTP/1.1'], lastWord);
    await expect(get()).rejects.toThrow();
    await cut;
    expect(heard).toEqual(lastWord === 'delivered' ? ['/'] : []);
    expect(await get()).toBe(BODY);
  });

  it('passes on the reset of a target', async () => {
    const client = connect(proxy.port, '127.0.0.1');
    const failed = new Promise<Error>((resolve) => client.once('error', resolve));
    await once(client, 'connect');
    await eventually(() => expect(accepted?.readyState).toBe('open'));
    accepted?.resetAndDestroy();
    expect((await failed).message).toContain('ECONNRESET');
  });
});
