import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type CreatedWebhook,
  createWebhook,
  type DeliveryView,
  DomainError,
  listWebhookDeliveries,
  listWebhooks,
  removeWebhook,
  replayWebhookDeliveries,
  type RequestContract,
  updateWebhook,
  type WebhookView,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const PATH = '/api/v1/workspaces/default/webhooks';
const AT = '2026-11-23T10:00:00.000Z';

describe('webhooks', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  const webhook: WebhookView = {
    id: newId(),
    name: 'On call',
    url: 'https://hooks.example.com/countersign',
    events: ['approval.requested'],
    format: 'json',
    enabled: true,
    version: 3,
    lastDeliveredAt: null,
    deadCount: 0,
    createdAt: AT,
  };
  const created: CreatedWebhook = { ...webhook, secret: 'whsec_shown_once' };
  const path = `${PATH}/${webhook.id}`;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    system.neighbours.answer(createWebhook, () => created);
    system.neighbours.answer(updateWebhook, () => ({ ...webhook, secret: null }));
    system.neighbours.answer(listWebhooks, () => ({ items: [webhook] }));
    system.neighbours.answer(removeWebhook, () => ({}));
  });
  afterAll(() => system.stop());

  it('are made in the name of an admin, whom alone the secret is shown, once', async () => {
    const { name, url, events } = webhook;
    const headers = { 'idempotency-key': 'one' };
    const answer = await admin.post(PATH, { name, url, events, format: 'slack' }, { headers });
    expect([answer.status, answer.body]).toEqual([201, created]);
    const input = system.neighbours.inputsOf(createWebhook).at(-1);
    expect(input).toMatchObject({ name, url, events, format: 'slack', actor: { kind: 'user' } });
    const again = await admin.post(PATH, { name, url, events, format: 'slack' }, { headers });
    expect([again.status, again.body['code']]).toEqual([409, 'idempotency.not_repeatable']);
    expect((await admin.get(PATH)).body).toEqual({ items: [webhook] });
  });

  it('are changed in what is given', async () => {
    const answer = await admin.patch(path, { enabled: false, rotateSecret: true });
    expect([answer.status, answer.body['secret']]).toEqual([200, null]);
    const input = system.neighbours.inputsOf(updateWebhook).at(-1);
    expect(input).toMatchObject({ webhookId: webhook.id, enabled: false, rotateSecret: true });
    expect(input).not.toHaveProperty('url');
  });

  it('have an ETag, and are changed and removed on the condition of it', async () => {
    const { headers, body } = await admin.get(path);
    expect([body, headers['etag']]).toEqual([webhook, expect.stringMatching(/^"3\.[0-9a-f]{16}"$/)]);
    expect((await admin.get(`${PATH}/${newId()}`)).body).toMatchObject({ status: 404, code: 'webhook.not_found' });
    const ifMatch = { headers: { 'if-match': String(headers['etag']) } };
    const changed = await admin.patch(path, { rotateSecret: true }, ifMatch);
    expect([changed.status, changed.headers['etag']]).toEqual([200, expect.stringMatching(/^"3\./)]);
    expect(system.neighbours.inputsOf(updateWebhook).at(-1)).toMatchObject({ rotateSecret: true, ifVersion: 3 });
    expect((await admin.send('DELETE', path, ifMatch)).status).toBe(204);
    expect(system.neighbours.inputsOf(removeWebhook).at(-1)).toMatchObject({ ifVersion: 3 });
    await admin.patch(path, { enabled: true }, { headers: { 'if-match': '*' } });
    expect(system.neighbours.inputsOf(updateWebhook).at(-1)).not.toHaveProperty('ifVersion');
    const weak = await admin.patch(path, { enabled: true }, { headers: { 'if-match': 'W/"3"' } });
    expect(weak.body).toMatchObject({ status: 412, code: 'precondition.failed' });
  });

  it('are removed', async () => {
    expect((await admin.delete(path)).status).toBe(204);
    expect(system.neighbours.inputsOf(removeWebhook).at(-1)).toMatchObject({ webhookId: webhook.id });
    expect((await admin.delete(`${PATH}/none`)).body['code']).toBe('webhook.not_found');
  });

  it('are changed on a way that is told', async () => {
    system.neighbours.answer(replayWebhookDeliveries, () => ({ replayed: 0 }));
    const cli = (await system.clientWith(['workspace:admin'])).with({ 'x-countersign-client': 'cli' });
    const { name, url, events } = webhook;
    for (const [client, way] of [
      [admin, 'web'],
      [cli, 'cli'],
    ] as const) {
      await client.post(PATH, { name, url, events });
      await client.patch(path, { enabled: true });
      await client.post(`${path}/replay`, {});
      await client.delete(path);
      for (const contract of [createWebhook, updateWebhook, replayWebhookDeliveries, removeWebhook]) {
        expect(system.neighbours.inputsOf(contract as RequestContract<{ way?: string }, object>).at(-1)?.way).toBe(way);
      }
    }
  });

  it('tell what became of their deliveries, and send one or all dead ones again', async () => {
    const delivery: DeliveryView = {
      id: newId(),
      event: 'approval.requested',
      approvalId: newId(),
      state: 'dead',
      attempts: 8,
      createdAt: AT,
      nextAttemptAt: null,
      deliveredAt: null,
      lastError: 'it answered with HTTP 500',
    };
    system.neighbours.answer(listWebhookDeliveries, () => ({ items: [delivery], nextCursor: 'more' }));
    const list = await admin.get(`${path}/deliveries?state=dead&limit=1&cursor=x`);
    expect(list.body).toEqual({ items: [delivery], nextCursor: 'more' });
    const input = system.neighbours.inputsOf(listWebhookDeliveries).at(-1);
    expect(input).toMatchObject({ webhookId: webhook.id, state: 'dead', limit: 1, cursor: 'x' });
    system.neighbours.answer(replayWebhookDeliveries, () => ({ replayed: 3 }));
    const all = await admin.post(`${path}/replay`, {});
    expect([all.status, all.body]).toEqual([200, { replayed: 3 }]);
    await admin.post(`${path}/replay`, { deliveryId: delivery.id });
    const [first, second] = system.neighbours.inputsOf(replayWebhookDeliveries).slice(-2);
    expect(first).not.toHaveProperty('deliveryId');
    expect(second).toMatchObject({ deliveryId: delivery.id, actor: { kind: 'user' } });
  });

  it.each([
    [{ name: '' }, '/name'],
    [{ url: 'file:///etc/passwd' }, '/url'],
    [{ events: ['approval.everything'] }, '/events'],
    [{ format: 'xml' }, '/format'],
    [{ secret: 'mine' }, '/secret'],
  ])('refuse %j', async (body, pointer) => {
    const { name, url, events } = webhook;
    const answer = await admin.post<{ errors: { pointer: string }[] }>(PATH, { name, url, events, ...body });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, pointer]);
  });

  it.each([
    ['webhook.not_found', 404],
    ['egress.refused', 422],
  ])('pass %s on as %d', async (code, status) => {
    system.neighbours.answer(updateWebhook, () => {
      throw new DomainError(code, 'no');
    });
    expect((await admin.patch(path, { name: 'n' })).body).toMatchObject({ status, code });
  });
});
