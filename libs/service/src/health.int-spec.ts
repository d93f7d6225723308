import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ReadinessRegistry, startHealthServer, type HealthServer } from './index.js';

describe('the health server', () => {
  let readiness: ReadinessRegistry;
  let server: HealthServer;

  beforeEach(async () => {
    readiness = new ReadinessRegistry();
    server = await startHealthServer({ host: '127.0.0.1', port: 0 }, readiness);
  });
  afterEach(() => server.close());

  const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.port}${path}`);

  it('is live and ready when nothing is missing', async () => {
    readiness.register('database', () => true);
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('names what is not ready, and why, without secrets', async () => {
    readiness.register('policy', () => 'behind by 3 revisions');
    readiness.register('bus', () => Promise.reject(new Error('no connection to nats://a:hunter2@b')));
    readiness.register('database', () => true);
    const response = await get('/health/ready');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not_ready',
      notReady: [
        { name: 'bus', reason: 'no connection to nats://[redacted]@b' },
        { name: 'policy', reason: 'behind by 3 revisions' },
      ],
    });
  });

  it('is ready with what somebody should look at', async () => {
    let problem: string | undefined = 'it is not JSON';
    readiness.warn('KEYS_FILE', () => problem);
    const response = await get('/health/ready');
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ready', warnings: [{ name: 'KEYS_FILE', reason: 'it is not JSON' }] },
    ]);
    problem = undefined;
    expect(await (await get('/health/ready')).json()).toEqual({ status: 'ready' });
  });

  it('is not ready when a check hangs', async () => {
    readiness.register('stuck', () => new Promise(() => undefined));
    expect(await (await get('/health/ready')).json()).toMatchObject({ notReady: [{ name: 'stuck' }] });
  });

  it('is ready again when the check is removed', async () => {
    const remove = readiness.register('catalogue', () => false);
    expect((await get('/health/ready')).status).toBe(503);
    remove();
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('knows no other path and no other method', async () => {
    expect((await get('/metrics')).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${server.port}/health/live`, { method: 'POST' })).status).toBe(405);
  });
});
