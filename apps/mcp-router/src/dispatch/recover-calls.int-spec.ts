import { afterEach, describe, expect, it } from '@jest/globals';
import { cancelCall, findApprovalOutcome, listPolicyChanges } from '@countersign/contracts';
import { eventually, freePort } from '@countersign/testing';
import type { Call } from '../calls/call.js';
import { CopiesHost } from '../copies/copies.host.js';
import { aTracker } from '../test-tracker.fixture-spec.js';
import { DispatchCall } from './dispatch-call.use-case.js';
import { DispatchRepository } from './dispatch.repository.js';
import { InFlight } from './in-flight.host.js';
import { LedgerSweeper } from './ledger.sweeper.js';

/** Nothing answers slowly here. */
const WORKERS_MS_MAX = 10_000;

describe('a call whose worker went away', () => {
  const tracker = aTracker();
  afterEach(() => {
    tracker.neighbours.isVerificationFailing = false;
  });

  const tool = (policy: Record<string, unknown>): Promise<void> => tracker.tool('issue.get', policy);
  /** Approved, and nobody sends it: its definition cannot be looked at. */
  const approvedAtRest = async (): Promise<Call> => {
    tracker.neighbours.isVerificationFailing = true;
    const { callId } = await tracker.submit('mcp__Tracker__issue_x2Eget', {});
    await tracker.approve(callId);
    await eventually(async () => expect((await tracker.call(callId)).attempts).toBeGreaterThan(0));
    return rest(callId);
  };
  /** Due in an hour, after one try: whoever had taken it before, and would say when it is due, has said so. */
  const rest = (callId: string): Promise<Call> =>
    eventually(async () => {
      const sql = `update calls set due_at = now() + interval '1 hour', attempts = 1 where id = $1`;
      await tracker.query(sql, [callId]);
      await tracker.system.get(LedgerSweeper).sweep();
      await tracker.system.get(InFlight).drain(WORKERS_MS_MAX);
      const due = `select 1 from calls where id = $1 and attempts = 1 and due_at > now() + interval '30 minutes'`;
      expect(await tracker.query(due, [callId])).toHaveLength(1);
      return tracker.call(callId);
    });
  const expireLease = (callId: string): Promise<unknown> =>
    tracker.query(`update calls set lease_until = now() - interval '1 second' where id = $1`, [callId]);
  /** Sent, and its worker is gone. */
  const lost = async (): Promise<Call> => {
    const call = await approvedAtRest();
    const claimed = await tracker.system.get(DispatchRepository).claim(call);
    const armed = claimed && (await tracker.system.get(DispatchRepository).arm(claimed, 60_000));
    if (armed === null) throw new Error('it was not armed');
    return armed;
  };
  /** Sent, lost, and to be sent again as soon as somebody takes it. */
  const toBeRepeated = async (): Promise<Call> => {
    await tool({ requiresApproval: true, idempotent: true });
    const { id } = await lost();
    await expireLease(id);
    await tracker.callIn(id, 'approved');
    const call = await rest(id);
    expect(call).toMatchObject({ isRepeat: true, sentAt: null });
    tracker.neighbours.isVerificationFailing = false;
    return call;
  };
  const send = ({ id }: Call): Promise<void> => tracker.system.get(DispatchCall).execute(tracker.workspace.id, id);

  it('is cancelled when somebody asked for that before anything was sent', async () => {
    await tool({ requiresApproval: true });
    const call = await approvedAtRest();
    expect(await tracker.system.get(DispatchRepository).claim(call)).not.toBeNull();
    const sql = `update calls set cancel_requested = true, lease_until = now() - interval '1 second' where id = $1`;
    await tracker.query(sql, [call.id]);
    await tracker.callIn(call.id, 'cancelled');
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('is found although policy answers nothing about the calls that wait', async () => {
    await tool({ requiresApproval: true });
    const { id } = await lost();
    const letGo = tracker.neighbours.traffic.hold(findApprovalOutcome.subject);
    for (const n of [1, 2, 3]) await tracker.submit('mcp__Tracker__issue_x2Eget', { n });
    await tracker.query(`update calls set due_at = now() where state = 'pending_approval'`);
    const { asked } = tracker.neighbours.traffic;
    await eventually(() => expect(asked).toContain(findApprovalOutcome.subject));
    await expireLease(id);
    await eventually(async () => expect((await tracker.call(id)).state).toBe('unknown'), {
      timeoutMs: 4_000,
    });
    letGo();
  });

  it('is repeated as long as the tool is declared idempotent, and its row says so', async () => {
    const call = await toBeRepeated();
    await send(call);
    expect(await tracker.call(call.id)).toMatchObject({ state: 'succeeded', isRepeat: true });
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it('is not repeated when that was taken back after it was put up for it', async () => {
    const call = await toBeRepeated();
    await tool({ requiresApproval: true });
    await send(call);
    const ended = await tracker.call(call.id);
    expect(ended).toMatchObject({ state: 'unknown', isRepeat: true });
    expect(ended.outcomeReason).toMatch(/its repeat ended as invalidated: Nobody allows this tool to be repeated/);
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('waits for rules that are out of date, not for ever, and is never repeated by what they were', async () => {
    await tool({ requiresApproval: true, idempotent: true });
    const [waiting, overdue] = [await lost(), await lost()];
    const letGo = tracker.neighbours.traffic.hold(listPolicyChanges.subject);
    tracker.neighbours.setPolicy(tracker.workspace.id, tracker.integration, 'issue.get', { requiresApproval: true });
    await eventually(() => expect(tracker.system.get(CopiesHost).isCurrent(tracker.workspace.id)).toBe(false), {
      timeoutMs: 15_000,
    });
    await expireLease(waiting.id);
    await tracker.query(`update calls set lease_until = now() - interval '2 minutes' where id = $1`, [overdue.id]);
    await tracker.callIn(overdue.id, 'unknown');
    expect((await tracker.call(waiting.id)).state).toBe('dispatching');
    letGo();
    const call = await tracker.callIn(waiting.id, 'unknown');
    expect(call.outcomeReason).toMatch(/worker was lost/);
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it.each<[string, (call: Call) => Promise<unknown>]>([
    [
      'is answered with an error',
      (call) => {
        tracker.upstream.behaviour = 'http-403';
        return send(call);
      },
    ],
    [
      'is cancelled',
      ({ id: callId }) =>
        tracker.neighbours.gatewayClient().ask(cancelCall, {
          workspaceId: tracker.workspace.id,
          callId,
          actor: { kind: 'user', id: 'ada', name: 'Ada' },
          reason: 'enough',
        }),
    ],
    [
      'is not sent in the time of its grant',
      ({ id }) => tracker.query('update calls set grant_expires_at = now() where id = $1', [id]),
    ],
    [
      'finds nobody listening in the time of its grant',
      async (call) => {
        tracker.integration.upstream = { url: `http://127.0.0.1:${await freePort()}/mcp`, era: 'modern' };
        const soon = `update calls set grant_expires_at = now() + interval '1500 milliseconds' where id = $1`;
        await tracker.query(soon, [call.id]);
        await send(call);
      },
    ],
  ])('stays unknown when its repeat %s', async (_what, happen) => {
    const call = await toBeRepeated();
    await happen(call);
    const ended = await tracker.callIn(call.id, 'unknown');
    expect(ended.outcomeReason).toMatch(/^its first answer was lost, and its repeat ended as /);
    expect(await tracker.query('select 1 from call_results where call_id = $1', [call.id])).toEqual([]);
  });
});
