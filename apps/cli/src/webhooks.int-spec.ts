import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type Ended, goldenItem, runCli } from './test-api.fixture-spec.js';

describe('countersign webhooks', () => {
  let api: Api;
  const webhook = goldenItem('policy.list-webhooks.v1');
  const one = `/webhooks/${String(webhook['id'])}`;
  const key = Buffer.from('key');
  const secret = `whsec_${key.toString('base64')}`;

  beforeAll(async () => {
    api = await Api.start();
    api.answer('GET /webhooks', { items: [webhook] });
    api.answer(`GET ${one}`, webhook);
    api.answer('POST /webhooks', { ...webhook, secret });
    api.answer(`PATCH ${one}`, { ...webhook, secret: null });
    api.answer(`DELETE ${one}`, {});
    const deliveries = goldenItem('policy.list-webhook-deliveries.v1');
    api.answer(`GET ${one}/deliveries?limit=50&state=dead`, { items: [deliveries], nextCursor: null });
    api.answer(`POST ${one}/replay`, { replayed: 3 });
  });
  afterAll(() => api.stop());

  const run = (args: readonly string[], input = ''): Promise<Ended> =>
    runCli(['webhooks', ...args], { COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given' }, '/', input);
  const name = String(webhook['name']);

  it('are added with a secret that is shown once, and how to verify with it', async () => {
    const { exitCode, stdout } = await run([
      'add',
      'On call',
      'https://hooks.example.com',
      '--event',
      'approval.decided',
    ]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(secret)]);
    for (const word of ['HMAC-SHA256', 'webhook-id', 'webhook-timestamp', 'webhook-signature', 'not shown again']) {
      expect(stdout).toContain(word);
    }
    const body = { name: 'On call', url: 'https://hooks.example.com', events: ['approval.decided'] };
    expect(api.received.at(-1)?.body).toEqual(body);
    expect(createHmac('sha256', key).update('1.2.{}').digest('base64')).toHaveLength(44);
  });

  it('take a URL that is a secret from the standard input, and tell of everything by default', async () => {
    await run(['add', 'Chat', '-', '--format', 'slack'], 'https://hooks.example.com/secret\n');
    expect(api.received.at(-1)?.body).toEqual({
      name: 'Chat',
      url: 'https://hooks.example.com/secret',
      events: ['approval.requested', 'approval.reminder', 'approval.decided', 'approval.expired'],
      format: 'slack',
    });
  });

  it('are changed in what is given, without a word on a secret that stays', async () => {
    const { exitCode, stdout } = await run(['update', name, '--disable']);
    expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining('secret')]);
    expect(api.received.at(-1)).toMatchObject({ route: `PATCH ${one}`, body: { enabled: false } });
    expect(api.conditions.at(-1)).toBe('"2"');
    await run(['update', name, '--rotate-secret']);
    expect(api.received.at(-1)?.body).toEqual({ rotateSecret: true });
    expect((await run(['update', name])).exitCode).toBe(2);
  });

  it('tell what was not delivered, and send it again', async () => {
    const list = await run(['deliveries', name, '--state', 'dead']);
    expect([list.exitCode, list.stdout]).toEqual([0, expect.stringContaining('it answered with HTTP 500')]);
    expect((await run(['replay', name])).stdout).toBe('3 will be sent again.\n');
    expect(api.received.at(-1)?.body).toEqual({});
    await run(['replay', name, '--delivery', 'd']);
    expect(api.received.at(-1)?.body).toEqual({ deliveryId: 'd' });
  });

  it('are listed, and removed if somebody says so', async () => {
    expect((await run(['list'])).stdout).toContain(name);
    expect((await run(['show', name])).stdout).toMatch(/Last delivered +2026-/);
    expect((await run(['remove', name])).exitCode).toBe(2);
    expect((await run(['remove', name, '--yes'])).stdout).toBe(`Removed ${name}.\n`);
    expect(api.conditions.at(-1)).toBe('"2"');
  });
});
