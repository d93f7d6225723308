import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalRequested, ApprovalView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aDefinition, anApprovalRequest, inSeconds } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('an approval request', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const remove = aDefinition('issue.delete');
  const list = aDefinition('issue.list');
  let integrationId: string;

  beforeAll(async () => {
    system = await PolicySystem.start();
    integrationId = await system.integrationWith(workspaceId, [remove, list], { posture: 'ask' });
  });
  afterAll(async () => {
    await system.stop();
  });

  const get = (approvalId: string): Promise<ApprovalView> => system.gateway.getApproval(workspaceId, approvalId);
  const actionsOf = async (approvalId: string): Promise<string[]> => {
    const rows = await system.query<{ action: string }>(
      workspaceId,
      'select action from audit where approval_id = $1 order by id',
      [approvalId],
    );
    return rows.map(({ action }) => action);
  };
  const arrives = async (request: ApprovalRequested, state: string, reasonCode: string): Promise<void> => {
    await system.router.request(workspaceId, request);
    const outcome = await system.outcomeOf(request.approvalId);
    expect(outcome).toMatchObject({ outcome: state, reasonCode, grant: null, decidedBy: null });
    expect((await get(request.approvalId)).state).toBe(state);
  };

  it('becomes a pending approval that shows what is bound', async () => {
    const request = await system.pendingApproval(workspaceId, integrationId, remove);
    expect(await get(request.approvalId)).toEqual({
      id: request.approvalId,
      workspaceId,
      callId: request.callId,
      state: 'pending',
      integrationId,
      integrationSlug: 'Tracker',
      toolName: 'issue.delete',
      exposedName: 'Tracker__tool',
      principal: request.principal,
      runId: null,
      askReason: 'requires_approval',
      definitionHash: remove.definitionHash,
      argumentsHash: request.argumentsHash,
      bindingHash: request.bindingHash,
      requestedAt: request.requestedAt,
      expiresAt: request.expiresAt,
      ...{ decidedAt: null, decidedBy: null, decidedVia: null, reason: null, reasonCode: null },
      ...{
        approverGroup: null,
        obstacle: null,
        refusal: null,
        argumentsEdited: false,
        selfApproved: false,
        withdrawnAt: null,
        edit: null,
      },
      toolDetails: {
        ...{ title: null, description: 'Does issue.delete.', annotations: null, inputSchema: { type: 'object' } },
        ...{ acknowledgedHash: request.definitionHash, differences: [], truncated: false, hasMoved: false },
      },
    });
    expect(await actionsOf(request.approvalId)).toEqual(['approval.requested']);
  });

  it('that is announced again, under the same id or another, is the same approval', async () => {
    const request = anApprovalRequest(integrationId, remove);
    const eventId = newId();
    await system.router.request(workspaceId, request, eventId);
    await system.router.request(workspaceId, request, eventId);
    await system.router.request(workspaceId, request);
    await system.router.request(workspaceId, { ...request, approvalId: newId() });
    await system.pendingApproval(workspaceId, integrationId, remove);
    await eventually(async () => expect((await get(request.approvalId)).state).toBe('pending'));
    const rows = await system.query(workspaceId, 'select 1 from approvals where call_id = $1', [request.callId]);
    expect(rows).toHaveLength(1);
    expect(await actionsOf(request.approvalId)).toEqual(['approval.requested']);
  });

  it('is listed, newest first, by state and in pages', async () => {
    const elsewhere = newId();
    const there = await system.integrationWith(elsewhere, [remove], { posture: 'ask' });
    const requests = [];
    for (let count = 0; count < 5; count += 1) {
      requests.push(await system.pendingApproval(elsewhere, there, remove));
    }
    const ids = requests.map(({ approvalId }) => approvalId).reverse();
    await system.gateway.decide(elsewhere, ids[0] ?? '', 'deny');
    const first = await system.gateway.listApprovals(elsewhere, { limit: 3 });
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    const second = await system.gateway.listApprovals(elsewhere, { limit: 3, cursor: first.nextCursor ?? '' });
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(3));
    expect(second.nextCursor).toBeNull();
    const pending = await system.gateway.listApprovals(elsewhere, { state: 'pending' });
    expect(pending.items.map(({ id }) => id)).toEqual(ids.slice(1));
  });

  it('names the group that its tool names, and is listed for its members and for whoever may see all', async () => {
    const elsewhere = newId();
    const there = await system.integrationWith(elsewhere, [remove, list], { posture: 'ask' });
    const approval = { approverGroup: 'release managers' };
    await system.gateway.updateTools(elsewhere, there, [{ name: 'issue.delete', approval }]);
    const grouped = await system.pendingApproval(elsewhere, there, remove);
    const open = await system.pendingApproval(elsewhere, there, list);
    const listed = async (forGroups?: string[]) => {
      const options = forGroups === undefined ? {} : { forGroups };
      const { items } = await system.gateway.listApprovals(elsewhere, options);
      return items.map(({ id }) => id);
    };
    expect(await listed()).toEqual([open.approvalId, grouped.approvalId]);
    expect(await listed([])).toEqual([open.approvalId]);
    expect(await listed(['release managers', 'nobody'])).toEqual([open.approvalId, grouped.approvalId]);
    const view = await system.gateway.getApproval(elsewhere, grouped.approvalId);
    expect(view.approverGroup).toBe('release managers');
  });

  it('that nobody has heard of is not found', async () => {
    const approvalId = newId();
    await expect(get(approvalId)).rejects.toMatchObject({ code: 'approval.not_found', details: { approvalId } });
    expect(await system.router.findOutcome(workspaceId, approvalId)).toEqual({ state: null, decided: null });
  });

  describe('is invalidated on arrival', () => {
    it('when its tool was disabled meanwhile', async () => {
      const own = await system.integrationWith(workspaceId, [remove], { posture: 'off' });
      await arrives(anApprovalRequest(own, remove), 'invalidated', 'tool_disabled');
    });

    it('when its tool has another definition meanwhile', async () => {
      const old = aDefinition('issue.delete', { description: 'before' });
      await arrives(anApprovalRequest(integrationId, old), 'invalidated', 'tool_changed');
    });

    it('unless the router asked because of just that difference', async () => {
      const newer = aDefinition('issue.delete', { description: 'not merged yet' });
      const overrides = { askReason: 'definition_drift' };
      await system.pendingApproval(workspaceId, integrationId, newer, overrides);
    });

    it('when the connection has moved on', async () => {
      const request = anApprovalRequest(integrationId, remove, { connectionRevision: 0 });
      await arrives(request, 'invalidated', 'integration_moved');
    });

    it('when no policy is stored for its tool', async () => {
      await arrives(anApprovalRequest(integrationId, aDefinition('no.such')), 'invalidated', 'tool_denied');
    });

    it('when its integration is unknown', async () => {
      await arrives(anApprovalRequest(newId(), remove), 'invalidated', 'integration_removed');
    });
  });

  describe('is invalidated while it waits', () => {
    const waiting = async (): Promise<{ own: string; request: ApprovalRequested; other: ApprovalRequested }> => {
      const own = await system.integrationWith(workspaceId, [remove, list], { posture: 'ask' });
      const request = await system.pendingApproval(workspaceId, own, remove);
      const other = await system.pendingApproval(workspaceId, own, list);
      return { own, request, other };
    };
    const isVoid = async ({ approvalId }: ApprovalRequested, reasonCode: string): Promise<void> => {
      expect(await system.outcomeOf(approvalId)).toMatchObject({ outcome: 'invalidated', reasonCode, grant: null });
      await expect(system.gateway.decide(workspaceId, approvalId, 'approve')).rejects.toMatchObject({
        code: 'approval.not_pending',
        details: { state: 'invalidated', reasonCode },
      });
    };

    it('when its tool is disabled, at once, and its neighbours are not', async () => {
      const { own, request, other } = await waiting();
      await system.gateway.updateTools(workspaceId, own, [{ name: 'issue.delete', enabled: false }]);
      expect((await get(request.approvalId)).state).toBe('invalidated');
      await isVoid(request, 'tool_disabled');
      expect((await get(other.approvalId)).state).toBe('pending');
      expect(await actionsOf(request.approvalId)).toEqual(['approval.requested', 'approval.invalidated']);
    });

    it('when its tool is gone', async () => {
      const { own, request, other } = await waiting();
      await system.discover(workspaceId, own, { snapshotRevision: 2, connectionRevision: 1, tools: [list] });
      await isVoid(request, 'tool_missing');
      expect((await get(other.approvalId)).state).toBe('pending');
    });

    it('when the definition of its tool changes', async () => {
      const { own, request, other } = await waiting();
      const changed = aDefinition('issue.delete', { description: 'Deletes more.' });
      await system.discover(workspaceId, own, { snapshotRevision: 2, connectionRevision: 1, tools: [changed, list] });
      await isVoid(request, 'tool_changed');
      expect((await get(other.approvalId)).state).toBe('pending');
    });

    it('when its integration is removed', async () => {
      const { own, request, other } = await waiting();
      await system.registry.remove(workspaceId, own);
      await isVoid(request, 'integration_removed');
      await isVoid(other, 'integration_removed');
    });

    it('when its integration is pointed at another server, unless it was asked about that one', async () => {
      const { own, request } = await waiting();
      const newer = await system.pendingApproval(workspaceId, own, list, { connectionRevision: 2 });
      await system.registry.move(workspaceId, own, 2);
      await isVoid(request, 'integration_moved');
      expect((await get(newer.approvalId)).state).toBe('pending');
    });

    it('but not when its policy is relaxed', async () => {
      const { own, request } = await waiting();
      await system.gateway.updateTools(workspaceId, own, [{ name: 'issue.delete', requiresApproval: false }]);
      expect((await get(request.approvalId)).state).toBe('pending');
    });
  });

  describe('expires', () => {
    it('by the clock of the database, and says so', async () => {
      const request = await system.pendingApproval(workspaceId, integrationId, remove, { expiresAt: inSeconds(1) });
      const outcome = await system.outcomeOf(request.approvalId);
      expect(outcome).toMatchObject({ outcome: 'expired', reasonCode: 'expired', grant: null, decidedBy: null });
      expect(await get(request.approvalId)).toMatchObject({ state: 'expired', decidedBy: null });
      expect(await actionsOf(request.approvalId)).toEqual(['approval.requested', 'approval.expired']);
      await expect(system.gateway.decide(workspaceId, request.approvalId, 'deny')).rejects.toMatchObject({
        code: 'approval.expired',
        details: { expiresAt: request.expiresAt },
      });
    });

    it('also when it arrives too late', async () => {
      await arrives(anApprovalRequest(integrationId, remove, { expiresAt: inSeconds(-5) }), 'expired', 'expired');
    });
  });

  describe('is cancelled', () => {
    it('when the router withdraws it', async () => {
      const request = await system.pendingApproval(workspaceId, integrationId, remove);
      await system.router.withdraw(workspaceId, request);
      const reason = 'the client gave up';
      expect(await system.outcomeOf(request.approvalId)).toMatchObject({ outcome: 'cancelled', reason, grant: null });
      await expect(system.gateway.decide(workspaceId, request.approvalId, 'approve')).rejects.toMatchObject({
        code: 'approval.not_pending',
      });
    });

    it('when the router asks for it, and the answer says so', async () => {
      const request = await system.pendingApproval(workspaceId, integrationId, remove);
      const answer = await system.router.cancel(workspaceId, request.approvalId);
      expect(answer).toMatchObject({ state: 'cancelled', decided: { outcome: 'cancelled' } });
      expect(await system.router.cancel(workspaceId, request.approvalId)).toEqual(answer);
      expect(await system.router.findOutcome(workspaceId, request.approvalId)).toEqual(answer);
      await system.outcomeOf(request.approvalId);
    });

    it('also where the withdrawal overtakes it', async () => {
      const request = anApprovalRequest(integrationId, remove);
      await system.router.withdraw(workspaceId, request);
      await eventually(async () => {
        const sql = 'select 1 from early_cancellations where approval_id = $1';
        expect(await system.query(workspaceId, sql, [request.approvalId])).toHaveLength(1);
      });
      await system.router.request(workspaceId, request);
      expect(await system.outcomeOf(request.approvalId)).toMatchObject({ outcome: 'cancelled' });
    });

    it.each([
      ['withdrawn', 'withdrawn'],
      ['run_cancelled', 'run_cancelled'],
      [undefined, 'cancelled'],
    ] as const)('with the cause %s as %s, on each way and in any order', async (cause, reasonCode) => {
      const more = cause === undefined ? {} : { cause };
      const isOver = async ({ approvalId }: ApprovalRequested) => {
        expect(await system.outcomeOf(approvalId)).toMatchObject({ outcome: 'cancelled', reasonCode });
        expect(await get(approvalId)).toMatchObject({ state: 'cancelled', reasonCode });
      };
      const [asked, told] = [
        await system.pendingApproval(workspaceId, integrationId, remove),
        await system.pendingApproval(workspaceId, integrationId, remove),
      ];
      await system.router.cancel(workspaceId, asked.approvalId, more);
      await system.router.withdraw(workspaceId, told, more);
      const early = anApprovalRequest(integrationId, remove);
      const answer = await system.router.cancel(workspaceId, early.approvalId, more);
      expect(answer).toEqual({ state: 'cancelled', decided: null });
      await system.router.request(workspaceId, early);
      for (const request of [asked, told, early]) await isOver(request);
    });

    it('but not after a decision, which stands', async () => {
      const request = await system.pendingApproval(workspaceId, integrationId, remove);
      await system.gateway.decide(workspaceId, request.approvalId, 'approve');
      const answer = await system.router.cancel(workspaceId, request.approvalId);
      expect(answer).toMatchObject({ state: 'approved', decided: { outcome: 'approved' } });
    });
  });
});
