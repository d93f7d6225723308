import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CallbackListener } from './callback-listener.js';

const TIMEOUT_MS = 10_000;

describe('the listener for the answer of a browser', () => {
  let listener: CallbackListener;
  afterEach(() => listener.stop());

  const start = async (): Promise<void> => {
    listener = await CallbackListener.start('state');
  };
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<number> =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port: listener.port, path, headers, method, agent: false }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      })
        .once('error', reject)
        .end();
    });

  it('takes the code that comes with its state, whatever knocked before', async () => {
    await start();
    const code = listener.code(TIMEOUT_MS);
    expect(await ask('/callback?code=evil&state=other')).toBe(400);
    expect(await ask('/callback?code=evil')).toBe(400);
    expect(await ask('/?code=evil&state=state')).toBe(404);
    expect(await ask('//')).toBe(404);
    expect(await ask('/callback?code=evil&state=state', {}, 'POST')).toBe(404);
    expect(await ask('/callback?code=evil&state=state', { host: 'rebound.example.com' })).toBe(404);
    expect(await ask('/callback?code=ABCD-EFGH&state=state')).toBe(200);
    await expect(code).resolves.toBe('ABCD-EFGH');
  });

  it('hears that the person refuses', async () => {
    await start();
    const code = expect(listener.code(TIMEOUT_MS)).rejects.toMatchObject({ exitCode: 5 });
    await ask('/callback?error=denied&state=state');
    await code;
  });

  it('ends when nobody comes', async () => {
    await start();
    await expect(listener.code(1)).rejects.toThrow('Nobody confirmed this in time');
  });
});
