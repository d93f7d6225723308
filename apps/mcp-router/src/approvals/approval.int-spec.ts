import { afterEach, describe, expect, it } from '@jest/globals';
import type { ApprovalRequested } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { generateSigningKey, type GrantClaims } from '@countersign/tokens';
import { newId } from '@countersign/database';
import { aRouter } from '../test-router.fixture-spec.js';
import { aTracker } from '../test-tracker.fixture-spec.js';
import { LedgerSweeper } from '../dispatch/ledger.sweeper.js';

const DELETE = 'mcp__Tracker__issue_x2Edelete';

describe('a call that needs approval', () => {
  const tracker = aTracker({
    router: aRouter({ replicas: 2 }),
    era: 'legacy',
    tools: { 'issue.delete': { requiresApproval: true } },
  });
  afterEach(() => {
    tracker.neighbours.outcomes.clear();
  });

  const pending = (args: unknown = { id: 7 }): Promise<ApprovalRequested> => tracker.pending(DELETE, args);
  const decide = (request: ApprovalRequested, grant: string): Promise<void> =>
    tracker.decide(tracker.system.decision(request, { grant }));

  it('waits, sends nothing, and announces ids and hashes but no arguments', async () => {
    const request = await pending({ secret: 'in-the-arguments' });
    const call = await tracker.call(request.callId);
    expect(call).toMatchObject({ state: 'pending_approval', verdict: 'ask', fence: 0, sentAt: null });
    expect(JSON.stringify(request)).not.toContain('in-the-arguments');
    expect(request.askReason).toBe('requires_approval');
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('is executed exactly once with exactly the approved arguments', async () => {
    const request = await pending({ b: 2, a: { id: 7 } });
    await tracker.approve(request.callId);
    await tracker.approve(request.callId);
    const call = await tracker.callIn(request.callId, 'succeeded');
    expect(call).toMatchObject({ fence: 1, grantJti: request.approvalId, decidedBy: 'Grace' });
    expect(tracker.upstream.calls.map(({ argumentsText }) => argumentsText)).toEqual(['{"a":{"id":7},"b":2}']);
    expect(await tracker.resultText(request.callId)).toBe('ran issue.delete 1');
    await eventually(() => {
      expect(tracker.neighbours.settled.find(({ callId }) => callId === request.callId)?.state).toBe('succeeded');
    });
    await tracker.system.decisionsHandled();
    expect(tracker.upstream.named('issue.delete')).toHaveLength(1);
  });

  it('has all of its time-out left, however long it waited', async () => {
    const request = await pending();
    await tracker.query(`update calls set created_at = created_at - interval '3 hours' where id = $1`, [
      request.callId,
    ]);
    await tracker.approve(request.callId);
    const call = await tracker.callIn(request.callId, 'succeeded');
    const granted = call.grantExpiresAt?.getTime() ?? 0;
    // The permission is as old as the decision, and not as the question.
    expect(granted - Date.now()).toBeGreaterThan(3_500_000);
  });

  it('has an audit row for each step, in the same transaction', async () => {
    const request = await pending();
    await tracker.approve(request.callId);
    await tracker.callIn(request.callId, 'succeeded');
    const steps = await tracker.query<{ from_state: string; to_state: string; actor: string }>(
      'select from_state, to_state, actor from call_transitions where call_id = $1 order by at, id',
      [request.callId],
    );
    expect(steps.map((step) => `${step.from_state}>${step.to_state} by ${step.actor}`)).toEqual([
      `requested>pending_approval by run:${tracker.workspace.runId}`,
      'pending_approval>approved by user:grace',
      'approved>dispatching by system',
      'dispatching>succeeded by system',
    ]);
  });

  it('ends with the reason of whoever denied it', async () => {
    const request = await pending();
    const decision = tracker.system.decision(request, { outcome: 'denied', reason: 'not on a Friday' });
    await tracker.decide(decision);
    await tracker.callIn(request.callId, 'denied');
    expect(await tracker.resultText(request.callId)).toBe('Denied by Grace: not on a Friday');
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('ends when nobody decided in time, and when what was asked for is void', async () => {
    const [late, void_] = [await pending({ id: 1 }), await pending({ id: 2 })];
    await tracker.decide(tracker.system.decision(late, { outcome: 'expired', decidedBy: null }));
    const reason = 'The tool was disabled.';
    await tracker.decide(tracker.system.decision(void_, { outcome: 'invalidated', reason }));
    await tracker.callIn(late.callId, 'expired');
    await tracker.callIn(void_.callId, 'invalidated');
    expect(await tracker.resultText(late.callId)).toMatch(/^Approval expired after 24 h/);
    expect(await tracker.resultText(void_.callId)).toBe('Not available: The tool was disabled.');
  });

  it.each<[string, Partial<GrantClaims>]>([
    ['for other arguments', { bindingHash: 'a'.repeat(64) }],
    ['for another call', { callId: newId() }],
    ['for another workspace', { workspace: newId() }],
    ['of another approval', { jti: newId() }],
    ['of another binding version', { bindingVersion: 2 }],
    ['for edited arguments', { decision: 'edited', argumentsEdited: true }],
  ])('sends nothing on a grant %s, and goes on waiting', async (_what, change) => {
    const request = await pending();
    await decide(request, tracker.grant(request, change));
    await tracker.system.decisionsHandled();
    expect((await tracker.call(request.callId)).state).toBe('pending_approval');
    expect(tracker.upstream.calls).toHaveLength(0);
    await tracker.approve(request.callId);
    await tracker.callIn(request.callId, 'succeeded');
  });

  it('sends nothing on a grant that policy did not sign, or on none at all', async () => {
    const request = await pending();
    await decide(request, tracker.grant(request, {}, generateSigningKey()));
    await decide(request, 'not.a.token');
    await tracker.decide(tracker.system.decision(request, { grant: null }));
    await tracker.system.decisionsHandled();
    expect((await tracker.call(request.callId)).state).toBe('pending_approval');
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('cannot be approved with the grant of another call, however alike', async () => {
    const [first, second] = [await pending({ id: 1 }), await pending({ id: 1 })];
    expect(first.callId).not.toBe(second.callId);
    const grant = tracker.grant(first);
    await decide(second, grant);
    await tracker.system.decisionsHandled();
    expect((await tracker.call(second.callId)).state).toBe('pending_approval');
    await decide(first, grant);
    await tracker.callIn(first.callId, 'succeeded');
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it('is not sent after its tool was disabled, whatever was approved', async () => {
    const request = await pending();
    tracker.neighbours.setPolicy(tracker.workspace.id, tracker.integration, 'issue.delete', { enabled: false });
    await tracker.followed();
    await tracker.approve(request.callId);
    await tracker.callIn(request.callId, 'invalidated');
    expect(await tracker.resultText(request.callId)).toBe('Not available: This tool is disabled.');
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('is not sent when the definition or the server is another one than was approved', async () => {
    const [changed, moved] = [await pending({ id: 1 }), await pending({ id: 2 })];
    tracker.neighbours.setTool(
      tracker.workspace.id,
      tracker.integration,
      'issue.delete',
      { requiresApproval: true },
      'does more',
    );
    await tracker.followed();
    await tracker.approve(changed.callId);
    await tracker.callIn(changed.callId, 'invalidated');
    tracker.neighbours.setTool(tracker.workspace.id, tracker.integration, 'issue.delete', { requiresApproval: true });
    tracker.integration.connectionRevision = 2;
    tracker.neighbours.announceIntegration(tracker.workspace.id, tracker.integration);
    await tracker.followed();
    await tracker.approve(moved.callId);
    await tracker.callIn(moved.callId, 'invalidated');
    expect(await tracker.resultText(moved.callId)).toContain('pointed at another server');
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('has its definition looked at again before it is sent', async () => {
    const before = tracker.neighbours.verifications;
    const request = await pending();
    await tracker.approve(request.callId);
    await tracker.callIn(request.callId, 'succeeded');
    expect(tracker.neighbours.verifications).toBe(before + 1);
  });

  it('names the token behind its run, whose revocation voids it', async () => {
    const tokenId = newId();
    const ofAPerson = await pending();
    const runToken = tracker.system.runToken(tracker.workspace.id, newId(), { initiator: `token:${tokenId}` });
    const ofAToken = await tracker.pending(DELETE, { id: 7 }, { ...tracker.workspace, runToken });
    expect([ofAPerson.tokenId, ofAToken.tokenId]).toEqual([null, tokenId]);
  });

  it('is announced again under the same event id when policy has never heard of it', async () => {
    const request = await pending();
    await tracker.query('update calls set due_at = now() where id = $1', [request.callId]);
    await tracker.system.get(LedgerSweeper).sweep();
    await eventually(() => {
      const indexes = tracker.neighbours.requested.flatMap(({ callId }, index) =>
        callId === request.callId ? [index] : [],
      );
      expect(indexes).toHaveLength(2);
      expect(new Set(indexes.map((index) => tracker.neighbours.requestedEventIds[index])).size).toBe(1);
    });
  });

  it('goes on from what policy answers when the decision itself was lost', async () => {
    const request = await pending();
    const grant = tracker.grant(request);
    tracker.neighbours.outcomes.set(request.approvalId, tracker.system.decision(request, { grant }));
    await tracker.query('update calls set due_at = now() where id = $1', [request.callId]);
    await tracker.callIn(request.callId, 'succeeded');
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it('is not asked about more than twenty times at once by one principal', async () => {
    for (let count = 0; count < 20; count += 1) await tracker.submit(DELETE, { count });
    const { callId, state } = await tracker.submit(DELETE, { count: 21 });
    expect(state).toBe('denied');
    expect(await tracker.resultText(callId)).toMatch(/20 calls wait for a person already/);
  });
});
