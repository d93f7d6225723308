import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { aDefinition, aUser } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('deciding several approvals at once', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const remove = aDefinition('issue.delete');
  let integrationId: string;

  beforeAll(async () => {
    system = await PolicySystem.start();
    integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
  });
  afterAll(async () => {
    await system.stop();
  });

  const aPending = async (): Promise<string> =>
    (await system.pendingApproval(workspaceId, integrationId, remove)).approvalId;

  it('answers for each in order, and one that fails holds up no other', async () => {
    const [open, denied, unknown, last] = [await aPending(), await aPending(), newId(), await aPending()];
    await system.gateway.decide(workspaceId, denied, 'deny');
    const actor = aUser({ name: 'Grace' });
    const items = await system.gateway.decideMany(
      workspaceId,
      [
        { approvalId: open, decision: 'approve' },
        { approvalId: denied, decision: 'approve' },
        { approvalId: unknown, decision: 'approve' },
        { approvalId: last, decision: 'deny', reason: 'not this one' },
      ],
      { actor, way: 'web' },
    );
    expect(items).toMatchObject([
      { approvalId: open, approval: { state: 'approved', decidedBy: actor, decidedVia: 'web' }, problem: null },
      {
        approvalId: denied,
        approval: null,
        problem: { code: 'approval.already_decided', details: { state: 'denied' } },
      },
      { approvalId: unknown, approval: null, problem: { code: 'approval.not_found' } },
      { approvalId: last, approval: { state: 'denied', reason: 'not this one' }, problem: null },
    ]);
    expect(await system.outcomeOf(last)).toMatchObject({ outcome: 'denied', reason: 'not this one' });
    expect((await system.outcomeOf(open)).grant).not.toBeNull();
  });

  it('is a no-op the second time', async () => {
    const decisions = [
      { approvalId: await aPending(), decision: 'approve' as const },
      { approvalId: await aPending(), decision: 'deny' as const },
    ];
    const first = await system.gateway.decideMany(workspaceId, decisions);
    expect(await system.gateway.decideMany(workspaceId, decisions)).toEqual(first);
  });

  it('takes what comes first where one request contradicts itself', async () => {
    const approvalId = await aPending();
    const items = await system.gateway.decideMany(workspaceId, [
      { approvalId, decision: 'deny' },
      { approvalId, decision: 'approve' },
    ]);
    expect(items).toMatchObject([{ approval: { state: 'denied' } }, { problem: { code: 'approval.already_decided' } }]);
  });

  it('keeps the rules of each tool', async () => {
    const own = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const approval = { approverGroup: 'release managers' };
    await system.gateway.updateTools(workspaceId, own, [{ name: 'issue.delete', approval }]);
    const { approvalId } = await system.pendingApproval(workspaceId, own, remove);
    const decisions = [
      { approvalId, decision: 'approve' as const },
      { approvalId: await aPending(), decision: 'approve' as const },
    ];
    expect(await system.gateway.decideMany(workspaceId, decisions, { approverGroups: ['developers'] })).toMatchObject([
      { problem: { code: 'approval.not_in_group' } },
      { approval: { state: 'approved' } },
    ]);
  });

  it('answers whatever was said of one of them', async () => {
    const cancelled = await aPending();
    await system.router.cancel(workspaceId, cancelled, { reason: 'x'.repeat(2_000) });
    const items = await system.gateway.decideMany(workspaceId, [
      { approvalId: await aPending(), decision: 'approve' },
      { approvalId: cancelled, decision: 'approve' },
    ]);
    expect(items).toMatchObject([{ approval: { state: 'approved' } }, { problem: { code: 'approval.not_pending' } }]);
  });

  it('of one turn leaves the others waiting, and what is settled stays', async () => {
    const runId = newId();
    const turn = [];
    for (let count = 0; count < 3; count += 1) {
      turn.push((await system.pendingApproval(workspaceId, integrationId, remove, { runId })).approvalId);
    }
    const [first = '', second = '', third = ''] = turn;
    await system.gateway.decideMany(workspaceId, [
      { approvalId: first, decision: 'approve' },
      { approvalId: second, decision: 'deny' },
    ]);
    const states = await Promise.all(turn.map((id) => system.gateway.getApproval(workspaceId, id)));
    expect(states.map(({ state }) => state)).toEqual(['approved', 'denied', 'pending']);
    await system.gateway.decide(workspaceId, third, 'approve');
    expect((await system.outcomeOf(third)).outcome).toBe('approved');
  });

  it('is for one to a hundred', async () => {
    const one = { approvalId: newId(), decision: 'approve' as const };
    for (const count of [0, 101]) {
      const decisions = Array.from({ length: count }, () => one);
      await expect(system.gateway.decideMany(workspaceId, decisions)).rejects.toMatchObject({
        code: 'request.invalid',
        details: { problems: [{ pointer: '/decisions' }] },
      });
    }
  });
});
