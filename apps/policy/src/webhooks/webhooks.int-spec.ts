import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { removeWebhook } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { parseAllowList } from '@countersign/egress';
import { RequestClient } from '@countersign/messaging';
import { eventually } from '@countersign/testing';
import {
  createLocalKeyWrapper,
  generateKeyEncryptionKey,
  parseKeyEncryptionKeys,
  runRotation,
} from '@countersign/tokens';
import { aDefinition, aUser } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { SealedWebhookRepository } from './sealed-webhook.repository.js';
import { WEBHOOKS_MAX } from './webhook-limits.js';
import { Receiver, Webhooks } from './webhooks.fixture-spec.js';

const PUBLIC_ADDRESS = '93.184.216.34';
const SLACK_PATH = '/services/T0001/B0001/slack-canary';

/** The replica seals with the old one. */
const [OLD, NEW] = [generateKeyEncryptionKey('old'), generateKeyEncryptionKey('new')];
const wrapperOf = (text: string) => createLocalKeyWrapper(parseKeyEncryptionKeys(text));

describe('webhooks', () => {
  let system: PolicySystem;
  let receiver: Receiver;
  let workspaceId: string;
  let webhooks: Webhooks;
  const addresses = new Map([['moving.test', ['127.0.0.1']]]);
  const remove = aDefinition('issue.delete');
  const events = ['approval.requested' as const];

  beforeAll(async () => {
    receiver = await Receiver.start();
    const allow = parseAllowList('127.0.0.1 http; moving.test 127.0.0.1/32 http');
    const lookup = (host: string) => Promise.resolve(addresses.get(host) ?? [PUBLIC_ADDRESS]);
    const wrapper = wrapperOf(`${OLD},${NEW}`);
    system = await PolicySystem.start({ webhooks: { egress: { allow, lookup }, includeArguments: true, wrapper } });
  });
  beforeEach(() => {
    workspaceId = newId();
    webhooks = new Webhooks(system.gateway.requests, workspaceId);
    receiver.received.length = 0;
  });
  afterAll(async () => {
    await system.stop();
    await receiver.stop();
  });

  const ask = async (text?: string): Promise<string> => {
    const integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const callId = newId();
    if (text !== undefined) system.router.argumentsOf.set(callId, text);
    const { approvalId } = await system.pendingApproval(workspaceId, integrationId, remove, { callId });
    return approvalId;
  };
  const origin = () => new URL(receiver.url).origin;

  describe('that are saved', () => {
    it('show their signing secret once', async () => {
      const { secret, ...created } = await webhooks.create('https://receiver.test/hooks');
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect(created).toMatchObject({ url: 'https://receiver.test/hooks', format: 'json', enabled: true });
      expect(await webhooks.list()).toEqual([created]);
      const { secret: none } = await webhooks.update(created.id, { name: 'Night shift', events });
      expect(none).toBeNull();
      expect(await webhooks.list()).toMatchObject([{ name: 'Night shift', events }]);
    });

    it('keep a Slack URL to themselves, as a secret', async () => {
      const url = `https://hooks.slack.test${SLACK_PATH}`;
      const created = await webhooks.create(url, { format: 'slack' });
      expect(created).toMatchObject({ url: 'https://hooks.slack.test', secret: null });
      await expect(webhooks.update(created.id, { format: 'json' })).rejects.toMatchObject({
        details: { problems: [{ pointer: '/url' }] },
      });
      await expect(webhooks.update(created.id, { rotateSecret: true })).rejects.toMatchObject({
        details: { problems: [{ pointer: '/rotateSecret' }] },
      });
      const moved = await webhooks.update(created.id, { format: 'json', url: 'https://receiver.test/' });
      expect(moved).toMatchObject({ url: 'https://receiver.test/', secret: expect.stringMatching(/^whsec_/) });
    });

    it.each([
      ['http://receiver.test/', 'scheme_not_allowed'],
      ['https://127.0.0.2/', 'address_not_allowed'],
      ['https://[::ffff:a9fe:a9fe]/', 'address_not_allowed'],
      ['https://receiver.test:6379/', 'port_not_allowed'],
      ['https://user:word@receiver.test/', 'credentials_in_url'],
    ])('refuse %s', async (url, reason) => {
      await expect(webhooks.create(url)).rejects.toMatchObject({ code: 'egress.refused', details: { reason } });
      const { id } = await webhooks.create('https://receiver.test/');
      await expect(webhooks.update(id, { url })).rejects.toMatchObject({ code: 'egress.refused' });
      expect(await webhooks.list()).toMatchObject([{ url: 'https://receiver.test/' }]);
    });

    it('refuse a URL that is too long once it is spelled out, and can still be listed', async () => {
      const { id } = await webhooks.create('https://receiver.test/');
      const url = `https://receiver.test/${'ä'.repeat(1_000)}`;
      for (const trying of [webhooks.create(url), webhooks.update(id, { url })]) {
        await expect(trying).rejects.toMatchObject({
          code: 'request.invalid',
          details: { problems: [{ pointer: '/url', code: 'max_length' }] },
        });
      }
      expect(await webhooks.list()).toMatchObject([{ id, url: 'https://receiver.test/' }]);
    });

    it('are as many as a workspace may have, also when many are added at once', async () => {
      const creating = Array.from({ length: WEBHOOKS_MAX + 5 }, () => webhooks.create('https://receiver.test/'));
      const results = await Promise.allSettled(creating);
      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(Array(5).fill('webhook.too_many'));
      expect(await webhooks.list()).toHaveLength(WEBHOOKS_MAX);
      await expect(webhooks.create('https://receiver.test/', { events: [] })).rejects.toMatchObject({
        code: 'request.invalid',
      });
    });

    it('are switched off and renamed also where their seal does not open any more', async () => {
      const { id } = await webhooks.create('https://receiver.test/');
      await system.query(workspaceId, `update webhooks set version = version + 1 where id = $1`, [id]);
      expect(await webhooks.update(id, { enabled: false, name: 'Lost' })).toMatchObject({
        enabled: false,
        name: 'Lost',
      });
      await expect(webhooks.update(id, { rotateSecret: true })).rejects.toThrow();
      expect(await webhooks.list()).toMatchObject([{ id, enabled: false, url: 'https://receiver.test/' }]);
      await system.query(workspaceId, `update webhooks set version = version - 1 where id = $1`, [id]);
    });

    it('are changed, or removed, by one of those who saw the same', async () => {
      const { id, version } = await webhooks.create('https://receiver.test/');
      const ifVersion = version;
      const outcomes = await Promise.allSettled([
        webhooks.update(id, { rotateSecret: true, ifVersion }),
        webhooks.update(id, { enabled: false, ifVersion }),
        system.gateway.requests.ask(removeWebhook, { workspaceId, webhookId: id, actor: aUser(), ifVersion }),
      ]);
      const late = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as object] : []));
      expect(late).toHaveLength(2);
      const [left] = await webhooks.list();
      if (left === undefined) return;
      expect(left.version).toBe(version + 1);
      for (const reason of late) {
        expect(reason).toMatchObject({ code: 'precondition.failed', details: { version: version + 1 } });
      }
      const stale = { workspaceId, webhookId: id, actor: aUser(), ifVersion };
      await expect(system.gateway.requests.ask(removeWebhook, stale)).rejects.toMatchObject({
        code: 'precondition.failed',
      });
      expect(await webhooks.update(id, { name: 'Night', ifVersion: version + 1 })).toMatchObject({ name: 'Night' });
    });

    it('keep what others change at the same time', async () => {
      const { id } = await webhooks.create('https://receiver.test/');
      await Promise.all([
        webhooks.update(id, { url: 'https://receiver.test/new' }),
        webhooks.update(id, { enabled: false }),
        webhooks.update(id, { name: 'Renamed' }),
      ]);
      const url = 'https://receiver.test/new';
      expect(await webhooks.list()).toMatchObject([{ id, url, enabled: false, name: 'Renamed' }]);
    });

    it('belong to their workspace alone', async () => {
      const { id } = await webhooks.create('https://receiver.test/');
      const others = new Webhooks(system.gateway.requests, newId());
      expect(await others.list()).toEqual([]);
      const tries = [others.update(id, { enabled: false }), others.deliveries(id), others.replay(id)];
      for (const trying of tries) await expect(trying).rejects.toMatchObject({ code: 'webhook.not_found' });
      const request = { workspaceId: newId(), actor: aUser(), webhookId: id };
      const requests: RequestClient = system.gateway.requests;
      await expect(requests.ask(removeWebhook, request)).rejects.toMatchObject({ code: 'webhook.not_found' });
      expect(await webhooks.list()).toMatchObject([{ id, enabled: true }]);
      await requests.ask(removeWebhook, { ...request, workspaceId });
      expect(await webhooks.list()).toEqual([]);
    });
  });

  it('refuse to connect where a name leads to another address than when it was saved', async () => {
    addresses.set('moving.test', ['127.0.0.1']);
    const { id } = await webhooks.create(receiver.url.replace('127.0.0.1', 'moving.test'), { events });
    addresses.set('moving.test', ['127.0.0.2']);
    await ask();
    const [dead] = await eventually(async () => {
      const deliveries = await webhooks.deliveries(id, 'dead');
      expect(deliveries).toHaveLength(1);
      return deliveries;
    });
    expect(dead?.lastError).toBe('moving.test leads to an address that is not public');
    expect(receiver.received).toEqual([]);
  });

  it('post messages to Slack, whose words are no markup', async () => {
    await webhooks.create(`${origin()}${SLACK_PATH}`, { events, format: 'slack' });
    const approvalId = await ask('{"note":"<!channel> & all"}');
    await eventually(() => expect(receiver.received).toHaveLength(1));
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = receiver.received;
    expect(path).toBe(SLACK_PATH);
    expect(headers).not.toHaveProperty('webhook-signature');
    expect(body).toContain('`issue.delete`');
    expect(body).toContain(`<https://countersign.example/approvals/${approvalId}|Open in Countersign>`);
    expect(body).toContain('&lt;!channel&gt; &amp; all');
    expect(body).not.toContain('<!channel>');
  });

  it('are told arguments where the operator wants that, up to a bound, and told without them where there are none', async () => {
    await webhooks.create(receiver.url, { events });
    const approvalId = await ask(`{"text":"${'ä'.repeat(4_000)}"}`);
    await eventually(() => expect(receiver.received).toHaveLength(1));
    const [said] = receiver.saidOf(approvalId);
    expect(said?.data).toMatchObject({ argumentsTruncated: true, arguments: expect.stringMatching(/^\{"text":"ä+$/) });
    expect(Buffer.byteLength(String(said?.data['arguments']))).toBeLessThanOrEqual(4_096);
    const other = await ask();
    await eventually(() => expect(receiver.saidOf(other)).toMatchObject([{ data: { arguments: null } }]));
  });

  it('leave no secret in any table, answer or event', async () => {
    const { id, secret } = await webhooks.create(`${origin()}/hooks`, { events });
    const { secret: rotated } = await webhooks.update(id, { rotateSecret: true });
    const slack = await webhooks.create(`${origin()}${SLACK_PATH}`, { events, format: 'slack' });
    await webhooks.update(slack.id, { url: 'https://hooks.slack.test/services/slack-canary' });
    await ask('{}');
    await eventually(() => expect(receiver.received).toHaveLength(1));
    const dumps = [
      await system.querySystem('select * from webhooks'),
      await system.querySystem('select * from webhook_deliveries'),
      await system.querySystem('select envelope from outbox'),
      await system.query(workspaceId, 'select * from audit'),
      await webhooks.list(),
      await webhooks.deliveries(id),
      await webhooks.deliveries(slack.id),
    ];
    for (const canary of [secret ?? '', rotated ?? '', 'whsec_', 'slack-canary', SLACK_PATH]) {
      expect(JSON.stringify(dumps)).not.toContain(canary);
    }
    const actions = await system.query<{ action: string }>(
      workspaceId,
      `select action from audit where action like 'webhook.%' order by id`,
    );
    expect(actions.map(({ action }) => action)).toEqual([
      'webhook.created',
      'webhook.updated',
      'webhook.created',
      'webhook.updated',
    ]);
  });

  it('come under the current key by a rotation, which names what does not open', async () => {
    const lines: string[] = [];
    const run = (keys: string, options: { onlyCheck: boolean }) =>
      runRotation(new SealedWebhookRepository(system.get(Database)), wrapperOf(keys), {
        ...options,
        report: (line) => lines.push(line),
      });
    const { id } = await webhooks.create('https://receiver.test/');
    await webhooks.create('https://receiver.test/other');
    const [row] = await system.querySystem<{ count: number }>('select count(*)::int from webhooks');
    const count = row?.count ?? 0;
    expect(await run(`${NEW},${OLD}`, { onlyCheck: true })).toBe(true);
    expect(await run(`${NEW},${OLD}`, { onlyCheck: false })).toBe(true);
    expect(await run(`${NEW},${OLD}`, { onlyCheck: false })).toBe(true);
    expect(await run(NEW, { onlyCheck: true })).toBe(true);
    expect(lines).toEqual([
      `${count} secrets under the key old`,
      `re-wrapped ${count} secrets with the key new`,
      `${count} secrets under the key new, which is current`,
      're-wrapped 0 secrets with the key new',
      `${count} secrets under the key new, which is current`,
      `${count} secrets under the key new, which is current`,
    ]);

    // Sealed anew, by a replica that was left out.
    await webhooks.update(id, { url: 'https://receiver.test/moved' });
    lines.length = 0;
    expect(await run(NEW, { onlyCheck: false })).toBe(false);
    expect(lines[0]).toBe('re-wrapped 0 secrets with the key new');
    expect(lines[2]).toContain(`webhook ${id}`);
    expect(lines[2]).toContain('sealing.unknown_key');
  });
});
