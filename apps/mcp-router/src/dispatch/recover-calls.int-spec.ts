import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cancelCall, findApprovalOutcome, listPolicyChanges } from '@countersign/contracts';
import { eventually, freePort } from '@countersign/testing';
import type { Call } from '../calls/call.js';
import { CopiesHost } from '../copies/copies.host.js';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { DispatchCall } from './dispatch-call.use-case.js';
import { DispatchRepository } from './dispatch.repository.js';

describe('a call whose worker went away', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;

  beforeAll(async () => {
    system = await RouterSystem.start();
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    upstream = await TestUpstream.start('modern');
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Tracker', upstream);
  });
  afterEach(async () => {
    system.neighbours.isVerificationFailing = false;
    upstream.release();
    await upstream.stop();
  });

  const tool = (policy: Record<string, unknown>): Promise<void> =>
    system.tool(workspace.id, integration, 'issue.get', policy);
  /** Approved, and nobody sends it: its definition cannot be looked at. */
  const approvedAtRest = async (): Promise<Call> => {
    system.neighbours.isVerificationFailing = true;
    const { callId } = await system.submit(workspace, 'mcp__Tracker__issue_x2Eget', {});
    await system.approve(workspace.id, callId);
    await eventually(async () => expect((await system.call(workspace.id, callId)).attempts).toBe(1));
    return rest(callId);
  };
  const rest = async (callId: string): Promise<Call> => {
    await system.query(workspace.id, `update calls set due_at = now() + interval '1 hour' where id = $1`, [callId]);
    return system.call(workspace.id, callId);
  };
  const expireLease = (callId: string): Promise<unknown> =>
    system.query(workspace.id, `update calls set lease_until = now() - interval '1 second' where id = $1`, [callId]);
  /** Sent, and its worker is gone. */
  const lost = async (): Promise<Call> => {
    const call = await approvedAtRest();
    const claimed = await system.get(DispatchRepository).claim(call);
    const armed = claimed && (await system.get(DispatchRepository).arm(claimed, 60_000));
    if (armed === null) throw new Error('it was not armed');
    return armed;
  };
  /** Sent, lost, and to be sent again as soon as somebody takes it. */
  const toBeRepeated = async (): Promise<Call> => {
    await tool({ requiresApproval: true, idempotent: true });
    const { id } = await lost();
    await expireLease(id);
    await system.callIn(workspace.id, id, 'approved');
    const call = await rest(id);
    expect(call).toMatchObject({ isRepeat: true, sentAt: null });
    system.neighbours.isVerificationFailing = false;
    return call;
  };
  const send = ({ id }: Call): Promise<void> => system.get(DispatchCall).execute(workspace.id, id);

  it('is cancelled when somebody asked for that before anything was sent', async () => {
    await tool({ requiresApproval: true });
    const call = await approvedAtRest();
    expect(await system.get(DispatchRepository).claim(call)).not.toBeNull();
    const sql = `update calls set cancel_requested = true, lease_until = now() - interval '1 second' where id = $1`;
    await system.query(workspace.id, sql, [call.id]);
    await system.callIn(workspace.id, call.id, 'cancelled');
    expect(upstream.calls).toHaveLength(0);
  });

  it('is found although policy answers nothing about the calls that wait', async () => {
    await tool({ requiresApproval: true });
    const { id } = await lost();
    const letGo = system.neighbours.traffic.hold(findApprovalOutcome.subject);
    for (const n of [1, 2, 3]) await system.submit(workspace, 'mcp__Tracker__issue_x2Eget', { n });
    await system.query(workspace.id, `update calls set due_at = now() where state = 'pending_approval'`);
    const { asked } = system.neighbours.traffic;
    await eventually(() => expect(asked).toContain(findApprovalOutcome.subject));
    await expireLease(id);
    await eventually(async () => expect((await system.call(workspace.id, id)).state).toBe('unknown'), {
      timeoutMs: 4_000,
    });
    letGo();
  });

  it('is repeated as long as the tool is declared idempotent, and its row says so', async () => {
    const call = await toBeRepeated();
    await send(call);
    expect(await system.call(workspace.id, call.id)).toMatchObject({ state: 'succeeded', isRepeat: true });
    expect(upstream.calls).toHaveLength(1);
  });

  it('is not repeated when that was taken back after it was put up for it', async () => {
    const call = await toBeRepeated();
    await tool({ requiresApproval: true });
    await send(call);
    const ended = await system.call(workspace.id, call.id);
    expect(ended).toMatchObject({ state: 'unknown', isRepeat: true });
    expect(ended.outcomeReason).toMatch(/its repeat ended as invalidated: Nobody allows this tool to be repeated/);
    expect(upstream.calls).toHaveLength(0);
  });

  it('waits for rules that are out of date, not for ever, and is never repeated by what they were', async () => {
    await tool({ requiresApproval: true, idempotent: true });
    const [waiting, overdue] = [await lost(), await lost()];
    const letGo = system.neighbours.traffic.hold(listPolicyChanges.subject);
    system.neighbours.setPolicy(workspace.id, integration, 'issue.get', { requiresApproval: true });
    await eventually(() => expect(system.get(CopiesHost).isCurrent(workspace.id)).toBe(false), { timeoutMs: 15_000 });
    await expireLease(waiting.id);
    await system.query(workspace.id, `update calls set lease_until = now() - interval '2 minutes' where id = $1`, [
      overdue.id,
    ]);
    await system.callIn(workspace.id, overdue.id, 'unknown');
    expect((await system.call(workspace.id, waiting.id)).state).toBe('dispatching');
    letGo();
    const call = await system.callIn(workspace.id, waiting.id, 'unknown');
    expect(call.outcomeReason).toMatch(/worker was lost/);
    expect(upstream.calls).toHaveLength(0);
  });

  it.each<[string, (call: Call) => Promise<unknown>]>([
    [
      'is answered with an error',
      (call) => {
        upstream.behaviour = 'http-403';
        return send(call);
      },
    ],
    [
      'is cancelled',
      ({ id: callId }) =>
        system.neighbours.gatewayClient().ask(cancelCall, {
          workspaceId: workspace.id,
          callId,
          actor: { kind: 'user', id: 'ada', name: 'Ada' },
          reason: 'enough',
        }),
    ],
    [
      'is not sent in the time of its grant',
      ({ id }) => system.query(workspace.id, 'update calls set grant_expires_at = now() where id = $1', [id]),
    ],
    [
      'finds nobody listening in the time of its grant',
      async (call) => {
        integration.upstream = { url: `http://127.0.0.1:${await freePort()}/mcp`, era: 'modern' };
        const soon = `update calls set grant_expires_at = now() + interval '1500 milliseconds' where id = $1`;
        await system.query(workspace.id, soon, [call.id]);
        await send(call);
      },
    ],
  ])('stays unknown when its repeat %s', async (_what, happen) => {
    const call = await toBeRepeated();
    await happen(call);
    const ended = await system.callIn(workspace.id, call.id, 'unknown');
    expect(ended.outcomeReason).toMatch(/^its first answer was lost, and its repeat ended as /);
    expect(await system.query(workspace.id, 'select 1 from call_results where call_id = $1', [call.id])).toEqual([]);
  });
});
