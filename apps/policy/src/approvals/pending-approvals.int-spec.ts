import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ToolPolicyUpdate } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { SetEntitlements } from '../entitlements/set-entitlements.use-case.js';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('an approval that is pending while the rules change', () => {
  let system: PolicySystem;
  let workspaceId: string;
  let integrationId: string;
  const remove = aDefinition('issue.delete');
  const get = aDefinition('issue.get');
  const operator = { kind: 'operator', id: 'operator', name: 'Operator' } as const;

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });
  beforeEach(async () => {
    workspaceId = newId();
    integrationId = await system.integrationWith(workspaceId, [get, remove], { posture: 'ask' });
  });

  const update = (change: Omit<ToolPolicyUpdate, 'name'>) =>
    system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.delete', ...change }]);
  const pending = async (tool = remove): Promise<string> =>
    (await system.pendingApproval(workspaceId, integrationId, tool)).approvalId;

  describe('is of the group that the tool names now', () => {
    const named = (approverGroup: string) => update({ approval: { approverGroup } });
    const listedFor = async (...forGroups: string[]): Promise<string[]> =>
      (await system.gateway.listApprovals(workspaceId, { forGroups })).items.map(({ id }) => id);
    const decide = (approvalId: string, ...approverGroups: string[]) =>
      system.gateway.decide(workspaceId, approvalId, 'approve', { approverGroups });

    it('in the list, in what is shown of it, and in who may decide', async () => {
      await named('developers');
      const approvalId = await pending();
      expect(await listedFor('developers')).toEqual([approvalId]);
      await named('release managers');
      expect(await listedFor('developers')).toEqual([]);
      expect(await listedFor('release managers')).toEqual([approvalId]);
      expect((await system.gateway.getApproval(workspaceId, approvalId)).approverGroup).toBe('release managers');
      await expect(decide(approvalId, 'developers')).rejects.toMatchObject({ code: 'approval.not_in_group' });
      expect((await decide(approvalId, 'release managers')).state).toBe('approved');
    });

    it('of everybody where it names none any more, and of nobody else where it names the first', async () => {
      const approvalId = await pending();
      expect(await listedFor()).toEqual([approvalId]);
      await named('release managers');
      expect(await listedFor()).toEqual([]);
      await named('');
      expect(await listedFor()).toEqual([approvalId]);
      expect((await decide(approvalId)).state).toBe('approved');
    });

    it('which does not touch those of other tools, nor what is decided', async () => {
      const [other, decided] = [await pending(get), await pending()];
      await system.gateway.decide(workspaceId, decided, 'deny');
      await named('release managers');
      const groups = (await system.gateway.listApprovals(workspaceId)).items.map((item) => [
        item.id,
        item.approverGroup,
      ]);
      expect(new Map(groups as [string, unknown][])).toEqual(
        new Map([
          [other, null],
          [decided, null],
        ]),
      );
    });
  });

  describe('of a workspace that loses agent_approvals', () => {
    const set = (agent_approvals: boolean) =>
      system.get(SetEntitlements).execute(workspaceId, { agent_approvals }, operator);
    const shown = async (approvalId: string): Promise<{ state: string; obstacle: unknown }> => {
      const { state, obstacle } = await system.gateway.getApproval(workspaceId, approvalId);
      const { items } = await system.gateway.listApprovals(workspaceId, { state: 'pending' });
      expect(items.find(({ id }) => id === approvalId)?.obstacle).toBe(obstacle);
      return { state, obstacle };
    };

    it('stays, and says to whoever may decide that an approval would run nothing', async () => {
      const approvalId = await pending();
      expect(await shown(approvalId)).toEqual({ state: 'pending', obstacle: null });
      await set(false);
      expect(await shown(approvalId)).toEqual({
        state: 'pending',
        obstacle: expect.stringContaining('agent_approvals'),
      });
    });

    it('is as it was when the workspace gets it back: nothing is bricked', async () => {
      const approvalId = await pending();
      await set(false);
      await set(true);
      expect(await shown(approvalId)).toEqual({ state: 'pending', obstacle: null });
      expect((await system.gateway.decide(workspaceId, approvalId, 'approve')).state).toBe('approved');
    });

    it('can still be denied, expired or withdrawn, so that nothing waits for good', async () => {
      const [denied, withdrawn] = [await pending(), await pending()];
      await set(false);
      await system.gateway.decide(workspaceId, denied, 'deny');
      await system.router.cancel(workspaceId, withdrawn);
      expect([await system.outcomeOf(denied), await system.outcomeOf(withdrawn)]).toMatchObject([
        { outcome: 'denied', grant: null },
        { outcome: 'cancelled', grant: null },
      ]);
    });

    it('opens nothing: what is approved all the same is ruled on again by the router, whose copy denies the tool', async () => {
      const approvalId = await pending();
      const revision = await set(false);
      expect((await system.gateway.decide(workspaceId, approvalId, 'approve')).state).toBe('approved');
      expect(await system.gateway.tool(workspaceId, integrationId, 'issue.delete')).toMatchObject({ verdict: 'deny' });
      const { changes } = await system.router.changesSince(workspaceId, revision - 1);
      expect(changes).toMatchObject([{ kind: 'entitlements', entitlements: { agent_approvals: false } }]);
    });

    it('has nothing in its way where its tool needs no approval any more', async () => {
      const approvalId = await pending();
      await set(false);
      await update({ requiresApproval: false });
      expect(await shown(approvalId)).toEqual({ state: 'pending', obstacle: null });
    });
  });
});
