import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type ApprovalDecided,
  type ApprovalRequested,
  cancelApproval,
  cancelCall,
  cancelRunCalls,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { LedgerSweeper } from '../dispatch/ledger.sweeper.js';
import { aRouter } from '../test-router.fixture-spec.js';
import { aTracker } from '../test-tracker.fixture-spec.js';

const DELETE = 'mcp__Tracker__issue_x2Edelete';

describe('a call that is taken back while it waits for a person', () => {
  const tracker = aTracker({
    router: aRouter({ replicas: 2 }),
    era: 'legacy',
    tools: { 'issue.delete': { requiresApproval: true } },
  });

  const pending = (args: unknown = { id: 7 }): Promise<ApprovalRequested> => tracker.pending(DELETE, args);
  const ada = { kind: 'user', id: 'ada', name: 'Ada' } as const;
  const cancel = ({ callId }: ApprovalRequested) => {
    const input = { workspaceId: tracker.workspace.id, callId, actor: ada, reason: 'changed my mind' };
    return tracker.neighbours.gatewayClient().ask(cancelCall, input);
  };
  const withdrawalOf = ({ approvalId }: ApprovalRequested) =>
    tracker.neighbours.withdrawals.find((withdrawn) => withdrawn.approvalId === approvalId);
  /** Why policy heard that it is not wanted any more. */
  const causeOf = (request: ApprovalRequested) => withdrawalOf(request)?.cause;
  const stateOf = async ({ callId }: ApprovalRequested) => (await tracker.call(callId)).state;
  const approvalBy = (request: ApprovalRequested): ApprovalDecided =>
    tracker.system.decision(request, { grant: tracker.grant(request) });
  const cancelledBy = (request: ApprovalRequested): ApprovalDecided =>
    tracker.system.decision(request, {
      outcome: 'cancelled',
      decidedBy: ada,
      reasonCode: 'withdrawn',
      reason: 'enough',
    });
  const lastStep = async ({ callId }: ApprovalRequested) => {
    const sql = 'select to_state, actor, reason from call_transitions where call_id = $1 order by id desc limit 1';
    return (await tracker.query<object>(sql, [callId]))[0];
  };

  it('ends by the word of policy, which is asked, and a later decision has no effect', async () => {
    const request = await pending();
    tracker.neighbours.traffic.asked.length = 0;
    expect(await cancel(request)).toMatchObject({ state: 'cancelled' });
    expect(tracker.neighbours.traffic.asked).toContain(cancelApproval.subject);
    await expect(cancel(request)).rejects.toMatchObject({ code: 'call.already_settled' });
    await eventually(() => expect(withdrawalOf(request)).toMatchObject({ cause: 'withdrawn', actor: ada }));
    await tracker.approve(request.callId);
    await tracker.system.decisionsHandled();
    expect(await stateOf(request)).toBe('cancelled');
    expect(await lastStep(request)).toEqual({ to_state: 'cancelled', actor: 'user:ada', reason: 'changed my mind' });
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('has no end of its own before policy has said so', async () => {
    const request = await pending();
    const release = tracker.neighbours.traffic.hold(cancelApproval.subject);
    const cancelling = cancel(request);
    await eventually(async () => expect((await tracker.call(request.callId)).cancelRequested).toBe(true));
    expect(await stateOf(request)).toBe('pending_approval');
    release();
    expect(await cancelling).toMatchObject({ state: 'cancelled' });
  });

  it('is cancelled, and not sent, where the decision was first', async () => {
    const request = await pending();
    tracker.neighbours.decidedFirst.set(request.approvalId, approvalBy(request));
    expect(await cancel(request)).toMatchObject({ state: 'cancelled' });
    await tracker.approve(request.callId);
    await tracker.system.decisionsHandled();
    expect(await tracker.query('select 1 from consumed_grants')).toEqual([]);
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('ends as it was decided where the decision was a denial', async () => {
    const request = await pending();
    const denied = tracker.system.decision(request, { outcome: 'denied', reasonCode: 'denied', reason: 'no' });
    tracker.neighbours.decidedFirst.set(request.approvalId, denied);
    expect(await cancel(request)).toMatchObject({ state: 'denied' });
  });

  it('says to policy that it is taken back where it was approved and not sent yet', async () => {
    const request = await pending();
    const sql = `update calls set state = 'approved', due_at = null, grant_expires_at = now() + interval '1 hour' where id = $1`;
    await tracker.query(sql, [request.callId]);
    expect(await cancel(request)).toMatchObject({ state: 'cancelled' });
    await eventually(() => expect(causeOf(request)).toBe('withdrawn'));
  });

  describe('where policy does not answer in time', () => {
    let request: ApprovalRequested;
    beforeEach(async () => {
      request = await pending();
      tracker.neighbours.traffic.lose(cancelApproval.subject, 1);
      expect(await cancel(request)).toMatchObject({ state: 'pending_approval' });
      await eventually(() => expect(causeOf(request)).toBe('withdrawn'));
    });

    it('stays marked, and the approval that comes later sends nothing and uses no grant', async () => {
      expect((await tracker.call(request.callId)).cancelRequested).toBe(true);
      await tracker.approve(request.callId);
      await tracker.callIn(request.callId, 'cancelled');
      expect(await tracker.query('select 1 from consumed_grants')).toEqual([]);
      expect(tracker.upstream.calls).toHaveLength(0);
      expect(await tracker.resultText(request.callId)).toContain('taken back while it was being decided');
    });

    it('ends when policy has heard of it', async () => {
      await tracker.decide(cancelledBy(request));
      await tracker.callIn(request.callId, 'cancelled');
      expect(await lastStep(request)).toEqual({ to_state: 'cancelled', actor: 'user:ada', reason: 'enough' });
    });

    it('is asked about again, and never announced again', async () => {
      await tracker.query('update calls set due_at = now() where id = $1', [request.callId]);
      await tracker.system.get(LedgerSweeper).sweep();
      await tracker.callIn(request.callId, 'cancelled');
      expect(tracker.neighbours.requested.filter(({ callId }) => callId === request.callId)).toHaveLength(1);
    });

    it('is cancelled by whoever cancels it again', async () => {
      expect(await cancel(request)).toMatchObject({ state: 'cancelled' });
      expect(tracker.neighbours.withdrawn.filter((id) => id === request.approvalId)).toHaveLength(1);
    });
  });

  it('with its run ends when that is asked for, where nobody heard of it', async () => {
    const [first, second] = [await pending({ id: 1 }), await pending({ id: 2 })];
    const request = { workspaceId: tracker.workspace.id, runId: tracker.workspace.runId, reason: 'the run failed' };
    const ask = () => tracker.neighbours.requests.ask(cancelRunCalls, request);
    expect([await ask(), await ask()]).toEqual([{ cancelled: 2 }, { cancelled: 0 }]);
    for (const { callId } of [first, second]) await tracker.callIn(callId, 'cancelled');
    await eventually(() => {
      expect(tracker.neighbours.withdrawn).toEqual(expect.arrayContaining([first.approvalId, second.approvalId]));
    });
    await expect(tracker.submit(DELETE, {})).rejects.toMatchObject({ code: 'run.finished' });
  });

  it('with others of a run that may be opened again ends by its name, and the run goes on', async () => {
    const [ended, kept] = [await pending({ id: 1 }), await pending({ id: 2 })];
    const { toolCallId } = await tracker.call(ended.callId);
    const request = { workspaceId: tracker.workspace.id, runId: tracker.workspace.runId, reason: 'the run failed' };
    const ask = (toolCallIds: string[]) => tracker.neighbours.requests.ask(cancelRunCalls, { ...request, toolCallIds });
    expect([await ask([toolCallId ?? '']), await ask([])]).toEqual([{ cancelled: 1 }, { cancelled: 0 }]);
    await tracker.callIn(ended.callId, 'cancelled');
    expect(await stateOf(kept)).toBe('pending_approval');
    await expect(tracker.submit(DELETE, { id: 3 })).resolves.toMatchObject({ state: 'pending_approval' });
  });

  it('is not the call of a run of another workspace', async () => {
    const { callId } = await pending();
    const request = { workspaceId: newId(), runId: tracker.workspace.runId, reason: 'the run failed' };
    expect(await tracker.neighbours.requests.ask(cancelRunCalls, request)).toEqual({ cancelled: 0 });
    expect((await tracker.call(callId)).state).toBe('pending_approval');
  });

  it('ends with its run, which sends nothing new afterwards', async () => {
    const request = await pending();
    await tracker.neighbours.cancelRun(tracker.workspace.id, tracker.workspace.runId);
    await tracker.callIn(request.callId, 'cancelled');
    await eventually(() => expect(causeOf(request)).toBe('run_cancelled'));
    await tracker.tool('issue.get');
    for (const name of [DELETE, 'mcp__Tracker__issue_x2Eget']) {
      await expect(tracker.submit(name, {})).rejects.toMatchObject({ code: 'run.finished' });
    }
    expect(tracker.upstream.calls).toHaveLength(0);
  });
});
