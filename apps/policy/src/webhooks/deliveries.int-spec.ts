import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { countGoodSignatures, theDeliveries } from './deliveries.fixture-spec.js';
import { DeliveryRetentionSweeper } from './delivery-retention.sweeper.js';
import { fail, ok, PUBLIC_URL, type Received } from './webhooks.fixture-spec.js';

describe('webhook deliveries', () => {
  const scene = theDeliveries();

  it('tell of a request and of its decision, signed, with a link that needs a login, and without arguments', async () => {
    const { secret, id } = await scene.webhooks.create(scene.receiver.url);
    const { approvalId, callId, expiresAt, requestedAt } = await scene.ask();
    await scene.untilReceived(1);
    await scene.system.gateway.decide(scene.workspaceId, approvalId, 'deny', { reason: 'Not\u200B today' });
    await scene.untilReceived(2);
    const [requested, decided] = scene.receiver.saidOf(approvalId);
    const common = {
      workspaceId: scene.workspaceId,
      approvalId,
      callId,
      runId: null,
      integrationId: scene.integrationId,
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
    for (const received of scene.receiver.received) {
      expect(await countGoodSignatures(received, secret ?? '')).toBe(1);
      expect(await countGoodSignatures({ ...received, body: `${received.body} ` }, secret ?? '')).toBe(0);
      expect(Number(received.headers['webhook-timestamp'])).toBeGreaterThan(Date.now() / 1_000 - 60);
    }
    const deliveries = await scene.untilState(id, ['delivered', 'delivered']);
    expect(scene.receiver.ids()).toEqual(deliveries.map((delivery) => delivery.id).reverse());
    expect((await scene.webhooks.list())[0]).toMatchObject({ deadCount: 0, lastDeliveredAt: expect.any(String) });
  });

  it('tell of every other end under its name, and to those alone who want to hear of it', async () => {
    const { id: expiries } = await scene.webhooks.create(scene.receiver.url, { events: ['approval.expired'] });
    const { id: disabled } = await scene.webhooks.create(scene.receiver.url);
    await scene.webhooks.update(disabled, { enabled: false });
    const other = await scene.startReceiver();
    await scene.webhooks.create(other.url, { events: ['approval.decided', 'approval.decided'] });
    const reminders = await scene.startReceiver();
    await scene.webhooks.create(reminders.url, { events: ['approval.reminder'] });
    const [expiring, cancelled, voided] = [await scene.askShortly(), await scene.ask(), await scene.ask()];
    await scene.system.router.cancel(scene.workspaceId, cancelled.approvalId);
    await scene.untilReceived(1);
    await scene.system.gateway.updateTools(scene.workspaceId, scene.integrationId, [
      { name: scene.tool.name, enabled: false },
    ]);
    expect(scene.receiver.saidOf(expiring.approvalId)).toMatchObject([
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
    expect(await scene.webhooks.deliveries(disabled)).toEqual([]);
    expect(await scene.webhooks.deliveries(expiries)).toHaveLength(1);
  });

  it('are one of each, whoever announces the request again and whoever else decides at the same moment', async () => {
    const { id } = await scene.webhooks.create(scene.receiver.url);
    const request = await scene.ask();
    await scene.system.router.request(scene.workspaceId, request);
    const deciding = Array.from({ length: 20 }, (_, index) =>
      scene.system.gateway.decide(scene.workspaceId, request.approvalId, index % 2 === 0 ? 'approve' : 'deny'),
    );
    const results = await Promise.allSettled(deciding);
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
    const { state } = await scene.system.gateway.getApproval(scene.workspaceId, request.approvalId);
    await scene.untilState(id, ['delivered', 'delivered']);
    const said = scene.receiver.saidOf(request.approvalId);
    expect(said.map(({ type }) => type).sort()).toEqual(['approval.decided', 'approval.requested']);
    expect(said.find(({ type }) => type === 'approval.decided')?.data['outcome']).toBe(state);
  });

  it('say that it was decided meanwhile where they come late or are replayed, and keep their id', async () => {
    const { id } = await scene.webhooks.create(scene.receiver.url, { events: ['approval.requested'] });
    scene.receiver.answer = fail(410);
    const { approvalId } = await scene.ask();
    const [dead] = await scene.untilState(id, ['dead']);
    await scene.system.gateway.decide(scene.workspaceId, approvalId, 'deny', { reason: 'no' });
    scene.receiver.answer = ok;
    await scene.webhooks.replay(id);
    await scene.untilState(id, ['delivered']);
    const [first, second] = scene.receiver.saidOf(approvalId);
    expect(first?.data).toMatchObject({ state: 'pending' });
    expect(first?.data).not.toHaveProperty('outcome');
    expect(second).toMatchObject({
      type: 'approval.requested',
      data: { state: 'denied', outcome: 'denied', reason: 'no' },
    });
    expect(scene.receiver.ids()).toEqual([dead?.id, dead?.id]);
  });

  it('carry both signatures while the secret is rotated, and the new one alone is shown', async () => {
    const { secret: first, id } = await scene.webhooks.create(scene.receiver.url, { events: ['approval.requested'] });
    const { secret: second } = await scene.webhooks.update(id, { rotateSecret: true });
    expect(second).not.toBe(first);
    await scene.ask();
    await scene.untilReceived(1);
    const [received] = scene.receiver.received as [Received];
    expect(await countGoodSignatures(received, first ?? '')).toBe(1);
    expect(await countGoodSignatures(received, second ?? '')).toBe(1);
    expect(String(received.headers['webhook-signature']).split(' ')).toHaveLength(2);
  });

  it('end with their webhook, and are forgotten in time', async () => {
    scene.receiver.answer = fail(500, {});
    const { id } = await scene.webhooks.create(scene.receiver.url, { events: ['approval.requested'] });
    await scene.ask();
    await scene.untilState(id, ['dead']);
    await scene.webhooks.update(id, { enabled: false });
    await expect(scene.webhooks.replay(id)).rejects.toMatchObject({ code: 'webhook.disabled' });
    const sweeper = scene.system.get(DeliveryRetentionSweeper);
    await sweeper.sweepAll();
    expect(await scene.webhooks.deliveries(id)).toHaveLength(1);
    await scene.system.querySystem(
      `update webhook_deliveries set ended_at = now() - interval '31 days' where webhook_id = $1`,
      [id],
    );
    expect(await sweeper.sweepAll()).toBeGreaterThan(0);
    expect(await scene.webhooks.deliveries(id)).toEqual([]);
  });
});
