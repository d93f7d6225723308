import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getApproval, getApprovalSettings, updateApprovalSettings } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { aDefinition, aUser } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('the approval settings of a workspace', () => {
  let system: PolicySystem;
  let workspaceId: string;
  let integrationId: string;
  const remove = aDefinition('issue.delete');
  const me = aUser();
  const mine = { principal: { kind: 'run', id: newId(), name: 'My run', ownerId: me.id } as const };

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });
  beforeEach(async () => {
    workspaceId = newId();
    integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
  });

  const set = (allowSelfApproval: boolean | null, more = {}) =>
    system.gateway.ask(updateApprovalSettings, { workspaceId, actor: me, allowSelfApproval, ...more });
  const get = (of = workspaceId) => system.gateway.ask(getApprovalSettings, { workspaceId: of });
  const decide = (approvalId: string, actor = me) =>
    system.gateway.decide(workspaceId, approvalId, 'approve', { actor });
  const refused = (forbiddenBy: string) => ({ code: 'approval.self_approval', details: { forbiddenBy } });

  it('let people decide for themselves until somebody says otherwise, in that workspace alone', async () => {
    expect(await get()).toEqual({ allowSelfApproval: true, revision: 0 });
    await set(false);
    expect((await get()).allowSelfApproval).toBe(false);
    expect(await get(newId())).toEqual({ allowSelfApproval: true, revision: 0 });
  });

  it('forbid it for what waits already too, and leave it to everybody else', async () => {
    const { approvalId } = await system.pendingApproval(workspaceId, integrationId, remove, mine);
    await set(false);
    await expect(decide(approvalId)).rejects.toMatchObject(refused('workspace'));
    expect(await decide(approvalId, aUser())).toMatchObject({ state: 'approved', selfApproved: false });
  });

  it('are taken back like they were set', async () => {
    const { approvalId } = await system.pendingApproval(workspaceId, integrationId, remove, mine);
    await set(false);
    await set(true);
    expect(await decide(approvalId)).toMatchObject({ state: 'approved', selfApproved: true });
  });

  it.each([
    [true, false, 'workspace'],
    [false, true, 'tool'],
    [false, false, 'tool'],
  ])('and those of the tool are both heard: tool %p, workspace %p', async (tool, workspace, forbiddenBy) => {
    const approval = { allowSelfApproval: tool };
    await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.delete', approval }]);
    await set(workspace);
    const { approvalId } = await system.pendingApproval(workspaceId, integrationId, remove, mine);
    await expect(decide(approvalId)).rejects.toMatchObject(refused(forbiddenBy));
  });

  it('are said to whoever looks before they decide, and their own is no longer listed as theirs', async () => {
    const { approvalId } = await system.pendingApproval(workspaceId, integrationId, remove, mine);
    const other = await system.pendingApproval(workspaceId, integrationId, remove);
    const seenBy = async (viewer = me) =>
      (await system.gateway.ask(getApproval, { workspaceId, approvalId, viewer })).refusal;
    const listed = async (options: object) =>
      (await system.gateway.listApprovals(workspaceId, { viewer: me, ...options })).items.map(({ id }) => id);
    expect([await seenBy(), await listed({ forGroups: [] })]).toEqual([null, [other.approvalId, approvalId]]);
    await set(false);
    expect(await seenBy()).toContain('settings of this workspace');
    expect(await seenBy(aUser())).toBeNull();
    expect(await listed({ forGroups: [] })).toEqual([other.approvalId]);
    expect(await listed({})).toEqual([other.approvalId, approvalId]);
    const page = await system.gateway.listApprovals(workspaceId, { viewer: me, forGroups: [], limit: 1 });
    const next = await system.gateway.listApprovals(workspaceId, {
      viewer: me,
      forGroups: [],
      cursor: page.nextCursor ?? '',
    });
    expect([page.items.length, next.items]).toEqual([1, []]);
  });

  it('take the next revision and one row of the record, with who, how and why', async () => {
    const before = await system.router.changesSince(workspaceId, 0);
    const { revision } = await set(false, { way: 'cli' });
    expect(revision).toBe(before.revision + 1);
    expect((await system.router.changesSince(workspaceId, before.revision)).revision).toBe(revision);
    expect(await set(false)).toEqual({ allowSelfApproval: false, revision });
    expect(await set(null)).toEqual({ allowSelfApproval: false, revision });
    const rows = await system.query<Record<string, unknown>>(
      workspaceId,
      `select actor, way, revision, before, after, request_id from audit where action = 'approval_settings.updated'`,
    );
    expect(rows).toEqual([
      {
        actor: JSON.stringify(me),
        way: 'cli',
        revision: String(revision),
        before: '{"allowSelfApproval":true}',
        after: '{"allowSelfApproval":false}',
        request_id: expect.any(String),
      },
    ]);
  });

  it('change only from the revision that was seen', async () => {
    const { revision } = await set(false, { ifRevision: 0 });
    await expect(set(true, { ifRevision: 0 })).rejects.toMatchObject({
      code: 'precondition.failed',
      details: { revision },
    });
    expect((await set(true, { ifRevision: revision })).allowSelfApproval).toBe(true);
  });
});
