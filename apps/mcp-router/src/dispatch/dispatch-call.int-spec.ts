import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { resolveCall, type ResolveCallRequest } from '@countersign/contracts';
import { eventually, freePort } from '@countersign/testing';
import type { Call } from '../calls/call.js';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream, type Behaviour } from '../test-upstream.fixture-spec.js';
import { DispatchCall } from './dispatch-call.use-case.js';
import { DispatchRepository } from './dispatch.repository.js';
import { LedgerSweeper } from './ledger.sweeper.js';
import { failure, toOutcome } from './to-outcome.js';

/** No sweeper takes it within the time of a test. */
const AT_REST_MS = 1_800_000;
const DELETE = 'mcp__Tracker__issue_x2Edelete';

describe('the dispatch of an approved call', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 2 });
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    upstream = await TestUpstream.start('legacy');
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
  });
  afterEach(async () => {
    upstream.release();
    await upstream.stop();
  });

  const approved = async (args: unknown = { id: 7 }): Promise<string> => {
    const { callId } = await system.submit(workspace, DELETE, args);
    await system.approve(workspace.id, callId);
    return callId;
  };
  /** Approved in the ledger, and nobody has begun to send it: its definition cannot be looked at for a moment. */
  const approvedAtRest = async (args?: unknown): Promise<string> => {
    system.neighbours.isVerificationFailing = true;
    const before = system.neighbours.verifications;
    const callId = await approved(args);
    // The sweeper may look, too, on a busy machine: whoever began to look must have put it off before it is at rest.
    await eventually(async () => {
      await system.query(workspace.id, `update calls set due_at = now() + interval '1 hour' where id = $1`, [callId]);
      const looks = Math.max(1, system.neighbours.verifications - before);
      const { attempts, dueAt } = await system.call(workspace.id, callId);
      expect(attempts).toBeGreaterThanOrEqual(looks);
      expect(dueAt?.getTime()).toBeGreaterThan(Date.now() + AT_REST_MS);
    });
    system.neighbours.isVerificationFailing = false;
    return callId;
  };
  const expireLease = async (callId: string): Promise<void> => {
    const sql = `update calls set lease_until = now() - interval '1 second' where id = $1`;
    await system.query(workspace.id, sql, [callId]);
  };
  const resolve = (callId: string, outcome: ResolveCallRequest['outcome']) =>
    system.neighbours.gatewayClient().ask(resolveCall, {
      workspaceId: workspace.id,
      callId,
      actor: { kind: 'user', id: 'ada', name: 'Ada' },
      outcome,
      note: 'I looked.',
    });

  it.each<[Behaviour, Call['state'], RegExp]>([
    ['http-500', 'unknown', /HTTP 500/],
    ['reset', 'unknown', /connection was lost/],
    ['hang', 'unknown', /no answer came within 2 s/],
    ['deep', 'unknown', /nested more than 64 levels deep/],
    ['http-403', 'failed', /HTTP 403/],
    ['rpc-error', 'failed', /bad arguments/],
    ['input-required', 'failed', /more input/],
  ])('ends a call that was answered by %s as %s, and never sends it again', async (behaviour, state, reason) => {
    upstream.behaviour = behaviour;
    if (behaviour === 'hang') integration.timeoutMs = 2_000;
    const callId = await approved();
    const call = await system.callIn(workspace.id, callId, state);
    expect(call.outcomeReason).toMatch(reason);
    upstream.behaviour = 'ok';
    await system.get(LedgerSweeper).sweep();
    expect(upstream.calls).toHaveLength(1);
    await eventually(() => {
      expect(system.neighbours.settled.find((event) => event.callId === callId)).toMatchObject({
        state,
        isError: true,
      });
    });
  });

  it('sends nothing while the server does not say what it offers', async () => {
    const callId = await approvedAtRest();
    system.neighbours.isVerificationFailing = true;
    await system.get(DispatchCall).execute(workspace.id, callId);
    const postponed = await system.call(workspace.id, callId);
    expect(postponed).toMatchObject({ state: 'approved', sentAt: null });
    // The sweeper may have been there, too.
    expect(postponed.attempts).toBeGreaterThanOrEqual(2);
    expect(upstream.calls).toHaveLength(0);
    system.neighbours.isVerificationFailing = false;
    await system.callIn(workspace.id, callId, 'succeeded');
  });

  it('is voided at once when its integration is gone: nobody is asked about what is not there', async () => {
    const callId = await approvedAtRest();
    const { attempts } = await system.call(workspace.id, callId);
    system.neighbours.removeIntegration(workspace.id, integration);
    await system.followed(workspace.id);
    await system.get(DispatchCall).execute(workspace.id, callId);
    expect(await system.call(workspace.id, callId)).toMatchObject({ state: 'invalidated', attempts });
    expect(await system.resultText(workspace.id, callId)).toMatch(/^Not available: /);
  });

  it('is for a person to find out about when a repeat without a grant cannot be looked at for long', async () => {
    await system.tool(workspace.id, integration, 'issue.get', { idempotent: true });
    upstream.behaviour = 'late';
    const { callId } = await system.submit(workspace, 'mcp__Tracker__issue_x2Eget', {});
    await eventually(() => expect(upstream.calls).toHaveLength(1));
    system.neighbours.isVerificationFailing = true;
    await expireLease(callId);
    await eventually(async () => expect((await system.call(workspace.id, callId)).state).toBe('approved'));
    const sql = `update calls set due_at = now() where id = $1 and state = 'approved'`;
    await eventually(
      async () => {
        await system.query(workspace.id, sql, [callId]);
        expect((await system.call(workspace.id, callId)).state).toBe('unknown');
      },
      { timeoutMs: 15_000 },
    );
    system.neighbours.isVerificationFailing = false;
    expect(upstream.calls).toHaveLength(1);
  });

  it('tries again when nobody listens, and sends once when somebody does', async () => {
    const port = await freePort();
    integration.upstream = { url: `http://127.0.0.1:${port}/mcp`, era: 'legacy' };
    const callId = await approved();
    await eventually(async () => {
      const call = await system.call(workspace.id, callId);
      expect(call).toMatchObject({ state: 'approved', sentAt: null });
      expect(call.attempts).toBeGreaterThan(0);
    });
    const late = await TestUpstream.start('legacy', port);
    const call = await system.callIn(workspace.id, callId, 'succeeded');
    expect(call.fence).toBeGreaterThan(1);
    expect(late.calls).toHaveLength(1);
    await late.stop();
  });

  it('has failed when nobody listens until the grant has run out', async () => {
    integration.upstream = { url: `http://127.0.0.1:${await freePort()}/mcp`, era: 'legacy' };
    const callId = await approved();
    await eventually(async () => expect((await system.call(workspace.id, callId)).attempts).toBeGreaterThan(0));
    const sql = `update calls set grant_expires_at = now() - interval '1 second' where id = $1`;
    await system.query(workspace.id, sql, [callId]);
    await eventually(async () => {
      const { state } = await system.call(workspace.id, callId);
      expect(['failed', 'expired']).toContain(state);
    });
    expect(await system.resultText(workspace.id, callId)).toMatch(/could not be sent|not executed/);
  });

  it('sends once more, under a new fence, when the server has lost the session', async () => {
    // Sessions belong to a process, so both calls are sent by the same one.
    const worker = system.get(DispatchCall);
    const [first, callId] = [await approvedAtRest({ id: 1 }), await approvedAtRest({ id: 2 })];
    await worker.execute(workspace.id, first);
    upstream.loseSessions();
    await worker.execute(workspace.id, callId);
    expect(await system.call(workspace.id, callId)).toMatchObject({ state: 'succeeded', fence: 2 });
    expect(upstream.calls.map((received) => received.arguments)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(upstream.initializations).toBe(2);
  });

  it('is won by one of several workers', async () => {
    const callId = await approvedAtRest();
    const workers = [0, 1, 0, 1].map((replica) => system.get(DispatchCall, replica).execute(workspace.id, callId));
    await Promise.all(workers);
    await system.callIn(workspace.id, callId, 'succeeded');
    expect(upstream.calls).toHaveLength(1);
  });

  it('goes to another worker when the first died before it sent anything', async () => {
    const callId = await approvedAtRest();
    const dead = await system.get(DispatchRepository).claim(await system.call(workspace.id, callId));
    await expireLease(callId);
    await system.callIn(workspace.id, callId, 'succeeded');
    expect(upstream.calls).toHaveLength(1);
    // The dead one comes back to life: its fence is old, so it may send nothing and change nothing.
    if (dead === null) throw new Error('it was not claimed');
    expect(await system.get(DispatchRepository).arm(dead, 1_000)).toBeNull();
  });

  it('is out of reach of a worker whose turn was taken over, at every step', async () => {
    const callId = await approvedAtRest();
    const repository = system.get(DispatchRepository);
    const stalled = await repository.claim(await system.call(workspace.id, callId));
    if (stalled === null) throw new Error('it was not claimed');
    await repository.release(stalled, 'its lease ran out');
    const second = await repository.claim(await system.call(workspace.id, callId));
    expect(second?.fence).toBeGreaterThan(stalled.fence);
    expect(await repository.arm(stalled, 60_000)).toBeNull();
    expect(await repository.rearm(stalled, 60_000)).toBeNull();
    await repository.settle(stalled, failure('seen by the stalled one'));
    await repository.release(stalled, 'again');
    expect(await system.call(workspace.id, callId)).toMatchObject({ state: 'dispatching', fence: second?.fence });
    const armed = second && (await repository.arm(second, 60_000));
    expect(armed?.sentAt).not.toBeNull();
    // Armed once is armed: a second worker cannot take it, nor a sweep while the lease holds.
    expect(await repository.claim({ ...stalled, state: 'approved' })).toBeNull();
    await system.get(LedgerSweeper).sweep();
    expect((await system.call(workspace.id, callId)).state).toBe('dispatching');
    if (armed) await repository.settle(armed, failure('ended by the test'));
  });

  it('is unknown when its worker died after it may have been sent, and is not sent again', async () => {
    const callId = await approvedAtRest();
    const repository = system.get(DispatchRepository);
    const claimed = await repository.claim(await system.call(workspace.id, callId));
    const armed = claimed && (await repository.arm(claimed, 1_000));
    if (armed === null) throw new Error('it was not armed');
    await expireLease(callId);
    const call = await system.callIn(workspace.id, callId, 'unknown');
    expect(call.outcomeReason).toMatch(/worker was lost/);
    expect(upstream.calls).toHaveLength(0);
    // Its outcome arrives late: kept as evidence, and nothing changes.
    const outcome = toOutcome(callId, { kind: 'result', result: { content: [] } });
    await repository.settle(armed, outcome);
    expect((await system.call(workspace.id, callId)).state).toBe('unknown');
    const sql = 'select state, fence from late_outcomes where call_id = $1';
    expect(await system.query(workspace.id, sql, [callId])).toEqual([{ state: 'succeeded', fence: armed.fence }]);
  });

  it('is repeated when its worker died and an admin has declared the tool idempotent', async () => {
    const policy = { requiresApproval: true, idempotent: true };
    await system.tool(workspace.id, integration, 'issue.delete', policy);
    const callId = await approvedAtRest();
    const repository = system.get(DispatchRepository);
    const claimed = await repository.claim(await system.call(workspace.id, callId));
    if (claimed === null || (await repository.arm(claimed, 1_000)) === null) throw new Error('it was not armed');
    await expireLease(callId);
    await system.callIn(workspace.id, callId, 'succeeded');
    expect(upstream.calls).toHaveLength(1);
  });

  it('sends nothing when it is cancelled between its turn and its first byte', async () => {
    const callId = await approvedAtRest();
    const repository = system.get(DispatchRepository);
    const claimed = await repository.claim(await system.call(workspace.id, callId));
    if (claimed === null) throw new Error('it was not claimed');
    await system.neighbours.cancelRun(workspace.id, workspace.runId);
    await eventually(async () => expect((await system.call(workspace.id, callId)).cancelRequested).toBe(true));
    expect(await repository.arm(claimed, 1_000)).toBeNull();
    await repository.release(claimed, 'cancelled');
    await system.callIn(workspace.id, callId, 'cancelled');
  });

  it('never leaves a terminal state, whoever writes to the table', async () => {
    const callId = await approved();
    const call = await system.callIn(workspace.id, callId, 'succeeded');
    const sql = `update calls set state = 'failed' where id = $1`;
    await expect(system.query(workspace.id, sql, [callId])).rejects.toThrow(/cannot go from succeeded/);
    await expect(
      system.query(workspace.id, `update calls set arguments = '{}' where id = $1`, [callId]),
    ).rejects.toThrow(/never changes/);
    await system
      .get(DispatchRepository)
      .settle(call, failure('late'))
      .catch(() => undefined);
    expect((await system.call(workspace.id, callId)).state).toBe('succeeded');
  });

  it('is resolved by a person, once, with a result that says who', async () => {
    upstream.behaviour = 'http-500';
    const callId = await approved();
    await system.callIn(workspace.id, callId, 'unknown');
    expect(await resolve(callId, 'succeeded')).toMatchObject({ state: 'resolved_succeeded', isError: false });
    expect(await system.resultText(workspace.id, callId)).toBe('Ada looked into it: the call was executed. I looked.');
    await expect(resolve(callId, 'failed')).rejects.toMatchObject({ code: 'call.not_unknown' });
    await eventually(() => {
      const states = system.neighbours.settled.flatMap((event) => (event.callId === callId ? [event.state] : []));
      expect(states).toEqual(['unknown', 'resolved_succeeded']);
    });
  });

  it('is made again as a new call that is asked about again', async () => {
    upstream.behaviour = 'http-500';
    const callId = await approved();
    const { toolCallId } = await system.callIn(workspace.id, callId, 'unknown');
    expect(await resolve(callId, 'retry')).toMatchObject({ state: 'retried' });
    const again = await eventually(() => {
      const found = system.neighbours.requested.find(
        (request) => request.callId !== callId && request.runId === workspace.runId,
      );
      if (found === undefined) throw new Error('nobody was asked again');
      return found;
    });
    expect(await system.call(workspace.id, again.callId)).toMatchObject({ retryOf: callId, toolCallId });
    upstream.behaviour = 'ok';
    await system.approve(workspace.id, again.callId);
    await system.callIn(workspace.id, again.callId, 'succeeded');
    expect(upstream.calls).toHaveLength(2);
  });
});
