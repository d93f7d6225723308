import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalReminder, type ApprovalReminder, type EventEnvelope } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { aDefinition, inSeconds } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { ApprovalReminderSweeper } from './approval-reminder.sweeper.js';

describe('reminding of an approval', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const remove = aDefinition('issue.delete');
  let integrationId: string;

  beforeAll(async () => {
    system = await PolicySystem.start({ replicas: 2 });
    integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const approval = { approverGroup: 'release managers' };
    await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.delete', approval }]);
  });
  afterAll(async () => {
    await system.stop();
  });

  /** An hour to decide, of which so much has passed. */
  const aPendingAfter = async (minutes: number): Promise<string> => {
    const overrides = { requestedAt: inSeconds(-minutes * 60), expiresAt: inSeconds((60 - minutes) * 60) };
    return (await system.pendingApproval(workspaceId, integrationId, remove, overrides)).approvalId;
  };
  const sweepEverywhere = async (): Promise<void> => {
    const sweepers = system.replicas.map((app) => app.get(ApprovalReminderSweeper));
    await Promise.all([...sweepers, ...sweepers].map((sweeper) => sweeper.sweepOnce()));
  };
  const remindersOf = async (approvalId: string): Promise<ApprovalReminder[]> => {
    const rows = await system.querySystem<{ envelope: string }>(
      'select envelope from outbox where subject = $1 and envelope like $2 order by sequence',
      [approvalReminder.subject, `%${approvalId}%`],
    );
    return rows.map(({ envelope }) => (JSON.parse(envelope) as EventEnvelope<ApprovalReminder>).data);
  };
  const percentsOf = async (approvalId: string): Promise<number[]> =>
    (await remindersOf(approvalId)).map(({ percent }) => percent);
  /** As if so much time had passed. */
  const passes = async (approvalId: string, minutes: number): Promise<void> => {
    await system.query(
      workspaceId,
      `update approvals set requested_at = requested_at - $2 * interval '1 minute',
         expires_at = expires_at - $2 * interval '1 minute', remind_at = remind_at - $2 * interval '1 minute' where id = $1`,
      [approvalId, minutes],
    );
  };

  it('happens when half of the time and when nine tenths of it have passed, each exactly once', async () => {
    const approvalId = await aPendingAfter(29);
    await sweepEverywhere();
    expect(await percentsOf(approvalId)).toEqual([]);
    await passes(approvalId, 1);
    await sweepEverywhere();
    expect(await percentsOf(approvalId)).toEqual([50]);
    await passes(approvalId, 23);
    await sweepEverywhere();
    expect(await percentsOf(approvalId)).toEqual([50]);
    await passes(approvalId, 1);
    await sweepEverywhere();
    await sweepEverywhere();
    expect(await percentsOf(approvalId)).toEqual([50, 90]);
  });

  it('says what it is about and whom it concerns', async () => {
    const approvalId = await aPendingAfter(31);
    await sweepEverywhere();
    const { expiresAt, callId } = (await remindersOf(approvalId))[0] ?? { expiresAt: '', callId: '' };
    expect(await remindersOf(approvalId)).toEqual([
      {
        approvalId,
        callId,
        integrationId,
        integrationSlug: 'Tracker',
        toolName: 'issue.delete',
        approverGroup: 'release managers',
        percent: 50,
        expiresAt,
      },
    ]);
    expect((await system.gateway.getApproval(workspaceId, approvalId)).expiresAt).toBe(expiresAt);
  });

  it('is made up for where nobody could, by the last one alone of those that were due', async () => {
    const approvalId = await aPendingAfter(55);
    await sweepEverywhere();
    await sweepEverywhere();
    expect(await percentsOf(approvalId)).toEqual([90]);
  });

  it('does not happen once it is decided, or over', async () => {
    const [decided, expired] = [await aPendingAfter(10), await aPendingAfter(10)];
    const approverGroups = ['release managers'];
    await system.gateway.decide(workspaceId, decided, 'deny', { approverGroups });
    await passes(decided, 40);
    await passes(expired, 51);
    await sweepEverywhere();
    expect([await percentsOf(decided), await percentsOf(expired)]).toEqual([[], []]);
  });
});
