import { describe, expect, it } from '@jest/globals';
import { eventually, freePort } from '@countersign/testing';
import type { Call } from '../calls/call.js';
import { aRouter } from '../test-router.fixture-spec.js';
import { aTracker } from '../test-tracker.fixture-spec.js';
import { TestUpstream, type Behaviour } from '../test-upstream.fixture-spec.js';
import { DispatchCall } from './dispatch-call.use-case.js';
import { DispatchRepository } from './dispatch.repository.js';
import { LedgerSweeper } from './ledger.sweeper.js';
import { failure, toOutcome } from './to-outcome.js';

/** No sweeper takes it within the time of a test. */
const AT_REST_MS = 1_800_000;
const DELETE = 'mcp__Tracker__issue_x2Edelete';

describe('the dispatch of an approved call', () => {
  const tracker = aTracker({
    router: aRouter({ replicas: 2 }),
    era: 'legacy',
    tools: { 'issue.delete': { requiresApproval: true } },
  });

  const approved = async (args: unknown = { id: 7 }): Promise<string> => {
    const { callId } = await tracker.submit(DELETE, args);
    await tracker.approve(callId);
    return callId;
  };
  /** Approved in the ledger, and nobody has begun to send it: its definition cannot be looked at for a moment. */
  const approvedAtRest = async (args?: unknown): Promise<string> => {
    tracker.neighbours.isVerificationFailing = true;
    const before = tracker.neighbours.verifications;
    const callId = await approved(args);
    // The sweeper may look, too, on a busy machine: whoever began to look must have put it off before it is at rest.
    await eventually(async () => {
      await tracker.query(`update calls set due_at = now() + interval '1 hour' where id = $1`, [callId]);
      const looks = Math.max(1, tracker.neighbours.verifications - before);
      const { attempts, dueAt } = await tracker.call(callId);
      expect(attempts).toBeGreaterThanOrEqual(looks);
      expect(dueAt?.getTime()).toBeGreaterThan(Date.now() + AT_REST_MS);
    });
    tracker.neighbours.isVerificationFailing = false;
    return callId;
  };
  const expireLease = async (callId: string): Promise<void> => {
    const sql = `update calls set lease_until = now() - interval '1 second' where id = $1`;
    await tracker.query(sql, [callId]);
  };

  it.each<[Behaviour, Call['state'], RegExp]>([
    ['http-500', 'unknown', /HTTP 500/],
    ['reset', 'unknown', /connection was lost/],
    ['hang', 'unknown', /no answer came within 2 s/],
    ['deep', 'unknown', /nested more than 64 levels deep/],
    ['http-403', 'failed', /HTTP 403/],
    ['rpc-error', 'failed', /bad arguments/],
    ['input-required', 'failed', /more input/],
  ])('ends a call that was answered by %s as %s, and never sends it again', async (behaviour, state, reason) => {
    tracker.upstream.behaviour = behaviour;
    if (behaviour === 'hang') tracker.integration.timeoutMs = 2_000;
    const callId = await approved();
    const call = await tracker.callIn(callId, state);
    expect(call.outcomeReason).toMatch(reason);
    tracker.upstream.behaviour = 'ok';
    await tracker.system.get(LedgerSweeper).sweep();
    expect(tracker.upstream.calls).toHaveLength(1);
    await eventually(() => {
      expect(tracker.neighbours.settled.find((event) => event.callId === callId)).toMatchObject({
        state,
        isError: true,
      });
    });
  });

  it('sends nothing while the server does not say what it offers', async () => {
    const callId = await approvedAtRest();
    tracker.neighbours.isVerificationFailing = true;
    await tracker.system.get(DispatchCall).execute(tracker.workspace.id, callId);
    const postponed = await tracker.call(callId);
    expect(postponed).toMatchObject({ state: 'approved', sentAt: null });
    // The sweeper may have been there, too.
    expect(postponed.attempts).toBeGreaterThanOrEqual(2);
    expect(tracker.upstream.calls).toHaveLength(0);
    tracker.neighbours.isVerificationFailing = false;
    await tracker.callIn(callId, 'succeeded');
  });

  it('is voided at once when its integration is gone: nobody is asked about what is not there', async () => {
    const callId = await approvedAtRest();
    const { attempts } = await tracker.call(callId);
    tracker.neighbours.removeIntegration(tracker.workspace.id, tracker.integration);
    await tracker.followed();
    await tracker.system.get(DispatchCall).execute(tracker.workspace.id, callId);
    expect(await tracker.call(callId)).toMatchObject({ state: 'invalidated', attempts });
    expect(await tracker.resultText(callId)).toMatch(/^Not available: /);
  });

  it('is for a person to find out about when a repeat without a grant cannot be looked at for long', async () => {
    await tracker.tool('issue.get', { idempotent: true });
    tracker.upstream.behaviour = 'late';
    const { callId } = await tracker.submit('mcp__Tracker__issue_x2Eget', {});
    await eventually(() => expect(tracker.upstream.calls).toHaveLength(1));
    tracker.neighbours.isVerificationFailing = true;
    await expireLease(callId);
    await eventually(async () => expect((await tracker.call(callId)).state).toBe('approved'));
    const sql = `update calls set due_at = now() where id = $1 and state = 'approved'`;
    await eventually(
      async () => {
        await tracker.query(sql, [callId]);
        expect((await tracker.call(callId)).state).toBe('unknown');
      },
      { timeoutMs: 15_000 },
    );
    tracker.neighbours.isVerificationFailing = false;
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it('tries again when nobody listens, and sends once when somebody does', async () => {
    const port = await freePort();
    tracker.integration.upstream = { url: `http://127.0.0.1:${port}/mcp`, era: 'legacy' };
    const callId = await approved();
    await eventually(async () => {
      const call = await tracker.call(callId);
      expect(call).toMatchObject({ state: 'approved', sentAt: null });
      expect(call.attempts).toBeGreaterThan(0);
    });
    const late = await TestUpstream.start('legacy', port);
    const call = await tracker.callIn(callId, 'succeeded');
    expect(call.fence).toBeGreaterThan(1);
    expect(late.calls).toHaveLength(1);
    await late.stop();
  });

  it('has failed when nobody listens until the grant has run out', async () => {
    tracker.integration.upstream = { url: `http://127.0.0.1:${await freePort()}/mcp`, era: 'legacy' };
    const callId = await approved();
    await eventually(async () => expect((await tracker.call(callId)).attempts).toBeGreaterThan(0));
    const sql = `update calls set grant_expires_at = now() - interval '1 second' where id = $1`;
    await tracker.query(sql, [callId]);
    await eventually(async () => {
      const { state } = await tracker.call(callId);
      expect(['failed', 'expired']).toContain(state);
    });
    expect(await tracker.resultText(callId)).toMatch(/could not be sent|not executed/);
  });

  it('sends once more, under a new fence, when the server has lost the session', async () => {
    // Sessions belong to a process, so both calls are sent by the same one.
    const worker = tracker.system.get(DispatchCall);
    const [first, callId] = [await approvedAtRest({ id: 1 }), await approvedAtRest({ id: 2 })];
    await worker.execute(tracker.workspace.id, first);
    tracker.upstream.loseSessions();
    await worker.execute(tracker.workspace.id, callId);
    expect(await tracker.call(callId)).toMatchObject({ state: 'succeeded', fence: 2 });
    expect(tracker.upstream.calls.map((received) => received.arguments)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(tracker.upstream.initializations).toBe(2);
  });

  it('is won by one of several workers', async () => {
    const callId = await approvedAtRest();
    const workers = [0, 1, 0, 1].map((replica) =>
      tracker.system.get(DispatchCall, replica).execute(tracker.workspace.id, callId),
    );
    await Promise.all(workers);
    await tracker.callIn(callId, 'succeeded');
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it('goes to another worker when the first died before it sent anything', async () => {
    const callId = await approvedAtRest();
    const dead = await tracker.system.get(DispatchRepository).claim(await tracker.call(callId));
    await expireLease(callId);
    await tracker.callIn(callId, 'succeeded');
    expect(tracker.upstream.calls).toHaveLength(1);
    // The dead one comes back to life: its fence is old, so it may send nothing and change nothing.
    if (dead === null) throw new Error('it was not claimed');
    expect(await tracker.system.get(DispatchRepository).arm(dead, 1_000)).toBeNull();
  });

  it('is out of reach of a worker whose turn was taken over, at every step', async () => {
    const callId = await approvedAtRest();
    const repository = tracker.system.get(DispatchRepository);
    const stalled = await repository.claim(await tracker.call(callId));
    if (stalled === null) throw new Error('it was not claimed');
    await repository.release(stalled, 'its lease ran out');
    const second = await repository.claim(await tracker.call(callId));
    expect(second?.fence).toBeGreaterThan(stalled.fence);
    expect(await repository.arm(stalled, 60_000)).toBeNull();
    expect(await repository.rearm(stalled, 60_000)).toBeNull();
    await repository.settle(stalled, failure('seen by the stalled one'));
    await repository.release(stalled, 'again');
    expect(await tracker.call(callId)).toMatchObject({ state: 'dispatching', fence: second?.fence });
    const armed = second && (await repository.arm(second, 60_000));
    expect(armed?.sentAt).not.toBeNull();
    // Armed once is armed: a second worker cannot take it, nor a sweep while the lease holds.
    expect(await repository.claim({ ...stalled, state: 'approved' })).toBeNull();
    await tracker.system.get(LedgerSweeper).sweep();
    expect((await tracker.call(callId)).state).toBe('dispatching');
    if (armed) await repository.settle(armed, failure('ended by the test'));
  });

  it('is unknown when its worker died after it may have been sent, and is not sent again', async () => {
    const callId = await approvedAtRest();
    const repository = tracker.system.get(DispatchRepository);
    const claimed = await repository.claim(await tracker.call(callId));
    const armed = claimed && (await repository.arm(claimed, 1_000));
    if (armed === null) throw new Error('it was not armed');
    await expireLease(callId);
    const call = await tracker.callIn(callId, 'unknown');
    expect(call.outcomeReason).toMatch(/worker was lost/);
    expect(tracker.upstream.calls).toHaveLength(0);
    // Its outcome arrives late: kept as evidence, and nothing changes.
    const outcome = toOutcome(callId, { kind: 'result', result: { content: [] } });
    await repository.settle(armed, outcome);
    expect((await tracker.call(callId)).state).toBe('unknown');
    const sql = 'select state, fence from late_outcomes where call_id = $1';
    expect(await tracker.query(sql, [callId])).toEqual([{ state: 'succeeded', fence: armed.fence }]);
  });

  it('is repeated when its worker died and an admin has declared the tool idempotent', async () => {
    const policy = { requiresApproval: true, idempotent: true };
    await tracker.tool('issue.delete', policy);
    const callId = await approvedAtRest();
    const repository = tracker.system.get(DispatchRepository);
    const claimed = await repository.claim(await tracker.call(callId));
    if (claimed === null || (await repository.arm(claimed, 1_000)) === null) throw new Error('it was not armed');
    await expireLease(callId);
    await tracker.callIn(callId, 'succeeded');
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it('sends nothing when it is cancelled between its turn and its first byte', async () => {
    const callId = await approvedAtRest();
    const repository = tracker.system.get(DispatchRepository);
    const claimed = await repository.claim(await tracker.call(callId));
    if (claimed === null) throw new Error('it was not claimed');
    await tracker.neighbours.cancelRun(tracker.workspace.id, tracker.workspace.runId);
    await eventually(async () => expect((await tracker.call(callId)).cancelRequested).toBe(true));
    expect(await repository.arm(claimed, 1_000)).toBeNull();
    await repository.release(claimed, 'cancelled');
    await tracker.callIn(callId, 'cancelled');
  });

  it('never leaves a terminal state, whoever writes to the table', async () => {
    const callId = await approved();
    const call = await tracker.callIn(callId, 'succeeded');
    const sql = `update calls set state = 'failed' where id = $1`;
    await expect(tracker.query(sql, [callId])).rejects.toThrow(/cannot go from succeeded/);
    await expect(tracker.query(`update calls set arguments = '{}' where id = $1`, [callId])).rejects.toThrow(
      /never changes/,
    );
    await tracker.system
      .get(DispatchRepository)
      .settle(call, failure('late'))
      .catch(() => undefined);
    expect((await tracker.call(callId)).state).toBe('succeeded');
  });
});
