import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalView, CreatedWebhook, DeliveryView, IntegrationView, WebhookView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aConnectedSuite } from './system/connected-suite.js';
import { SOON } from './system/operator.js';
import { OperatorDatabase } from './system/operator-database.js';
import { countersign, countersignJson } from './system/run-command.js';
import { UpstreamServer } from './system/upstream-server.js';
import { type Announced, isSigned, WebhookReceiver } from './system/webhook-receiver.js';

const STORY_TIMEOUT_MS = 90_000;
const ADD = 'Notes__note_add';
const CANARY = 'canary-argument-91c4d7';
/** One at once, and seven more over a day. */
const ATTEMPTS = 8;
/** The sender looks for what is due once a second. */
const ALL_ATTEMPTS = { timeoutMs: 45_000, intervalMs: 100 };

const suite = aConnectedSuite(5);
let server: UpstreamServer;
let notes: IntegrationView;
let database: OperatorDatabase;

beforeAll(async () => {
  server = await suite.running(UpstreamServer.start());
  notes = await suite.operator.add(server, 'Notes', '--posture', 'ask');
  database = new OperatorDatabase(suite.system);
  await suite.operator.untilOffered(ADD);
}, STORY_TIMEOUT_MS);

function addWebhook(name: string, { url }: WebhookReceiver, ...options: string[]): Promise<CreatedWebhook> {
  return countersignJson<CreatedWebhook>(suite.system, 'webhooks', 'add', name, url, ...options);
}

function removeWebhook({ id }: CreatedWebhook): Promise<unknown> {
  return countersignJson(suite.system, 'webhooks', 'remove', id, '--yes');
}

/** The message about this approval, once it is there. */
function said(receiver: WebhookReceiver, { id }: ApprovalView, type: string): Promise<Announced> {
  return eventually(() => {
    const found = receiver.saidOf(id).find((message) => message.type === type);
    if (!found) throw new Error(`nothing says ${type} yet`);
    return found;
  }, SOON);
}

function stateOf({ id }: ApprovalView): Promise<ApprovalView> {
  return suite.operator.session.get<ApprovalView>(`/approvals/${id}`);
}

describe('a webhook', () => {
  it(
    '[HOOK-1] is told of requests, decisions and expiries, signed, without arguments, and with a link that decides nothing',
    async () => {
      const { operator, system } = suite;
      const receiver = await suite.running(WebhookReceiver.start());
      const webhook = await addWebhook('On call', receiver);
      const answer = operator.call(ADD, { text: CANARY });
      const approval = await operator.pendingOf(notes);
      const { data } = await said(receiver, approval, 'approval.requested');
      expect(data).toMatchObject({
        callId: approval.callId,
        tool: 'note_add',
        requestedBy: { kind: 'token', name: 'Development MCP client' },
        url: `${system.dev.webUrl}/approvals/${approval.id}`,
      });
      await fetch(String(data['url']));
      await fetch(String(data['url']), { method: 'POST' });
      expect(await stateOf(approval)).toMatchObject({ state: 'pending' });

      await countersignJson(system, 'approvals', 'deny', approval.id, '--reason', 'not today');
      expect(await answer).toMatch(/Denied by .*: not today/);
      expect((await said(receiver, approval, 'approval.decided')).data).toMatchObject({
        outcome: 'denied',
        decidedBy: { name: 'Development approver' },
        reason: 'not today',
        argumentsEdited: false,
      });

      const unanswered = operator.call(ADD, { text: `${CANARY}, again` });
      const forgotten = await operator.pendingOf(notes);
      await database.endTimeOf(forgotten.id);
      expect(await unanswered).toMatch(/^Approval expired/);
      expect((await said(receiver, forgotten, 'approval.expired')).data).toMatchObject({ decidedBy: null });

      const { secret } = webhook;
      expect(receiver.received.filter((message) => !isSigned(secret ?? '', message))).toEqual([]);
      const [message] = receiver.received;
      const forged = { headers: message?.headers ?? {}, body: message?.body.replace('note_add', 'note_del') ?? '' };
      expect(isSigned(secret ?? '', forged)).toBe(false);
      expect(receiver.received.filter(({ body }) => body.includes('canary'))).toEqual([]);
      expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
      expect(server.executed).toEqual([]);
      await removeWebhook(webhook);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[HOOK-2] that fails is tried again and again, then its message is dead, until it is replayed',
    async () => {
      const { operator, system } = suite;
      const receiver = await suite.running(WebhookReceiver.start());
      receiver.status = 503;
      const webhook = await addWebhook('Pager', receiver, '--event', 'approval.requested');
      const answer = operator.call(ADD, { text: 'to a pager that is off' });
      const approval = await operator.pendingOf(notes);
      await eventually(async () => {
        await database.endPausesOf(webhook.id);
        expect(receiver.received).toHaveLength(ATTEMPTS);
      }, ALL_ATTEMPTS);
      const dead = await eventually(async () => {
        const [delivery] = await countersignJson<DeliveryView[]>(system, 'webhooks', 'deliveries', 'pager');
        expect(delivery).toMatchObject({ state: 'dead', attempts: ATTEMPTS, approvalId: approval.id });
        return delivery;
      }, SOON);
      expect(dead?.lastError).toContain('503');
      const list = await countersign(system, 'webhooks', 'list');
      expect(list.stdout).toContain('1 not delivered');
      // A receiver that is away holds up nobody.
      await operator.approve(approval);
      expect(await answer).toBe('did note_add');

      receiver.status = 204;
      expect(await countersignJson(system, 'webhooks', 'replay', 'Pager')).toEqual({ replayed: 1 });
      await eventually(async () => {
        const [delivery] = await countersignJson<DeliveryView[]>(system, 'webhooks', 'deliveries', 'Pager');
        expect(delivery).toMatchObject({ id: dead?.id, state: 'delivered' });
      }, SOON);
      expect(receiver.received).toHaveLength(ATTEMPTS + 1);
      expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([dead?.id]));
      expect(receiver.received.every((message) => isSigned(webhook.secret ?? '', message))).toBe(true);
      await removeWebhook(webhook);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[HOOK-3] in the format of Slack gets blocks with a link, and its address is kept secret',
    async () => {
      const { operator, system } = suite;
      const receiver = await suite.running(WebhookReceiver.start());
      const webhook = await addWebhook('Chat', receiver, '--format', 'slack');
      expect(webhook).toMatchObject({ format: 'slack', secret: null, url: new URL(receiver.url).origin });
      const answer = operator.call(ADD, { text: `${CANARY} in a chat` });
      const approval = await operator.pendingOf(notes);
      const { body, headers } = await eventually(() => {
        const [message] = receiver.received;
        if (!message) throw new Error('the chat knows nothing yet');
        return message;
      }, SOON);
      const message = JSON.parse(body) as { text: string; blocks: { type: string; text: { text: string } }[] };
      expect(message.text).toContain('A call waits for approval');
      expect(message.blocks[0]).toMatchObject({ type: 'section', text: { type: 'mrkdwn' } });
      const link = `<${system.dev.webUrl}/approvals/${approval.id}|Open in Countersign>`;
      expect(message.blocks[0]?.text.text).toContain(link);
      expect(body).not.toContain(CANARY);
      expect(headers).not.toHaveProperty('webhook-signature');
      const [listed] = await countersignJson<WebhookView[]>(system, 'webhooks', 'list');
      expect(JSON.stringify(listed)).not.toContain('/hooks/');
      await countersignJson(system, 'approvals', 'deny', approval.id);
      expect(await answer).toMatch(/Denied/);
      await removeWebhook(webhook);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a decision', () => {
  it(
    '[CRASH-2] is executed once and told, also when the policy service dies before it announced it',
    async () => {
      const { operator, system } = suite;
      await system.killEverything();
      await system.launch({ CRASH_AT: 'decision-committed', WEBHOOK_INCLUDE_ARGUMENTS: 'true' });
      await operator.untilOffered(ADD);
      const before = server.executed.length;
      const asked = { text: `${CANARY} through a crash` };
      const receiver = await suite.running(WebhookReceiver.start());
      await addWebhook('Witness', receiver);
      const answer = operator.call(ADD, asked);
      const approval = await operator.pendingOf(notes);
      const { data } = await said(receiver, approval, 'approval.requested');
      // The operator opted in with this start.
      expect(data).toMatchObject({ arguments: JSON.stringify(asked), argumentsTruncated: false });

      const killed = system.pidOf('policy');
      const unanswered = countersign(system, 'approvals', 'approve', approval.id);
      await eventually(async () => {
        expect(() => process.kill(killed, 0)).toThrow('ESRCH');
        expect(await database.unannouncedDecisions()).toBe(1);
      }, SOON);
      expect((await unanswered).code).not.toBe(0);

      expect(await answer).toBe('did note_add');
      expect(system.pidOf('policy')).not.toBe(killed);
      expect(await stateOf(approval)).toMatchObject({ state: 'approved' });
      // Who was left without an answer decides again, which changes nothing.
      await operator.approve(approval);
      expect((await said(receiver, approval, 'approval.decided')).data).toMatchObject({ outcome: 'approved' });
      expect(receiver.saidOf(approval.id).map(({ type }) => type)).toEqual(['approval.requested', 'approval.decided']);
      expect(server.executed.slice(before)).toEqual([{ tool: 'note_add', arguments: asked }]);
    },
    STORY_TIMEOUT_MS,
  );
});
