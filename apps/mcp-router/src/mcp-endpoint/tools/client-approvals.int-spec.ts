import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { newId } from '@countersign/database';
import type { KnownIntegration } from '../../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { TestUpstream } from '../../test-upstream.fixture-spec.js';
import type { Era } from '../protocol/protocol-version.js';
import { TEST_CLIENTS, textOf as text, type TestMcpClient } from '../test-mcp-client.fixture-spec.js';

describe('A call that waits', () => {
  let system: RouterSystem;
  let upstreams: Readonly<Record<Era, TestUpstream>>;

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 2 });
    upstreams = { legacy: await TestUpstream.start('legacy'), modern: await TestUpstream.start('modern') };
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all(Object.values(upstreams).map((upstream) => upstream.stop()));
  });

  describe.each(TEST_CLIENTS)('for a client of $client', ({ era, connect: connectTo }) => {
    let upstream: TestUpstream;
    let workspace: TestWorkspace;
    let integration: KnownIntegration;
    let sub: string;

    beforeEach(async () => {
      upstream = upstreams[era];
      upstream.calls.length = 0;
      upstream.behaviour = 'ok';
      sub = newId();
      workspace = await system.workspace();
      integration = await system.integration(workspace.id, 'Tracker', upstream);
      await system.tool(workspace.id, integration, 'issue.get');
      await system.tool(workspace.id, integration, 'issue__get', { requiresApproval: true });
      await system.tool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
    });

    const connect = (claims: Parameters<RouterSystem['clientToken']>[1] = {}, replica = 0): Promise<TestMcpClient> =>
      connectTo(system.mcpUrl(replica), system.clientToken(workspace.id, { sub, ...claims }));
    const pendingIn = async (): Promise<string> =>
      eventually(async () => {
        const sql = `select id from calls where state = 'pending_approval'`;
        const [row] = await system.query<{ id: string }>(workspace.id, sql);
        if (row === undefined) throw new Error('nothing is pending');
        return row.id;
      });

    it('holds a call until a person approves it, on whichever replica, and executes it once', async () => {
      const client = await connect({}, 1);
      const answer = client.call('Tracker__issue_x2Edelete', { id: 7 });
      await system.approve(workspace.id, await pendingIn());
      expect(text(await answer)).toBe('ran issue.delete 1');
      expect(upstream.calls).toMatchObject([{ name: 'issue.delete', argumentsText: '{"id":7}' }]);
      await client.close();
    });

    it('lets the client read why its call was denied', async () => {
      const client = await connect();
      const answer = client.call('Tracker__issue_x2Edelete', { id: 7 });
      const request = await system.requestOf(await pendingIn());
      await system.neighbours.decide(
        workspace.id,
        system.decision(request, { outcome: 'denied', reason: 'not this one' }),
      );
      const result = await answer;
      expect(result.isError).toBe(true);
      expect(text(result)).toBe('Denied by Grace: not this one');
      expect(upstream.calls).toHaveLength(0);
      await client.close();
    });

    it('gives a ticket after the hold, and the result to whoever collects it, by id or by the identical call', async () => {
      const client = await connect({ holdMs: 50 });
      const ticket = await client.call('Tracker__issue_x2Edelete', { b: 1, a: 2 });
      expect(ticket.isError).toBe(true);
      expect(text(ticket)).toMatch(/^NOT EXECUTED YET/);
      const callId = await pendingIn();
      const { approvalId } = await system.requestOf(callId);
      expect(text(ticket)).toContain(approvalId);
      // The identical call is the same call, however it is spelled; one that differs is not.
      expect(text(await client.call('Tracker__issue_x2Edelete', { a: 2, b: 1 }))).toContain(approvalId);
      expect(text(await client.call('Tracker__issue_x2Edelete', { a: 2, b: 2 }))).not.toContain(approvalId);
      await system.approve(workspace.id, callId);
      const collected = await client.call('countersign__approval_status', { approval_id: approvalId });
      expect(text(collected)).toBe('ran issue.delete 1');
      expect(text(await client.call('Tracker__issue_x2Edelete', { a: 2, b: 1 }))).toBe('ran issue.delete 1');
      expect(upstream.calls).toHaveLength(1);
      await client.close();
    });

    it('tells nobody else about a call, by id or by an identical one', async () => {
      const client = await connect({ holdMs: 50 });
      await client.call('Tracker__issue_x2Edelete', { id: 7 });
      const { approvalId } = await system.requestOf(await pendingIn());
      const stranger = await connect({ sub: newId(), holdMs: 50 });
      const told = await stranger.call('countersign__approval_status', { approval_id: approvalId });
      expect(text(told)).toBe('Not available: no approval or call of yours has this id.');
      expect(text(await stranger.call('Tracker__issue_x2Edelete', { id: 7 }))).not.toContain(approvalId);
      await Promise.all([client.close(), stranger.close()]);
    });

    it('never lets the approval of one tool reach another that a naive codec confuses with it', async () => {
      const client = await connect({ holdMs: 50 });
      await client.call('Tracker__issue__get', { id: 1 });
      const callId = await pendingIn();
      expect(text(await client.call('Tracker__issue_x2Eget', { id: 1 }))).toBe('ran issue.get 1');
      await system.approve(workspace.id, callId);
      await system.callIn(workspace.id, callId, 'succeeded');
      expect(upstream.calls.map(({ name }) => name)).toEqual(['issue.get', 'issue__get']);
      await client.close();
    });

    it('goes on with a call whose client has gone, and keeps its result for later', async () => {
      const client = await connect();
      const answer = client.call('Tracker__issue_x2Edelete', { id: 7 }).catch(() => undefined);
      const callId = await pendingIn();
      await client.close();
      await answer;
      await system.approve(workspace.id, callId);
      await system.callIn(workspace.id, callId, 'succeeded');
      const back = await connect();
      expect(text(await back.call('Tracker__issue_x2Edelete', { id: 7 }))).toBe('ran issue.delete 1');
      expect(upstream.calls).toHaveLength(1);
      await back.close();
    });

    it('meets two identical calls at the same time with one approval', async () => {
      const client = await connect({ holdMs: 50 });
      const tickets = await Promise.all([1, 2, 3].map(() => client.call('Tracker__issue_x2Edelete', { id: 7 })));
      expect(new Set(tickets.map(text)).size).toBe(1);
      const sql = `select 1 from calls where state = 'pending_approval'`;
      expect(await system.query(workspace.id, sql)).toHaveLength(1);
      await client.close();
    });
  });
});
