import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { resolveUpstream } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { refreshTo } from '../test-connection.fixture-spec.js';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream, type TestRefusal } from '../test-upstream.fixture-spec.js';

const REFUSED: TestRefusal = { status: 401, challenge: 'Bearer error="invalid_token"' };
const STEP_UP: TestRefusal = { status: 403, challenge: 'Bearer error="insufficient_scope", scope="issue:delete"' };
const AGAIN = 'it needs to be authorized again by a person in Countersign';
const DELETE = 'mcp__Tracker__issue_x2Edelete';
const OLD = 'token-that-is-old';
const NEW = 'token-that-is-new';

describe('the credentials', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;

  beforeAll(async () => {
    system = await RouterSystem.start();
  });
  afterAll(() => system.stop());
  afterEach(async () => {
    upstream.release();
    await upstream.stop();
  });

  const start = async (era: TestUpstream['era'], policy: Record<string, unknown>): Promise<void> => {
    upstream = await TestUpstream.start(era);
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Tracker', upstream);
    refreshTo(integration, OLD);
    await system.tool(workspace.id, integration, 'issue.delete', policy);
    system.neighbours.traffic.asked.length = 0;
  };
  const begin = async (): Promise<string> => {
    const { callId, state } = await system.submit(workspace, DELETE, { id: 7 });
    if (state === 'pending_approval') await system.approve(workspace.id, callId);
    return callId;
  };
  const lookUps = (): number =>
    system.neighbours.traffic.asked.filter((subject) => subject === resolveUpstream.subject).length;
  const unless = (token: string, refusal: TestRefusal, method = 'tools/call'): void => {
    upstream.refuse = (authorization, asked) =>
      asked === method && authorization !== `Bearer ${token}` ? refusal : null;
  };

  describe.each([
    ['an allowed call', 'modern', {}],
    ['an allowed call', 'legacy', {}],
    ['an approved call', 'modern', { requiresApproval: true }],
    ['an approved call', 'legacy', { requiresApproval: true }],
  ] as const)('the credentials of %s to a %s server', (_what, era, policy) => {
    beforeEach(() => start(era, policy));

    it.each([
      ['were refused', REFUSED, { reason: 'unauthorized' }],
      ['have too few scopes', STEP_UP, { reason: 'insufficient_scope', scopes: ['issue:delete'] }],
    ])('are renewed when they %s, and the call is sent once more under a new fence', async (_why, refusal, told) => {
      unless(NEW, refusal);
      integration.renew = () => refreshTo(integration, NEW);
      const callId = await begin();
      expect(await system.callIn(workspace.id, callId, 'succeeded')).toMatchObject({ fence: 2 });
      expect(upstream.calls).toHaveLength(1);
      expect(integration.refusals).toEqual([{ credentialVersion: 1, ...told }]);
    });

    it('are asked for once where there are no newer ones, and people and models read what to do', async () => {
      upstream.refuse = (_authorization, method) => (method === 'tools/call' ? REFUSED : null);
      const callId = await begin();
      await system.callIn(workspace.id, callId, 'failed');
      expect(upstream.calls).toHaveLength(0);
      expect(integration.refusals).toHaveLength(1);
      expect(await system.resultText(workspace.id, callId)).toBe(
        `Failed: the server does not accept the credentials of this integration; ${AGAIN}.`,
      );
    });

    it('are not renewed a second time for one call', async () => {
      upstream.refuse = (_authorization, method) => (method === 'tools/call' ? STEP_UP : null);
      integration.renew = () => refreshTo(integration, `token-no-${integration.credentialVersion}`);
      const callId = await begin();
      await system.callIn(workspace.id, callId, 'failed');
      expect(integration.refusals).toHaveLength(1);
      expect(await system.resultText(workspace.id, callId)).toMatch(/does not have \(issue:delete\); it needs/);
    });

    it('may be dead until a person gives new ones, which the next call finds', async () => {
      unless(NEW, REFUSED);
      integration.renew = () => (integration.unauthorized = 'the integration waits for a person to authorize it');
      const callId = await begin();
      await system.callIn(workspace.id, callId, 'failed');
      expect(await system.resultText(workspace.id, callId)).toContain(AGAIN);
      integration.unauthorized = null;
      refreshTo(integration, NEW);
      await system.callIn(workspace.id, await begin(), 'succeeded');
      expect(upstream.calls).toHaveLength(1);
    });

    it('are renewed before the session is begun, without a second sending', async () => {
      unless(NEW, REFUSED, era === 'legacy' ? 'initialize' : 'tools/call');
      integration.renew = () => refreshTo(integration, NEW);
      const callId = await begin();
      expect(await system.callIn(workspace.id, callId, 'succeeded')).toMatchObject({ fence: era === 'legacy' ? 1 : 2 });
      expect(integration.refusals).toHaveLength(1);
    });

    it('fail the call when no session is begun with the newest of them', async () => {
      upstream.refuse = () => REFUSED;
      integration.renew = () => refreshTo(integration, `token-no-${integration.credentialVersion}`);
      const callId = await begin();
      await system.callIn(workspace.id, callId, 'failed');
      expect(await system.resultText(workspace.id, callId)).toContain(AGAIN);
      expect(integration.refusals).toHaveLength(1);
    });

    it('are looked up again when they end, over the connection and the session that there are', async () => {
      integration.credentialsExpireAt = new Date(Date.now() + 3_600_000).toISOString();
      await system.callIn(workspace.id, await begin(), 'succeeded');
      await system.callIn(workspace.id, await begin(), 'succeeded');
      expect(lookUps()).toBe(1);
      expect(upstream.initializations).toBe(era === 'legacy' ? 1 : 0);

      integration.connectionRevision = 2;
      system.neighbours.announceIntegration(workspace.id, integration);
      system.neighbours.setTool(workspace.id, integration, 'issue.delete', policy);
      await system.followed(workspace.id);
      integration.credentialsExpireAt = new Date(Date.now() - 1_000).toISOString();
      await system.callIn(workspace.id, await begin(), 'succeeded');
      refreshTo(integration, NEW);
      await system.callIn(workspace.id, await begin(), 'succeeded');
      expect(upstream.initializations).toBe(era === 'legacy' ? 2 : 0);
      expect(upstream.calls.map(({ headers }) => headers.authorization)).toEqual(
        [OLD, OLD, OLD, NEW].map((token) => `Bearer ${token}`),
      );
    });

    it('go into no result, reason or row, whatever the server echoes', async () => {
      for (const behaviour of ['echo', 'echo-error'] as const) {
        upstream.behaviour = behaviour;
        const callId = await begin();
        await system.callIn(workspace.id, callId, behaviour === 'echo' ? 'succeeded' : 'failed');
        expect(await system.resultText(workspace.id, callId)).toContain('[credential]');
      }
      upstream.refuse = () => ({ status: 403, challenge: `Bearer error="insufficient_scope", scope="${OLD}"` });
      await system.callIn(workspace.id, await begin(), 'failed');
      const kept = await system.query(
        workspace.id,
        `select calls::text from calls union all select encode(result, 'escape') from call_results
         union all select reason from call_transitions union all select late_outcomes::text from late_outcomes`,
      );
      expect(JSON.stringify(kept)).not.toContain(OLD);
      expect(JSON.stringify(system.neighbours.settled)).not.toContain(OLD);
    });
  });

  it('are renewed once for any number of calls at the same time', async () => {
    await start('modern', {});
    unless(NEW, REFUSED);
    integration.renew = () => refreshTo(integration, NEW);
    const letGo = system.neighbours.traffic.hold(resolveUpstream.subject);
    const calls = Array.from({ length: 10 }, begin);
    await eventually(() => expect(lookUps()).toBe(1));
    letGo();
    for (const callId of await Promise.all(calls)) await system.callIn(workspace.id, callId, 'succeeded');
    expect(upstream.calls).toHaveLength(10);
    expect(lookUps()).toBe(2);
    expect(integration.refusals).toHaveLength(1);
  });

  it('are asked for together by the calls that are refused together, also where there are no newer ones', async () => {
    await start('modern', {});
    await system.callIn(workspace.id, await begin(), 'succeeded');
    const refuse = jest.fn(() => REFUSED);
    upstream.refuse = refuse;
    const letGo = system.neighbours.traffic.hold(resolveUpstream.subject);
    const calls = Array.from({ length: 10 }, begin);
    await eventually(() => expect(refuse).toHaveBeenCalledTimes(10));
    letGo();
    for (const callId of await Promise.all(calls)) await system.callIn(workspace.id, callId, 'failed');
    // The last refusal may arrive after the answer to the first.
    expect(integration.refusals.length).toBeLessThan(4);
  });

  it('that nobody has given yet are a reason that people read', async () => {
    await start('modern', {});
    integration.unauthorized = 'the integration waits for a person to authorize it';
    const { callId } = await system.submit(workspace, DELETE, {});
    await system.callIn(workspace.id, callId, 'failed');
    expect(await system.resultText(workspace.id, callId)).toMatch(/^Failed: .*waits for a person to authorize it\.$/);
    expect(upstream.connections).toBe(0);
  });

  it('that nobody has given yet are waited for by an approved call', async () => {
    await start('modern', { requiresApproval: true });
    integration.unauthorized = 'the integration waits for a person to authorize it';
    const callId = await begin();
    await eventually(async () => expect((await system.call(workspace.id, callId)).attempts).toBeGreaterThan(0));
    expect(await system.call(workspace.id, callId)).toMatchObject({ state: 'approved', sentAt: null });
    integration.unauthorized = null;
    await system.callIn(workspace.id, callId, 'succeeded');
  });

  it('are tried again with an approved call when the registry could not say whether there are newer ones', async () => {
    await start('legacy', { requiresApproval: true });
    await system.callIn(workspace.id, await begin(), 'succeeded');
    unless(NEW, REFUSED);
    integration.renew = () => refreshTo(integration, NEW);
    system.neighbours.traffic.refuse(resolveUpstream.subject, 1);
    const callId = await begin();
    expect(await system.callIn(workspace.id, callId, 'succeeded')).toMatchObject({ attempts: 1 });
    expect(upstream.calls).toHaveLength(2);
    expect(integration.refusals).toHaveLength(1);
  });

  it('of one integration are never sent for another, even to the same server', async () => {
    await start('legacy', {});
    const other = await system.integration(workspace.id, 'Other', upstream);
    refreshTo(other, NEW);
    await system.tool(workspace.id, other, 'issue.get', {});
    for (let index = 0; index < 2; index += 1) {
      await begin();
      await system.submit(workspace, 'mcp__Other__issue_x2Eget', {});
    }
    await eventually(() => expect(upstream.calls).toHaveLength(4));
    const seen = upstream.calls.map(({ name, headers }) =>
      [name, headers.authorization, headers['mcp-session-id']].join(' '),
    );
    expect(new Set(seen).size).toBe(2);
    expect(seen.filter((one) => one.startsWith(`issue.delete Bearer ${OLD} `))).toHaveLength(2);
    expect(seen.filter((one) => one.startsWith(`issue.get Bearer ${NEW} `))).toHaveLength(2);
    expect(upstream.initializations).toBe(2);
  });
});
