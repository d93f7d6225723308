import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import pg from 'pg';
import { aDefinition, anApprovalRequest, aUser } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { EARLY_CANCELLATION_DAYS, EarlyCancellationSweeper } from './early-cancellation.sweeper.js';

describe('an approval of what is not wanted any more', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const remove = aDefinition('issue.delete');
  const ada = aUser();
  let integrationId: string;

  beforeAll(async () => {
    system = await PolicySystem.start();
    integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
  });
  afterAll(async () => {
    await system.stop();
  });

  const aPending = async () => system.pendingApproval(workspaceId, integrationId, remove);
  const get = (approvalId: string) => system.gateway.getApproval(workspaceId, approvalId);
  const rowsOf = (approvalId: string) =>
    system.query<{ actor: string; after: string }>(
      workspaceId,
      `select actor, after from audit where approval_id = $1 and action = 'approval.withdrawn'`,
      [approvalId],
    );

  it.each(['event', 'request'] as const)('that was decided before says that nothing was run, by %s', async (way) => {
    const request = await aPending();
    await system.gateway.decide(workspaceId, request.approvalId, 'approve');
    expect((await get(request.approvalId)).withdrawnAt).toBeNull();
    for (let time = 0; time < 2; time += 1) {
      if (way === 'event') await system.router.withdraw(workspaceId, request, { actor: ada, cause: 'withdrawn' });
      else await system.router.cancel(workspaceId, request.approvalId, { actor: ada, cause: 'withdrawn' });
    }
    await eventually(async () => expect((await get(request.approvalId)).withdrawnAt).toEqual(expect.any(String)));
    expect(await get(request.approvalId)).toMatchObject({ state: 'approved', reasonCode: 'approved' });
    expect((await system.router.findOutcome(workspaceId, request.approvalId)).state).toBe('approved');
    const [row, ...more] = await rowsOf(request.approvalId);
    expect([JSON.parse(row?.actor ?? ''), more]).toEqual([ada, []]);
    expect(JSON.parse(row?.after ?? '')).toMatchObject({ withdrawn: true, reasonCode: 'withdrawn' });
  });

  it('that was denied before stays denied and says no more', async () => {
    const request = await aPending();
    await system.gateway.decide(workspaceId, request.approvalId, 'deny');
    expect(await system.router.cancel(workspaceId, request.approvalId)).toMatchObject({ state: 'denied' });
    expect(await get(request.approvalId)).toMatchObject({ state: 'denied', withdrawnAt: null });
    expect(await rowsOf(request.approvalId)).toEqual([]);
  });

  it('that has not come yet is remembered for as long as it could come, and then forgotten', async () => {
    const [old, fresh] = [newId(), newId()];
    for (const approvalId of [old, fresh]) await system.router.cancel(workspaceId, approvalId);
    const days = EARLY_CANCELLATION_DAYS;
    const ages = 'update early_cancellations set created_at = now() - $2 * interval $$1 day$$ where approval_id = $1';
    // The service's own roles change no such row.
    await expect(system.query(workspaceId, ages, [old, days])).rejects.toThrow('permission denied');
    const owner = new pg.Client({ connectionString: system.urls.ownerUrl });
    await owner.connect();
    await owner.query('alter table early_cancellations no force row level security');
    await owner.query(ages, [old, days + 0.1]);
    await owner.query(ages, [fresh, days - 0.1]);
    await owner.end();
    await system.get(EarlyCancellationSweeper).sweepOnce();
    const left = await system.query<{ approval_id: string }>(
      workspaceId,
      'select approval_id from early_cancellations',
    );
    expect(left).toEqual([{ approval_id: fresh }]);
  });

  it('names who took it back, on each way and in any order, unless it is whoever asked', async () => {
    const [told, asked, early, own] = [
      await aPending(),
      await aPending(),
      anApprovalRequest(integrationId, remove),
      await aPending(),
    ];
    await system.router.withdraw(workspaceId, told, { actor: ada });
    await system.router.cancel(workspaceId, asked.approvalId, { actor: ada });
    await system.router.cancel(workspaceId, early.approvalId, { actor: ada });
    await system.router.request(workspaceId, early);
    await system.router.cancel(workspaceId, own.approvalId, { actor: own.principal });
    for (const { approvalId } of [told, asked, early]) {
      expect(await system.outcomeOf(approvalId)).toMatchObject({ outcome: 'cancelled', decidedBy: ada });
    }
    expect(await system.outcomeOf(own.approvalId)).toMatchObject({ outcome: 'cancelled', decidedBy: null });
  });
});
