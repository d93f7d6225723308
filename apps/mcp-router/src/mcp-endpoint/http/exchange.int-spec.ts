import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { eventually, freePort } from '@countersign/testing';
import { connect } from 'node:net';
import { Exchange } from './exchange.server.js';
import { HeldTotal } from '../../held-total.js';
import { HeldBytes } from './held-bytes.js';

const ROOM_BYTES = 64 * 1_024 * 1_024;

describe('an exchange', () => {
  let server: Server;
  let url: string;
  let serve: (exchange: Exchange) => void;
  const held = new HeldBytes(new HeldTotal(2 * ROOM_BYTES), ROOM_BYTES);

  beforeAll(async () => {
    server = createServer((request, response) =>
      serve(new Exchange(response, request.headers.accept?.includes('text/event-stream') ?? false, held.enter('me'))),
    );
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${port}/`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = (handle: typeof serve, accept = 'application/json, text/event-stream', signal?: AbortSignal) => {
    serve = handle;
    return fetch(url, { headers: { accept }, ...(signal === undefined ? {} : { signal }) });
  };

  it('is one piece of JSON where there is nothing to say before the answer', async () => {
    const response = await ask((exchange) => exchange.answer(404, '{"a":"é"}', { 'x-y': 'z' }));
    expect([response.status, response.headers.get('content-length'), response.headers.get('x-y')]).toEqual([
      404,
      '10',
      'z',
    ]);
    expect(await response.json()).toEqual({ a: 'é' });
  });

  it('is a stream from the first word on', async () => {
    const response = await ask((exchange) => {
      expect(exchange.notify('notifications/x', { a: 1 })).toBe(true);
      expect(exchange.answerInStream('{"id":1}')).toBe(true);
      exchange.answer(404, Buffer.from('{"id":2}'));
      exchange.answer(200, '{"id":3}');
      expect(exchange.notify('notifications/x')).toBe(false);
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(await response.text()).toBe(
      'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/x","params":{"a":1}}\n\n' +
        'event: message\ndata: {"id":1}\n\nevent: message\ndata: {"id":2}\n\n',
    );
  });

  it('is one piece for a client that takes no events, whatever there would be to say', async () => {
    const response = await ask((exchange) => {
      expect(exchange.notify('notifications/x')).toBe(false);
      exchange.keepAlive(0);
      exchange.answer(200, '{}');
    }, 'application/json');
    expect([response.headers.get('content-type'), await response.text()]).toEqual(['application/json', '{}']);
  });

  it('says after a silence that it is still there', async () => {
    const response = await ask((exchange) => {
      exchange.keepAlive(60_000);
      exchange.keepAlive(0);
      exchange.answer(200, '{}');
    });
    expect(await response.text()).toBe(': still here\n\nevent: message\ndata: {}\n\n');
  });

  it('knows when its client has gone, also where nobody has asked before', async () => {
    for (const isAskedBefore of [true, false]) {
      const client = new AbortController();
      const begun = Promise.withResolvers<Exchange>();
      const answer = ask(begun.resolve, undefined, client.signal).catch((error: unknown) => error);
      const exchange = await begun.promise;
      if (isAskedBefore) expect(exchange.signal.aborted).toBe(false);
      client.abort();
      await answer;
      await eventually(() => expect(exchange.isGone).toBe(true));
      expect(exchange.signal.aborted).toBe(true);
      expect(exchange.notify('notifications/x')).toBe(false);
    }
  });

  it('leaves its room to others when its client goes before the answer', async () => {
    const answer = Buffer.alloc(ROOM_BYTES, '1');
    const client = new AbortController();
    const begun = Promise.withResolvers<Exchange>();
    const asked = ask(begun.resolve, undefined, client.signal).catch((error: unknown) => error);
    const exchange = await begun.promise;
    client.abort();
    await asked;
    await eventually(() => expect(exchange.isGone).toBe(true));
    exchange.answer(200, answer);
    expect(await (await ask((next) => next.answer(200, answer))).text()).toHaveLength(answer.length);
  });

  it('ends a wait when the process stops, can be answered then, and keeps no connection', async () => {
    const response = await ask((exchange) => {
      exchange.stop();
      expect([exchange.signal.aborted, exchange.isGone]).toEqual([true, false]);
      exchange.answer(200, '{}');
    });
    expect([response.headers.get('connection'), await response.text()]).toEqual(['close', '{}']);
  });

  it('is over at once when its token is revoked: with 401, or an error where something has been said before', async () => {
    const serve = (begin: (exchange: Exchange) => void) =>
      ask((exchange) => {
        begin(exchange);
        exchange.revoke('Bearer error="invalid_token"');
        expect([exchange.signal.aborted, exchange.isGone, exchange.notify('notifications/x')]).toEqual([
          true,
          false,
          false,
        ]);
        exchange.answer(200, '{"result":"a secret"}');
      });
    const refused = await serve((exchange) => exchange.asks([7]));
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"']);
    expect(await refused.json()).toMatchObject({ id: 7, error: { message: expect.stringMatching(/^Unauthorized: /) } });
    const said = await serve((exchange) => {
      exchange.asks([7, 'b']);
      exchange.notify('notifications/x');
    });
    const text = await said.text();
    expect(text.match(/"id":[^,]*,"error"/g)).toEqual(['"id":"b","error"', '"id":7,"error"']);
    expect(text).not.toContain('a secret');
  });

  it('that is a stream of changes is left to whoever tells of them', async () => {
    const response = await ask((exchange) => {
      exchange.listens();
      exchange.revoke('Bearer');
      exchange.answer(200, '{}');
    });
    expect(await response.text()).toBe('{}');
  });

  it('cuts off who does not read what was said', async () => {
    const begun = Promise.withResolvers<Exchange>();
    const response = await ask((exchange) => {
      exchange.notify('notifications/x');
      begun.resolve(exchange);
    });
    const exchange = await begun.promise;
    const filling = 'x'.repeat(1_000_000);
    await eventually(() => {
      exchange.notify('notifications/x', { filling });
      expect(exchange.isGone).toBe(true);
    });
    await expect(response.text()).rejects.toThrow();
  });

  /** Asks, and reads nothing of the answer. */
  const askUnread = (handle: typeof serve): void => {
    serve = handle;
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.pause().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  };

  it('keeps for one principal only so many answers that are not read', async () => {
    const answer = Buffer.alloc(ROOM_BYTES / 4, '1');
    const served: { readonly exchange: Exchange; isOver: boolean }[] = [];
    for (let count = 0; count < 5; count += 1) {
      askUnread((exchange) => {
        const entry = { exchange, isOver: false };
        served.push(entry);
        exchange.onClose(() => (entry.isOver = true));
        exchange.answer(200, answer);
      });
      await eventually(() => expect(served).toHaveLength(count + 1));
    }
    await eventually(() => expect(served.map(({ isOver }) => isOver)).toEqual([false, false, false, false, true]));
    for (const { exchange } of served) exchange.endUnread(60_000);
    expect(served.filter(({ isOver }) => isOver)).toHaveLength(1);
    for (const { exchange } of served) exchange.endUnread(0);
    await eventually(() => expect(served.every(({ isOver }) => isOver)).toBe(true));
    expect(await (await ask((exchange) => exchange.answer(200, answer))).text()).toHaveLength(answer.length);
  });
});
