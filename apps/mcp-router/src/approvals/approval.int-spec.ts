import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApprovalRequested } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { generateSigningKey, type GrantClaims } from '@countersign/tokens';
import { newId } from '@countersign/database';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { LedgerSweeper } from '../dispatch/ledger.sweeper.js';

const DELETE = 'mcp__Tracker__issue_x2Edelete';

describe('a call that needs approval', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 2 });
    upstream = await TestUpstream.start('legacy');
  });
  beforeEach(async () => {
    upstream.behaviour = 'ok';
    upstream.calls.length = 0;
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });

  const pending = async (args: unknown = { id: 7 }): Promise<ApprovalRequested> => {
    const { callId, state } = await system.submit(workspace, DELETE, args);
    expect(state).toBe('pending_approval');
    return system.requestOf(callId);
  };
  const decide = (request: ApprovalRequested, grant: string): Promise<void> =>
    system.neighbours.decide(workspace.id, system.decision(request, { grant }));

  it('waits, sends nothing, and announces ids and hashes but no arguments', async () => {
    const request = await pending({ secret: 'in-the-arguments' });
    const call = await system.call(workspace.id, request.callId);
    expect(call).toMatchObject({ state: 'pending_approval', verdict: 'ask', fence: 0, sentAt: null });
    expect(JSON.stringify(request)).not.toContain('in-the-arguments');
    expect(request.askReason).toBe('requires_approval');
    expect(upstream.calls).toHaveLength(0);
  });

  it('is executed exactly once with exactly the approved arguments', async () => {
    const request = await pending({ b: 2, a: { id: 7 } });
    await system.approve(workspace.id, request.callId);
    await system.approve(workspace.id, request.callId);
    const call = await system.callIn(workspace.id, request.callId, 'succeeded');
    expect(call).toMatchObject({ fence: 1, grantJti: request.approvalId, decidedBy: 'Grace' });
    expect(upstream.calls.map(({ argumentsText }) => argumentsText)).toEqual(['{"a":{"id":7},"b":2}']);
    expect(await system.resultText(workspace.id, request.callId)).toBe('ran issue.delete 1');
    await eventually(() => {
      expect(system.neighbours.settled.find(({ callId }) => callId === request.callId)?.state).toBe('succeeded');
    });
    await system.decisionsHandled();
    expect(upstream.named('issue.delete')).toHaveLength(1);
  });

  it('has all of its time-out left, however long it waited', async () => {
    const request = await pending();
    await system.query(workspace.id, `update calls set created_at = created_at - interval '3 hours' where id = $1`, [
      request.callId,
    ]);
    await system.approve(workspace.id, request.callId);
    const call = await system.callIn(workspace.id, request.callId, 'succeeded');
    const granted = call.grantExpiresAt?.getTime() ?? 0;
    // The permission is as old as the decision, and not as the question.
    expect(granted - Date.now()).toBeGreaterThan(3_500_000);
  });

  it('has an audit row for each step, in the same transaction', async () => {
    const request = await pending();
    await system.approve(workspace.id, request.callId);
    await system.callIn(workspace.id, request.callId, 'succeeded');
    const steps = await system.query<{ from_state: string; to_state: string; actor: string }>(
      workspace.id,
      'select from_state, to_state, actor from call_transitions where call_id = $1 order by at, id',
      [request.callId],
    );
    expect(steps.map((step) => `${step.from_state}>${step.to_state} by ${step.actor}`)).toEqual([
      `requested>pending_approval by run:${workspace.runId}`,
      'pending_approval>approved by user:grace',
      'approved>dispatching by system',
      'dispatching>succeeded by system',
    ]);
  });

  it('ends with the reason of whoever denied it', async () => {
    const request = await pending();
    const decision = system.decision(request, { outcome: 'denied', reason: 'not on a Friday' });
    await system.neighbours.decide(workspace.id, decision);
    await system.callIn(workspace.id, request.callId, 'denied');
    expect(await system.resultText(workspace.id, request.callId)).toBe('Denied by Grace: not on a Friday');
    expect(upstream.calls).toHaveLength(0);
  });

  it('ends when nobody decided in time, and when what was asked for is void', async () => {
    const [late, void_] = [await pending({ id: 1 }), await pending({ id: 2 })];
    await system.neighbours.decide(workspace.id, system.decision(late, { outcome: 'expired', decidedBy: null }));
    const reason = 'The tool was disabled.';
    await system.neighbours.decide(workspace.id, system.decision(void_, { outcome: 'invalidated', reason }));
    await system.callIn(workspace.id, late.callId, 'expired');
    await system.callIn(workspace.id, void_.callId, 'invalidated');
    expect(await system.resultText(workspace.id, late.callId)).toMatch(/^Approval expired after 24 h/);
    expect(await system.resultText(workspace.id, void_.callId)).toBe('Not available: The tool was disabled.');
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
    await decide(request, system.grant(workspace.id, request, change));
    await system.decisionsHandled();
    expect((await system.call(workspace.id, request.callId)).state).toBe('pending_approval');
    expect(upstream.calls).toHaveLength(0);
    await system.approve(workspace.id, request.callId);
    await system.callIn(workspace.id, request.callId, 'succeeded');
  });

  it('sends nothing on a grant that policy did not sign, or on none at all', async () => {
    const request = await pending();
    await decide(request, system.grant(workspace.id, request, {}, generateSigningKey()));
    await decide(request, 'not.a.token');
    await system.neighbours.decide(workspace.id, system.decision(request, { grant: null }));
    await system.decisionsHandled();
    expect((await system.call(workspace.id, request.callId)).state).toBe('pending_approval');
    expect(upstream.calls).toHaveLength(0);
  });

  it('cannot be approved with the grant of another call, however alike', async () => {
    const [first, second] = [await pending({ id: 1 }), await pending({ id: 1 })];
    expect(first.callId).not.toBe(second.callId);
    const grant = system.grant(workspace.id, first);
    await decide(second, grant);
    await system.decisionsHandled();
    expect((await system.call(workspace.id, second.callId)).state).toBe('pending_approval');
    await decide(first, grant);
    await system.callIn(workspace.id, first.callId, 'succeeded');
    expect(upstream.calls).toHaveLength(1);
  });

  it('is not sent after its tool was disabled, whatever was approved', async () => {
    const request = await pending();
    system.neighbours.setPolicy(workspace.id, integration, 'issue.delete', { enabled: false });
    await system.followed(workspace.id);
    await system.approve(workspace.id, request.callId);
    await system.callIn(workspace.id, request.callId, 'invalidated');
    expect(await system.resultText(workspace.id, request.callId)).toBe('Not available: This tool is disabled.');
    expect(upstream.calls).toHaveLength(0);
  });

  it('is not sent when the definition or the server is another one than was approved', async () => {
    const [changed, moved] = [await pending({ id: 1 }), await pending({ id: 2 })];
    system.neighbours.setTool(workspace.id, integration, 'issue.delete', { requiresApproval: true }, 'does more');
    await system.followed(workspace.id);
    await system.approve(workspace.id, changed.callId);
    await system.callIn(workspace.id, changed.callId, 'invalidated');
    system.neighbours.setTool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
    integration.connectionRevision = 2;
    system.neighbours.announceIntegration(workspace.id, integration);
    await system.followed(workspace.id);
    await system.approve(workspace.id, moved.callId);
    await system.callIn(workspace.id, moved.callId, 'invalidated');
    expect(await system.resultText(workspace.id, moved.callId)).toContain('pointed at another server');
    expect(upstream.calls).toHaveLength(0);
  });

  it('has its definition looked at again before it is sent', async () => {
    const before = system.neighbours.verifications;
    const request = await pending();
    await system.approve(workspace.id, request.callId);
    await system.callIn(workspace.id, request.callId, 'succeeded');
    expect(system.neighbours.verifications).toBe(before + 1);
  });

  it('names the token behind its run, whose revocation voids it', async () => {
    const tokenId = newId();
    const ofAPerson = await pending();
    workspace = { ...workspace, runToken: system.runToken(workspace.id, newId(), { initiator: `token:${tokenId}` }) };
    expect([ofAPerson.tokenId, (await pending()).tokenId]).toEqual([null, tokenId]);
  });

  it('is announced again under the same event id when policy has never heard of it', async () => {
    const request = await pending();
    await system.query(workspace.id, 'update calls set due_at = now() where id = $1', [request.callId]);
    await system.get(LedgerSweeper).sweep();
    await eventually(() => {
      const indexes = system.neighbours.requested.flatMap(({ callId }, index) =>
        callId === request.callId ? [index] : [],
      );
      expect(indexes).toHaveLength(2);
      expect(new Set(indexes.map((index) => system.neighbours.requestedEventIds[index])).size).toBe(1);
    });
  });

  it('goes on from what policy answers when the decision itself was lost', async () => {
    const request = await pending();
    const grant = system.grant(workspace.id, request);
    system.neighbours.outcomes.set(request.approvalId, system.decision(request, { grant }));
    await system.query(workspace.id, 'update calls set due_at = now() where id = $1', [request.callId]);
    await system.callIn(workspace.id, request.callId, 'succeeded');
    expect(upstream.calls).toHaveLength(1);
  });

  it('is not asked about more than twenty times at once by one principal', async () => {
    for (let count = 0; count < 20; count += 1) await system.submit(workspace, DELETE, { count });
    const { callId, state } = await system.submit(workspace, DELETE, { count: 21 });
    expect(state).toBe('denied');
    expect(await system.resultText(workspace.id, callId)).toMatch(/20 calls wait for a person already/);
  });

  afterEach(() => {
    system.neighbours.outcomes.clear();
  });
});
