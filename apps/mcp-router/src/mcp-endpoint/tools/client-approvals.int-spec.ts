import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { aRouter } from '../../test-router.fixture-spec.js';
import { aTracker, type Claims } from '../../test-tracker.fixture-spec.js';
import { TEST_CLIENTS, textOf as text, type TestMcpClient } from '../test-mcp-client.fixture-spec.js';

describe('A call that waits', () => {
  const router = aRouter({ replicas: 2 });

  describe.each(TEST_CLIENTS)('for a client of $client', ({ era, connect: connectTo }) => {
    const tracker = aTracker({
      router,
      era,
      tools: {
        'issue.get': {},
        issue__get: { requiresApproval: true },
        'issue.delete': { requiresApproval: true },
      },
    });
    let sub: string;

    beforeEach(() => {
      sub = newId();
    });

    const connect = (claims: Claims = {}, replica = 0): Promise<TestMcpClient> =>
      connectTo(tracker.system.mcpUrl(replica), tracker.clientToken({ sub, ...claims }));

    it('holds a call until a person approves it, on whichever replica, and executes it once', async () => {
      const client = await connect({}, 1);
      const answer = client.call('Tracker__issue_x2Edelete', { id: 7 });
      await tracker.approve(await tracker.waitingCall());
      expect(text(await answer)).toBe('ran issue.delete 1');
      expect(tracker.upstream.calls).toMatchObject([{ name: 'issue.delete', argumentsText: '{"id":7}' }]);
      await client.close();
    });

    it('lets the client read why its call was denied', async () => {
      const client = await connect();
      const answer = client.call('Tracker__issue_x2Edelete', { id: 7 });
      const request = await tracker.system.requestOf(await tracker.waitingCall());
      await tracker.decide(tracker.system.decision(request, { outcome: 'denied', reason: 'not this one' }));
      const result = await answer;
      expect(result.isError).toBe(true);
      expect(text(result)).toBe('Denied by Grace: not this one');
      expect(tracker.upstream.calls).toHaveLength(0);
      await client.close();
    });

    it('gives a ticket after the hold, and the result to whoever collects it, by id or by the identical call', async () => {
      const client = await connect({ holdMs: 50 });
      const ticket = await client.call('Tracker__issue_x2Edelete', { b: 1, a: 2 });
      expect(ticket.isError).toBe(true);
      expect(text(ticket)).toMatch(/^NOT EXECUTED YET/);
      const callId = await tracker.waitingCall();
      const { approvalId } = await tracker.system.requestOf(callId);
      expect(text(ticket)).toContain(approvalId);
      // The identical call is the same call, however it is spelled; one that differs is not.
      expect(text(await client.call('Tracker__issue_x2Edelete', { a: 2, b: 1 }))).toContain(approvalId);
      expect(text(await client.call('Tracker__issue_x2Edelete', { a: 2, b: 2 }))).not.toContain(approvalId);
      await tracker.approve(callId);
      const collected = await client.call('countersign__approval_status', { approval_id: approvalId });
      expect(text(collected)).toBe('ran issue.delete 1');
      expect(text(await client.call('Tracker__issue_x2Edelete', { a: 2, b: 1 }))).toBe('ran issue.delete 1');
      expect(tracker.upstream.calls).toHaveLength(1);
      await client.close();
    });

    it('tells nobody else about a call, by id or by an identical one', async () => {
      const client = await connect({ holdMs: 50 });
      await client.call('Tracker__issue_x2Edelete', { id: 7 });
      const { approvalId } = await tracker.system.requestOf(await tracker.waitingCall());
      const stranger = await connect({ sub: newId(), holdMs: 50 });
      const told = await stranger.call('countersign__approval_status', { approval_id: approvalId });
      expect(text(told)).toBe('Not available: no approval or call of yours has this id.');
      expect(text(await stranger.call('Tracker__issue_x2Edelete', { id: 7 }))).not.toContain(approvalId);
      await Promise.all([client.close(), stranger.close()]);
    });

    it('never lets the approval of one tool reach another that a naive codec confuses with it', async () => {
      const client = await connect({ holdMs: 50 });
      await client.call('Tracker__issue__get', { id: 1 });
      const callId = await tracker.waitingCall();
      expect(text(await client.call('Tracker__issue_x2Eget', { id: 1 }))).toBe('ran issue.get 1');
      await tracker.approve(callId);
      await tracker.callIn(callId, 'succeeded');
      expect(tracker.upstream.calls.map(({ name }) => name)).toEqual(['issue.get', 'issue__get']);
      await client.close();
    });

    it('goes on with a call whose client has gone, and keeps its result for later', async () => {
      const client = await connect();
      const answer = client.call('Tracker__issue_x2Edelete', { id: 7 }).catch(() => undefined);
      const callId = await tracker.waitingCall();
      await client.close();
      await answer;
      await tracker.approve(callId);
      await tracker.callIn(callId, 'succeeded');
      const back = await connect();
      expect(text(await back.call('Tracker__issue_x2Edelete', { id: 7 }))).toBe('ran issue.delete 1');
      expect(tracker.upstream.calls).toHaveLength(1);
      await back.close();
    });

    it('meets two identical calls at the same time with one approval', async () => {
      const client = await connect({ holdMs: 50 });
      const tickets = await Promise.all([1, 2, 3].map(() => client.call('Tracker__issue_x2Edelete', { id: 7 })));
      expect(new Set(tickets.map(text)).size).toBe(1);
      const sql = `select 1 from calls where state = 'pending_approval'`;
      expect(await tracker.query(sql)).toHaveLength(1);
      await client.close();
    });
  });
});
