import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually, freePort, startProcess } from '@countersign/testing';
import { anApprovalRequest } from '../test-builders.fixture-spec.js';
import { theDeliveries } from './deliveries.fixture-spec.js';
import { SENDS_PER_WEBHOOK_MAX } from './webhook-limits.js';
import { fail, ok } from './webhooks.fixture-spec.js';

const HOOKS = fileURLToPath(new URL('../../../../libs/service/fixtures/typescript-hooks.mjs', import.meta.url));
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

describe('attempts at webhook deliveries', () => {
  const scene = theDeliveries();

  it('are tried again under the same id until the receiver takes them', async () => {
    const { id } = await scene.webhooks.create(scene.receiver.url, { events: ['approval.requested'] });
    const answers = [fail(500), fail(302, { location: scene.receiver.url }), ok];
    scene.receiver.answer = (response, received) => (answers.shift() ?? ok)(response, received);
    await scene.ask();
    const [delivery] = await scene.untilState(id, ['delivered']);
    expect(delivery).toMatchObject({ attempts: 3, lastError: null, nextAttemptAt: null });
    expect(scene.receiver.ids()).toEqual([delivery?.id, delivery?.id, delivery?.id]);
    expect(new Set(scene.receiver.received.map(({ body }) => body)).size).toBe(1);
  });

  it('are dead after the last attempt, or at once where the receiver is gone, and can be replayed', async () => {
    const { id } = await scene.webhooks.create(scene.receiver.url, { events: ['approval.requested'] });
    scene.receiver.answer = fail(503);
    await scene.ask();
    const [dead] = await scene.untilState(id, ['dead']);
    expect(dead).toMatchObject({ attempts: 3, lastError: 'HTTP 503', nextAttemptAt: null, deliveredAt: null });
    scene.receiver.answer = fail(410);
    await scene.ask();
    const [gone] = await scene.untilState(id, ['dead', 'dead']);
    expect(gone).toMatchObject({ attempts: 1, lastError: expect.stringContaining('410') });
    expect(await scene.webhooks.list()).toMatchObject([{ deadCount: 2, enabled: true }]);
    scene.receiver.answer = ok;
    const before = scene.receiver.received.length;
    expect(await scene.webhooks.replay(id, dead?.id)).toBe(1);
    await scene.untilState(id, ['dead', 'delivered']);
    expect(await scene.webhooks.replay(id)).toBe(1);
    await scene.untilState(id, ['delivered', 'delivered']);
    expect(await scene.webhooks.replay(id)).toBe(0);
    expect(scene.receiver.ids().slice(before)).toEqual([dead?.id, gone?.id]);
    await expect(scene.webhooks.replay(id, newId())).rejects.toMatchObject({ code: 'webhook_delivery.not_found' });
  });

  it('wait for as long as a receiver asks for that is asked too much', async () => {
    const { id } = await scene.webhooks.create(scene.receiver.url, { events: ['approval.requested'] });
    scene.receiver.answer = fail(429, { 'retry-after': '3600' });
    await scene.ask();
    await scene.untilReceived(1);
    const delivery = await eventually(async () => {
      const [found] = await scene.webhooks.deliveries(id, 'pending');
      expect(found?.lastError).toBe('HTTP 429');
      return found;
    });
    const waitMs = Date.parse(delivery?.nextAttemptAt ?? '') - Date.now();
    expect(waitMs).toBeGreaterThan(3_500_000);
    expect(waitMs).toBeLessThan(3_700_000);
  });

  it('are shared by the replicas, each sent once; and one slow receiver holds up nobody else', async () => {
    // It takes every message, and never answers.
    const slow = await scene.startReceiver(() => undefined);
    const { id: waiting } = await scene.webhooks.create(slow.url, { events: ['approval.requested'] });
    const { id } = await scene.webhooks.create(scene.receiver.url, { events: ['approval.requested'] });
    const count = 12;
    for (let asked = 0; asked < count; asked += 1) await scene.ask();
    await eventually(async () => expect(await scene.webhooks.deliveries(id, 'delivered')).toHaveLength(count));
    expect(new Set(scene.receiver.ids()).size).toBe(count);
    expect(scene.receiver.received).toHaveLength(count);
    expect(await scene.webhooks.deliveries(waiting, 'pending')).toHaveLength(count);
    // Of each of the two replicas.
    expect(slow.peak).toBeLessThanOrEqual(2 * SENDS_PER_WEBHOOK_MAX);
    expect(slow.peak).toBeGreaterThan(0);
  });

  it('take a message for delivered whose receiver answers without an end', async () => {
    scene.receiver.answer = (response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(16 * 1_024);
      const more = (): void => {
        if (!response.destroyed && response.write(chunk)) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    };
    const { id } = await scene.webhooks.create(scene.receiver.url, { events: ['approval.requested'] });
    await scene.ask();
    await scene.untilState(id, ['delivered']);
  });

  // Last: its replicas are gone afterwards.
  it('are sent again under the same id by whoever is left, when a process dies between sending and writing it down', async () => {
    const { id, secret } = await scene.webhooks.create(scene.receiver.url, { events: ['approval.requested'] });
    await scene.system.stopReplicas();
    const child = await startProcess({
      command: process.execPath,
      args: ['--import', HOOKS, MAIN],
      env: { NODE_OPTIONS: '', ...scene.system.env(await freePort()), CRASH_AT: 'webhook-after-send' },
    });
    const request = anApprovalRequest(scene.integrationId, scene.tool);
    await scene.system.router.request(scene.workspaceId, request);
    expect(await child.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(scene.receiver.received).toHaveLength(1);
    for (const canary of [secret ?? '', 'query-canary', 'whsec']) expect(child.logs()).not.toContain(canary);
    await scene.system.startReplica();
    const [pending] = await scene.webhooks.deliveries(id, 'pending');
    expect(pending?.approvalId).toBe(request.approvalId);
    // As if its lease had run out.
    await scene.system.querySystem('update webhook_deliveries set due_at = now() where webhook_id = $1', [id]);
    const [delivered] = await scene.untilState(id, ['delivered']);
    expect(delivered?.attempts).toBe(2);
    expect(scene.receiver.ids()).toEqual([delivered?.id, delivered?.id]);
  });
});
