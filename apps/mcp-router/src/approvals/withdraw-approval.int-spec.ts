import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

const DELETE = 'mcp__Tracker__issue_x2Edelete';

describe('a call that is taken back while it waits for a person', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 2 });
    upstream = await TestUpstream.start('legacy');
  });
  beforeEach(async () => {
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
  const ada = { kind: 'user', id: 'ada', name: 'Ada' } as const;
  const cancel = ({ callId }: ApprovalRequested) => {
    const input = { workspaceId: workspace.id, callId, actor: ada, reason: 'changed my mind' };
    return system.neighbours.gatewayClient().ask(cancelCall, input);
  };
  const withdrawalOf = ({ approvalId }: ApprovalRequested) =>
    system.neighbours.withdrawals.find((withdrawn) => withdrawn.approvalId === approvalId);
  /** Why policy heard that it is not wanted any more. */
  const causeOf = (request: ApprovalRequested) => withdrawalOf(request)?.cause;
  const stateOf = async ({ callId }: ApprovalRequested) => (await system.call(workspace.id, callId)).state;
  const approvalBy = (request: ApprovalRequested): ApprovalDecided =>
    system.decision(request, { grant: system.grant(workspace.id, request) });
  const cancelledBy = (request: ApprovalRequested): ApprovalDecided =>
    system.decision(request, { outcome: 'cancelled', decidedBy: ada, reasonCode: 'withdrawn', reason: 'enough' });
  const lastStep = async ({ callId }: ApprovalRequested) => {
    const sql = 'select to_state, actor, reason from call_transitions where call_id = $1 order by id desc limit 1';
    return (await system.query<object>(workspace.id, sql, [callId]))[0];
  };

  it('ends by the word of policy, which is asked, and a later decision has no effect', async () => {
    const request = await pending();
    system.neighbours.traffic.asked.length = 0;
    expect(await cancel(request)).toMatchObject({ state: 'cancelled' });
    expect(system.neighbours.traffic.asked).toContain(cancelApproval.subject);
    await expect(cancel(request)).rejects.toMatchObject({ code: 'call.already_settled' });
    await eventually(() => expect(withdrawalOf(request)).toMatchObject({ cause: 'withdrawn', actor: ada }));
    await system.approve(workspace.id, request.callId);
    await system.decisionsHandled();
    expect(await stateOf(request)).toBe('cancelled');
    expect(await lastStep(request)).toEqual({ to_state: 'cancelled', actor: 'user:ada', reason: 'changed my mind' });
    expect(upstream.calls).toHaveLength(0);
  });

  it('has no end of its own before policy has said so', async () => {
    const request = await pending();
    const release = system.neighbours.traffic.hold(cancelApproval.subject);
    const cancelling = cancel(request);
    await eventually(async () => expect((await system.call(workspace.id, request.callId)).cancelRequested).toBe(true));
    expect(await stateOf(request)).toBe('pending_approval');
    release();
    expect(await cancelling).toMatchObject({ state: 'cancelled' });
  });

  it('is cancelled, and not sent, where the decision was first', async () => {
    const request = await pending();
    system.neighbours.decidedFirst.set(request.approvalId, approvalBy(request));
    expect(await cancel(request)).toMatchObject({ state: 'cancelled' });
    await system.approve(workspace.id, request.callId);
    await system.decisionsHandled();
    expect(await system.query(workspace.id, 'select 1 from consumed_grants')).toEqual([]);
    expect(upstream.calls).toHaveLength(0);
  });

  it('ends as it was decided where the decision was a denial', async () => {
    const request = await pending();
    const denied = system.decision(request, { outcome: 'denied', reasonCode: 'denied', reason: 'no' });
    system.neighbours.decidedFirst.set(request.approvalId, denied);
    expect(await cancel(request)).toMatchObject({ state: 'denied' });
  });

  it('says to policy that it is taken back where it was approved and not sent yet', async () => {
    const request = await pending();
    const sql = `update calls set state = 'approved', due_at = null, grant_expires_at = now() + interval '1 hour' where id = $1`;
    await system.query(workspace.id, sql, [request.callId]);
    expect(await cancel(request)).toMatchObject({ state: 'cancelled' });
    await eventually(() => expect(causeOf(request)).toBe('withdrawn'));
  });

  describe('where policy does not answer in time', () => {
    let request: ApprovalRequested;
    beforeEach(async () => {
      request = await pending();
      system.neighbours.traffic.lose(cancelApproval.subject, 1);
      expect(await cancel(request)).toMatchObject({ state: 'pending_approval' });
      await eventually(() => expect(causeOf(request)).toBe('withdrawn'));
    });

    it('stays marked, and the approval that comes later sends nothing and uses no grant', async () => {
      expect((await system.call(workspace.id, request.callId)).cancelRequested).toBe(true);
      await system.approve(workspace.id, request.callId);
      await system.callIn(workspace.id, request.callId, 'cancelled');
      expect(await system.query(workspace.id, 'select 1 from consumed_grants')).toEqual([]);
      expect(upstream.calls).toHaveLength(0);
      expect(await system.resultText(workspace.id, request.callId)).toContain('taken back while it was being decided');
    });

    it('ends when policy has heard of it', async () => {
      await system.neighbours.decide(workspace.id, cancelledBy(request));
      await system.callIn(workspace.id, request.callId, 'cancelled');
      expect(await lastStep(request)).toEqual({ to_state: 'cancelled', actor: 'user:ada', reason: 'enough' });
    });

    it('is asked about again, and never announced again', async () => {
      await system.query(workspace.id, 'update calls set due_at = now() where id = $1', [request.callId]);
      await system.get(LedgerSweeper).sweep();
      await system.callIn(workspace.id, request.callId, 'cancelled');
      expect(system.neighbours.requested.filter(({ callId }) => callId === request.callId)).toHaveLength(1);
    });

    it('is cancelled by whoever cancels it again', async () => {
      expect(await cancel(request)).toMatchObject({ state: 'cancelled' });
      expect(system.neighbours.withdrawn.filter((id) => id === request.approvalId)).toHaveLength(1);
    });
  });

  it('with its run ends when that is asked for, where nobody heard of it', async () => {
    const [first, second] = [await pending({ id: 1 }), await pending({ id: 2 })];
    const request = { workspaceId: workspace.id, runId: workspace.runId, reason: 'the run failed' };
    const ask = () => system.neighbours.requests.ask(cancelRunCalls, request);
    expect([await ask(), await ask()]).toEqual([{ cancelled: 2 }, { cancelled: 0 }]);
    for (const { callId } of [first, second]) await system.callIn(workspace.id, callId, 'cancelled');
    await eventually(() => {
      expect(system.neighbours.withdrawn).toEqual(expect.arrayContaining([first.approvalId, second.approvalId]));
    });
    await expect(system.submit(workspace, DELETE, {})).rejects.toMatchObject({ code: 'run.finished' });
  });

  it('is not the call of a run of another workspace', async () => {
    const { callId } = await pending();
    const request = { workspaceId: newId(), runId: workspace.runId, reason: 'the run failed' };
    expect(await system.neighbours.requests.ask(cancelRunCalls, request)).toEqual({ cancelled: 0 });
    expect((await system.call(workspace.id, callId)).state).toBe('pending_approval');
  });

  it('ends with its run, which sends nothing new afterwards', async () => {
    const request = await pending();
    await system.neighbours.cancelRun(workspace.id, workspace.runId);
    await system.callIn(workspace.id, request.callId, 'cancelled');
    await eventually(() => expect(causeOf(request)).toBe('run_cancelled'));
    await system.tool(workspace.id, integration, 'issue.get');
    for (const name of [DELETE, 'mcp__Tracker__issue_x2Eget']) {
      await expect(system.submit(workspace, name, {})).rejects.toMatchObject({ code: 'run.finished' });
    }
    expect(upstream.calls).toHaveLength(0);
  });
});
