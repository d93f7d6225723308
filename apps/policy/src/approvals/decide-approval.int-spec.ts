import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalRequested } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { aDefinition, aUser } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { ApprovalExpirySweeper } from './approval-expiry.sweeper.js';

/** Three processes' worth of the service, so that nothing can depend on one event loop. */
const REPLICAS = 3;

describe('deciding an approval', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const remove = aDefinition('issue.delete');
  let integrationId: string;

  beforeAll(async () => {
    system = await PolicySystem.start({ replicas: REPLICAS });
    integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
  });
  afterAll(async () => {
    await system.stop();
  });

  const aPending = async (overrides = {}) => system.pendingApproval(workspaceId, integrationId, remove, overrides);

  it('to approve carries a grant for exactly that call, which lives for an hour', async () => {
    const request = await aPending();
    const actor = aUser({ name: 'Grace' });
    const view = await system.gateway.decide(workspaceId, request.approvalId, 'approve', { actor, reason: 'fine' });
    expect(view).toMatchObject({ state: 'approved', decidedBy: actor, reason: 'fine', selfApproved: false });
    const outcome = await system.outcomeOf(request.approvalId);
    expect(outcome).toMatchObject({ outcome: 'approved', callId: request.callId, decidedAt: view.decidedAt });
    const grant = system.grants.verify(outcome.grant ?? '');
    expect(grant).toMatchObject({
      jti: request.approvalId,
      workspace: workspaceId,
      callId: request.callId,
      bindingVersion: 1,
      bindingHash: request.bindingHash,
      decision: 'approved',
      approver: { id: actor.id, name: 'Grace' },
      argumentsEdited: false,
    });
    expect(grant.exp).toBe(Math.floor(Date.parse(view.decidedAt ?? '') / 1_000) + 3_600);
  });

  it('to deny carries the reason and no grant', async () => {
    const request = await aPending();
    await system.gateway.decide(workspaceId, request.approvalId, 'deny', { reason: 'not on a Friday' });
    const outcome = await system.outcomeOf(request.approvalId);
    expect(outcome).toMatchObject({ outcome: 'denied', reason: 'not on a Friday', grant: null });
  });

  it('can be asked for again, with a grant that says the same', async () => {
    const request = await aPending();
    await system.gateway.decide(workspaceId, request.approvalId, 'approve');
    const told = await system.outcomeOf(request.approvalId);
    const { state, decided } = await system.router.findOutcome(workspaceId, request.approvalId);
    expect(state).toBe('approved');
    expect({ ...decided, grant: null }).toEqual({ ...told, grant: null });
    expect(system.grants.verify(decided?.grant ?? '')).toEqual(system.grants.verify(told.grant ?? ''));
  });

  it('the same way again changes nothing and is no error', async () => {
    const request = await aPending();
    const first = await system.gateway.decide(workspaceId, request.approvalId, 'deny', { reason: 'no' });
    const again = await system.gateway.decide(workspaceId, request.approvalId, 'deny', { reason: 'another reason' });
    expect(again).toEqual(first);
    await system.outcomeOf(request.approvalId);
    const audit = await system.query(
      workspaceId,
      `select 1 from audit where approval_id = $1 and action = 'approval.denied'`,
      [request.approvalId],
    );
    expect(audit).toHaveLength(1);
  });

  it('the other way names who was first, and when', async () => {
    const request = await aPending();
    const actor = aUser({ name: 'Grace' });
    const first = await system.gateway.decide(workspaceId, request.approvalId, 'approve', { actor });
    await expect(system.gateway.decide(workspaceId, request.approvalId, 'deny')).rejects.toMatchObject({
      code: 'approval.already_decided',
      details: { state: 'approved', decidedBy: actor, decidedAt: first.decidedAt },
    });
  });

  it('that nobody has heard of is not found', async () => {
    await expect(system.gateway.decide(workspaceId, newId(), 'approve')).rejects.toMatchObject({
      code: 'approval.not_found',
    });
  });

  it('keeps words that Postgres could not', async () => {
    const request = await aPending();
    const view = await system.gateway.decide(workspaceId, request.approvalId, 'deny', { reason: 'a\0b' });
    expect(view.reason).toBe('a\uFFFDb');
  });

  describe('of oneself', () => {
    const me = aUser();
    const mine = { principal: { kind: 'run', id: newId(), name: 'My run', ownerId: me.id } as const };

    it('is allowed by default, and always marked', async () => {
      const request = await aPending(mine);
      const view = await system.gateway.decide(workspaceId, request.approvalId, 'approve', { actor: me });
      expect(view.selfApproved).toBe(true);
      const [row] = await system.query<{ after: string }>(
        workspaceId,
        `select after from audit where approval_id = $1 and action = 'approval.approved'`,
        [request.approvalId],
      );
      expect(JSON.parse(row?.after ?? '')).toMatchObject({ selfApproved: true });
    });

    it('is refused where the policy of the tool says so, also through a token of the same person', async () => {
      const own = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
      const approval = { allowSelfApproval: false };
      await system.gateway.updateTools(workspaceId, own, [{ name: 'issue.delete', approval }]);
      const request = await system.pendingApproval(workspaceId, own, remove, mine);
      const token = { kind: 'token', id: newId(), name: 'My token', ownerId: me.id.toUpperCase() } as const;
      for (const [actor, decision] of [
        [me, 'approve'],
        [me, 'deny'],
        [token, 'approve'],
      ] as const) {
        await expect(system.gateway.decide(workspaceId, request.approvalId, decision, { actor })).rejects.toMatchObject(
          { code: 'approval.self_approval' },
        );
      }
      expect((await system.gateway.getApproval(workspaceId, request.approvalId)).state).toBe('pending');
      const view = await system.gateway.decide(workspaceId, request.approvalId, 'approve');
      expect(view).toMatchObject({ state: 'approved', selfApproved: false });
    });
  });

  it('needs the group of approvers that the tool names', async () => {
    const own = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const approval = { approverGroup: 'release managers' };
    await system.gateway.updateTools(workspaceId, own, [{ name: 'issue.delete', approval }]);
    const { approvalId } = await system.pendingApproval(workspaceId, own, remove);
    for (const approverGroups of [undefined, [], ['developers']]) {
      const options = approverGroups === undefined ? {} : { approverGroups };
      await expect(system.gateway.decide(workspaceId, approvalId, 'approve', options)).rejects.toMatchObject({
        code: 'approval.not_in_group',
        details: { approverGroup: 'release managers' },
      });
    }
    const options = { approverGroups: ['developers', 'release managers'] };
    expect((await system.gateway.decide(workspaceId, approvalId, 'approve', options)).state).toBe('approved');
  });

  it('needs the group that was asked where the policy of the tool cannot be read by then', async () => {
    const own = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const approval = { approverGroup: 'release managers' };
    await system.gateway.updateTools(workspaceId, own, [{ name: 'issue.delete', approval }]);
    const { approvalId } = await system.pendingApproval(workspaceId, own, remove);
    await system.query(workspaceId, `update tool_policies set document = 'x' where integration_id = $1`, [own]);
    const decide = (approverGroups: string[]) =>
      system.gateway.decide(workspaceId, approvalId, 'approve', { approverGroups });
    await expect(decide(['developers'])).rejects.toMatchObject({ code: 'approval.not_in_group' });
    expect((await decide(['release managers'])).state).toBe('approved');
  });

  it('needs no group any more when the tool names none by then', async () => {
    const own = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const named = (approverGroup: string) =>
      system.gateway.updateTools(workspaceId, own, [{ name: 'issue.delete', approval: { approverGroup } }]);
    await named('release managers');
    const { approvalId } = await system.pendingApproval(workspaceId, own, remove);
    await named('');
    expect((await system.gateway.decide(workspaceId, approvalId, 'approve')).state).toBe('approved');
  });

  it('stands in the database too, whoever writes there', async () => {
    const pending = await aPending();
    const write = (approvalId: string, change: string) =>
      system.query(workspaceId, `update approvals set ${change} where id = $1`, [approvalId]);
    await expect(write(pending.approvalId, `binding_hash = repeat('0', 64)`)).rejects.toThrow('never changes');
    await expect(write(pending.approvalId, `call_id = id`)).rejects.toThrow('never changes');
    await system.gateway.decide(workspaceId, pending.approvalId, 'deny', { reason: 'no' });
    for (const change of [`state = 'approved'`, `reason = 'yes'`, `decided_at = now()`, `decided_by = '{}'`]) {
      await expect(write(pending.approvalId, change)).rejects.toThrow('ends once');
    }
  });

  it('a hundred times at once and in contradiction has one winner, whom everybody learns', async () => {
    const { approvalId } = await aPending();
    const tries = Array.from({ length: 100 }, (_, index) => {
      const decision = index % 2 === 0 ? 'approve' : 'deny';
      return { decision, actor: aUser({ name: `person ${index}` }) } as const;
    });
    const results = await Promise.allSettled(
      tries.map(({ decision, actor }) => system.gateway.decide(workspaceId, approvalId, decision, { actor })),
    );
    const { state, ...winner } = await system.gateway.getApproval(workspaceId, approvalId);
    const decidedBy = { id: winner.decidedBy?.id };
    const winning = state === 'approved' ? 'approve' : 'deny';
    results.forEach((result, index) => {
      if (tries[index]?.decision === winning) {
        expect(result).toMatchObject({ status: 'fulfilled', value: { state, decidedBy } });
      } else {
        expect(result).toMatchObject({
          status: 'rejected',
          reason: { code: 'approval.already_decided', details: { state, decidedBy } },
        });
      }
    });
    await system.outcomeOf(approvalId);
    const events = await system.querySystem(
      `select 1 from outbox where envelope like $1 and subject = 'policy.approval.decided.v1'`,
      [`%${approvalId}%`],
    );
    const audit = await system.query(
      workspaceId,
      `select 1 from audit where approval_id = $1 and action <> 'approval.requested'`,
      [approvalId],
    );
    expect([events.length, audit.length]).toEqual([1, 1]);
  });

  /** As many more, alike but for their ids. */
  const copiesOf = async ({ approvalId }: ApprovalRequested, count: number): Promise<string[]> => {
    const rows = await system.query<{ id: string }>(
      workspaceId,
      `insert into approvals select (jsonb_populate_record(a,
         jsonb_build_object('id', gen_random_uuid(), 'call_id', gen_random_uuid()))).*
       from approvals a, generate_series(1, $2) where a.id = $1 returning id`,
      [approvalId, count],
    );
    return rows.map(({ id }) => id);
  };

  it('at the very instant of the expiry happens or does not, but never both, a thousand times', async () => {
    const sweepers = system.replicas.map((app) => app.get(ApprovalExpirySweeper));
    const outcomes = new Map<string, 'approved' | 'expired'>();
    const pattern = await aPending();
    for (let round = 0; round < 20; round += 1) {
      const ids = await copiesOf(pattern, 50);
      // Moments from now, each later than the one before, so that some are passed in mid-flight on a fast machine and on a
      // busy one: from 6 ms ago over many at once to 2 s ahead.
      await system.query(
        workspaceId,
        `update approvals set expires_at = clock_timestamp() + case
           when array_position($1, id) <= 38 then (array_position($1, id) - 4) * interval '2 milliseconds'
           else 2 ^ (array_position($1, id) - 39) * interval '1 millisecond' end
         where id = any($1)`,
        [ids],
      );
      const [decided] = await Promise.all([
        Promise.allSettled(ids.map((id) => system.gateway.decide(workspaceId, id, 'approve'))),
        ...sweepers.map((sweeper) => sweeper.sweepOnce()),
      ]);
      for (const [index, approvalId] of ids.entries()) {
        const isApproved = decided[index]?.status === 'fulfilled';
        if (!isApproved) expect(decided[index]).toMatchObject({ reason: { code: 'approval.expired' } });
        outcomes.set(approvalId, isApproved ? 'approved' : 'expired');
      }
    }
    for (const [approvalId, outcome] of outcomes) {
      const told = await system.outcomeOf(approvalId);
      expect([told.outcome, told.grant !== null]).toEqual([outcome, outcome === 'approved']);
    }
    const told = system.router.decided.filter(({ data }) => outcomes.has(data.approvalId));
    const approved = [...outcomes.values()].filter((outcome) => outcome === 'approved');
    expect([told.length, outcomes.size]).toEqual([1_000, 1_000]);
    expect([approved.length > 0, approved.length < 1_000]).toEqual([true, true]);
  });

  it('after the expiry has no effect, whether or not the sweeper has been there', async () => {
    const { approvalId } = await aPending();
    await system.query(workspaceId, `update approvals set expires_at = now() - interval '1 second' where id = $1`, [
      approvalId,
    ]);
    await expect(system.gateway.decide(workspaceId, approvalId, 'approve')).rejects.toMatchObject({
      code: 'approval.expired',
    });
    expect((await system.outcomeOf(approvalId)).outcome).toBe('expired');
  });

  it('while its tool is disabled ends one way, whichever is first', async () => {
    const own = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    for (let round = 0; round < 10; round += 1) {
      await system.gateway.updateTools(workspaceId, own, [{ name: 'issue.delete', enabled: true }]);
      const { approvalId } = await system.pendingApproval(workspaceId, own, remove);
      const [decided] = await Promise.allSettled([
        system.gateway.decide(workspaceId, approvalId, 'approve'),
        system.gateway.updateTools(workspaceId, own, [{ name: 'issue.delete', enabled: false }]),
      ]);
      const { outcome } = await system.outcomeOf(approvalId);
      expect(outcome).toBe(decided.status === 'fulfilled' ? 'approved' : 'invalidated');
      expect(system.router.outcomesOf(approvalId)).toHaveLength(1);
    }
  });
});
