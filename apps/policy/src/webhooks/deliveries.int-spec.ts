import { fileURLToPath } from 'node:url';
import { webcrypto } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually, freePort, startProcess } from '@countersign/testing';
import { aDefinition, anApprovalRequest, inSeconds } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { DeliveryRetentionSweeper } from './delivery-retention.sweeper.js';
import { SENDS_PER_WEBHOOK_MAX } from './webhook-limits.js';
import { fail, ok, PUBLIC_URL, type Received, Receiver, Webhooks } from './webhooks.fixture-spec.js';

const HOOKS = fileURLToPath(new URL('../../../../libs/service/fixtures/typescript-hooks.mjs', import.meta.url));
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** As a receiver that never saw our code would, by https://www.standardwebhooks.com and Web Crypto. */
async function countGoodSignatures({ headers, body }: Received, secret: string): Promise<number> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const bytes = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const key = await webcrypto.subtle.importKey('raw', bytes, hmac, false, ['verify']);
  const signed = Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`);
  const signatures = String(headers['webhook-signature']).split(' ');
  const verdicts = signatures.map((signature) =>
    webcrypto.subtle.verify(hmac, key, Buffer.from(signature.replace('v1,', ''), 'base64'), signed),
  );
  return (await Promise.all(verdicts)).filter(Boolean).length;
}

describe('webhook deliveries', () => {
  let system: PolicySystem;
  let receiver: Receiver;
  const receivers: Receiver[] = [];
  let workspaceId: string;
  let webhooks: Webhooks;
  let integrationId: string;
  const remove = aDefinition('issue.delete\u202E');

  beforeAll(async () => {
    system = await PolicySystem.start({ replicas: 2 });
  });
  beforeEach(async () => {
    receiver = await startReceiver();
    workspaceId = newId();
    webhooks = new Webhooks(system.gateway.requests, workspaceId);
    integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
  });
  afterEach(async () => {
    await Promise.all(receivers.splice(0).map((started) => started.stop()));
  });
  afterAll(async () => {
    await system.stop();
  });

  const startReceiver = async (...answer: Parameters<typeof Receiver.start>): Promise<Receiver> => {
    const started = await Receiver.start(...answer);
    receivers.push(started);
    return started;
  };
  const ask = (overrides = {}) => system.pendingApproval(workspaceId, integrationId, remove, overrides);
  /** Most of its time is over already. */
  const askShortly = () => ask({ requestedAt: inSeconds(-1_000), expiresAt: inSeconds(3) });
  const untilReceived = (count: number) => eventually(() => expect(receiver.received).toHaveLength(count));
  const untilState = (webhookId: string, states: string[]) =>
    eventually(async () => {
      const deliveries = await webhooks.deliveries(webhookId);
      expect(deliveries.map(({ state }) => state)).toEqual(states);
      return deliveries;
    });

  it('tell of a request and of its decision, signed, with a link that needs a login, and without arguments', async () => {
    const { secret, id } = await webhooks.create(receiver.url);
    const { approvalId, callId, expiresAt, requestedAt } = await ask();
    await untilReceived(1);
    await system.gateway.decide(workspaceId, approvalId, 'deny', { reason: 'Not\u200B today' });
    await untilReceived(2);
    const [requested, decided] = receiver.saidOf(approvalId);
    const common = {
      workspaceId,
      approvalId,
      callId,
      runId: null,
      integrationId,
      integration: 'Tracker',
      tool: 'issue.delete\\u{202E}',
      requestedBy: { kind: 'run', name: 'Night run' },
      approverGroup: null,
      askReason: 'requires_approval',
      why: 'The policy of this tool requires approval.',
      requestedAt,
      expiresAt,
      url: `${PUBLIC_URL}/approvals/${approvalId}`,
    };
    expect(requested).toEqual({
      type: 'approval.requested',
      timestamp: expect.any(String),
      data: { ...common, state: 'pending' },
    });
    expect(decided).toMatchObject({
      type: 'approval.decided',
      data: {
        outcome: 'denied',
        argumentsEdited: false,
        decidedBy: { kind: 'user', name: 'Ada' },
        reason: 'Not\\u{200B} today',
      },
    });
    for (const received of receiver.received) {
      expect(await countGoodSignatures(received, secret ?? '')).toBe(1);
      expect(await countGoodSignatures({ ...received, body: `${received.body} ` }, secret ?? '')).toBe(0);
      expect(Number(received.headers['webhook-timestamp'])).toBeGreaterThan(Date.now() / 1_000 - 60);
    }
    const deliveries = await untilState(id, ['delivered', 'delivered']);
    expect(receiver.ids()).toEqual(deliveries.map((delivery) => delivery.id).reverse());
    expect((await webhooks.list())[0]).toMatchObject({ deadCount: 0, lastDeliveredAt: expect.any(String) });
  });

  it('tell of every other end under its name, and to those alone who want to hear of it', async () => {
    const { id: expiries } = await webhooks.create(receiver.url, { events: ['approval.expired'] });
    const { id: disabled } = await webhooks.create(receiver.url);
    await webhooks.update(disabled, { enabled: false });
    const other = await startReceiver();
    await webhooks.create(other.url, { events: ['approval.decided', 'approval.decided'] });
    const reminders = await startReceiver();
    await webhooks.create(reminders.url, { events: ['approval.reminder'] });
    const [expiring, cancelled, voided] = [await askShortly(), await ask(), await ask()];
    await system.router.cancel(workspaceId, cancelled.approvalId);
    await untilReceived(1);
    await system.gateway.updateTools(workspaceId, integrationId, [{ name: remove.name, enabled: false }]);
    expect(receiver.saidOf(expiring.approvalId)).toMatchObject([
      { type: 'approval.expired', data: { outcome: 'expired', decidedBy: null, reasonCode: 'expired' } },
    ]);
    expect(reminders.saidOf(expiring.approvalId)).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ percent: 90 }) }),
    );
    await eventually(() => {
      expect(other.saidOf(cancelled.approvalId)).toMatchObject([{ data: { outcome: 'cancelled' } }]);
      expect(other.saidOf(voided.approvalId)).toMatchObject([
        { data: { outcome: 'invalidated', reasonCode: 'tool_disabled' } },
      ]);
    });
    expect(await webhooks.deliveries(disabled)).toEqual([]);
    expect(await webhooks.deliveries(expiries)).toHaveLength(1);
  });

  it('are one of each, whoever announces the request again and whoever else decides at the same moment', async () => {
    const { id } = await webhooks.create(receiver.url);
    const request = await ask();
    await system.router.request(workspaceId, request);
    const deciding = Array.from({ length: 20 }, (_, index) =>
      system.gateway.decide(workspaceId, request.approvalId, index % 2 === 0 ? 'approve' : 'deny'),
    );
    const results = await Promise.allSettled(deciding);
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
    const { state } = await system.gateway.getApproval(workspaceId, request.approvalId);
    await untilState(id, ['delivered', 'delivered']);
    const said = receiver.saidOf(request.approvalId);
    expect(said.map(({ type }) => type).sort()).toEqual(['approval.decided', 'approval.requested']);
    expect(said.find(({ type }) => type === 'approval.decided')?.data['outcome']).toBe(state);
  });

  it('are tried again under the same id until the receiver takes them', async () => {
    const { id } = await webhooks.create(receiver.url, { events: ['approval.requested'] });
    const answers = [fail(500), fail(302, { location: receiver.url }), ok];
    receiver.answer = (response, received) => (answers.shift() ?? ok)(response, received);
    await ask();
    const [delivery] = await untilState(id, ['delivered']);
    expect(delivery).toMatchObject({ attempts: 3, lastError: null, nextAttemptAt: null });
    expect(receiver.ids()).toEqual([delivery?.id, delivery?.id, delivery?.id]);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  });

  it('are dead after the last attempt, or at once where the receiver is gone, and can be replayed', async () => {
    const { id } = await webhooks.create(receiver.url, { events: ['approval.requested'] });
    receiver.answer = fail(503);
    await ask();
    const [dead] = await untilState(id, ['dead']);
    expect(dead).toMatchObject({ attempts: 3, lastError: 'HTTP 503', nextAttemptAt: null, deliveredAt: null });
    receiver.answer = fail(410);
    await ask();
    const [gone] = await untilState(id, ['dead', 'dead']);
    expect(gone).toMatchObject({ attempts: 1, lastError: expect.stringContaining('410') });
    expect(await webhooks.list()).toMatchObject([{ deadCount: 2, enabled: true }]);
    receiver.answer = ok;
    const before = receiver.received.length;
    expect(await webhooks.replay(id, dead?.id)).toBe(1);
    await untilState(id, ['dead', 'delivered']);
    expect(await webhooks.replay(id)).toBe(1);
    await untilState(id, ['delivered', 'delivered']);
    expect(await webhooks.replay(id)).toBe(0);
    expect(receiver.ids().slice(before)).toEqual([dead?.id, gone?.id]);
    await expect(webhooks.replay(id, newId())).rejects.toMatchObject({ code: 'webhook_delivery.not_found' });
  });

  it('say that it was decided meanwhile where they come late or are replayed, and keep their id', async () => {
    const { id } = await webhooks.create(receiver.url, { events: ['approval.requested'] });
    receiver.answer = fail(410);
    const { approvalId } = await ask();
    const [dead] = await untilState(id, ['dead']);
    await system.gateway.decide(workspaceId, approvalId, 'deny', { reason: 'no' });
    receiver.answer = ok;
    await webhooks.replay(id);
    await untilState(id, ['delivered']);
    const [first, second] = receiver.saidOf(approvalId);
    expect(first?.data).toMatchObject({ state: 'pending' });
    expect(first?.data).not.toHaveProperty('outcome');
    expect(second).toMatchObject({
      type: 'approval.requested',
      data: { state: 'denied', outcome: 'denied', reason: 'no' },
    });
    expect(receiver.ids()).toEqual([dead?.id, dead?.id]);
  });

  it('wait for as long as a receiver asks for that is asked too much', async () => {
    const { id } = await webhooks.create(receiver.url, { events: ['approval.requested'] });
    receiver.answer = fail(429, { 'retry-after': '3600' });
    await ask();
    await untilReceived(1);
    const delivery = await eventually(async () => {
      const [found] = await webhooks.deliveries(id, 'pending');
      expect(found?.lastError).toBe('HTTP 429');
      return found;
    });
    const waitMs = Date.parse(delivery?.nextAttemptAt ?? '') - Date.now();
    expect(waitMs).toBeGreaterThan(3_500_000);
    expect(waitMs).toBeLessThan(3_700_000);
  });

  it('are shared by the replicas, each sent once; and one slow receiver holds up nobody else', async () => {
    // It takes every message, and never answers.
    const slow = await startReceiver(() => undefined);
    const { id: waiting } = await webhooks.create(slow.url, { events: ['approval.requested'] });
    const { id } = await webhooks.create(receiver.url, { events: ['approval.requested'] });
    const count = 12;
    for (let asked = 0; asked < count; asked += 1) await ask();
    await eventually(async () => expect(await webhooks.deliveries(id, 'delivered')).toHaveLength(count));
    expect(new Set(receiver.ids()).size).toBe(count);
    expect(receiver.received).toHaveLength(count);
    expect(await webhooks.deliveries(waiting, 'pending')).toHaveLength(count);
    // Of each of the two replicas.
    expect(slow.peak).toBeLessThanOrEqual(2 * SENDS_PER_WEBHOOK_MAX);
    expect(slow.peak).toBeGreaterThan(0);
  });

  it('take a message for delivered whose receiver answers without an end', async () => {
    receiver.answer = (response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(16 * 1_024);
      const more = (): void => {
        if (!response.destroyed && response.write(chunk)) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    };
    const { id } = await webhooks.create(receiver.url, { events: ['approval.requested'] });
    await ask();
    await untilState(id, ['delivered']);
  });

  it('carry both signatures while the secret is rotated, and the new one alone is shown', async () => {
    const { secret: first, id } = await webhooks.create(receiver.url, { events: ['approval.requested'] });
    const { secret: second } = await webhooks.update(id, { rotateSecret: true });
    expect(second).not.toBe(first);
    await ask();
    await untilReceived(1);
    const [received] = receiver.received as [Received];
    expect(await countGoodSignatures(received, first ?? '')).toBe(1);
    expect(await countGoodSignatures(received, second ?? '')).toBe(1);
    expect(String(received.headers['webhook-signature']).split(' ')).toHaveLength(2);
  });

  it('end with their webhook, and are forgotten in time', async () => {
    receiver.answer = fail(500, {});
    const { id } = await webhooks.create(receiver.url, { events: ['approval.requested'] });
    await ask();
    await untilState(id, ['dead']);
    await webhooks.update(id, { enabled: false });
    await expect(webhooks.replay(id)).rejects.toMatchObject({ code: 'webhook.disabled' });
    const sweeper = system.get(DeliveryRetentionSweeper);
    await sweeper.sweepAll();
    expect(await webhooks.deliveries(id)).toHaveLength(1);
    await system.querySystem(
      `update webhook_deliveries set ended_at = now() - interval '31 days' where webhook_id = $1`,
      [id],
    );
    expect(await sweeper.sweepAll()).toBeGreaterThan(0);
    expect(await webhooks.deliveries(id)).toEqual([]);
  });

  // Last: its replicas are gone afterwards.
  it('are sent again under the same id by whoever is left, when a process dies between sending and writing it down', async () => {
    const { id, secret } = await webhooks.create(receiver.url, { events: ['approval.requested'] });
    await system.stopReplicas();
    const child = await startProcess({
      command: process.execPath,
      args: ['--import', HOOKS, MAIN],
      env: { NODE_OPTIONS: '', ...system.env(await freePort()), CRASH_AT: 'webhook-after-send' },
    });
    const request = anApprovalRequest(integrationId, remove);
    await system.router.request(workspaceId, request);
    expect(await child.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(receiver.received).toHaveLength(1);
    for (const canary of [secret ?? '', 'query-canary', 'whsec']) expect(child.logs()).not.toContain(canary);
    await system.startReplica();
    const [pending] = await webhooks.deliveries(id, 'pending');
    expect(pending?.approvalId).toBe(request.approvalId);
    // As if its lease had run out.
    await system.querySystem('update webhook_deliveries set due_at = now() where webhook_id = $1', [id]);
    const [delivered] = await untilState(id, ['delivered']);
    expect(delivered?.attempts).toBe(2);
    expect(receiver.ids()).toEqual([delivered?.id, delivered?.id]);
  });
});
