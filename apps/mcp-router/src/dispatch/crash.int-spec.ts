import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import type { Call } from '../calls/call.js';
import type { CrashPoint } from '../crash-points.js';
import { startRouterProcess, type RouterProcess } from '../test-router-process.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream, type Behaviour } from '../test-upstream.fixture-spec.js';

/** Where one call dies: at a line of the router, or at a moment that only its server sees. */
interface Death {
  readonly at: CrashPoint | 'arrival' | 'execution';
  readonly server: Behaviour;
  /** What the dead router left in the ledger. */
  readonly left: Partial<Call>;
  /** What another router makes of it. */
  readonly end: Call['state'];
  /** What the server's own ledger says, at the death and for ever after. */
  readonly executed: readonly [before: number, after: number];
}

/** Numbers are those of the list of crash points that the design of a call's life keeps. */
const DEATHS: readonly (readonly [point: string, death: Death])[] = [
  [
    '13: T1 committed',
    { at: 'after-t1', server: 'ok', left: { state: 'dispatching', sentAt: null }, end: 'succeeded', executed: [0, 1] },
  ],
  [
    '14: T2 committed, nothing sent',
    { at: 'after-t2', server: 'ok', left: { state: 'dispatching', fence: 1 }, end: 'unknown', executed: [0, 0] },
  ],
  [
    '15: sent, its server has not executed it',
    { at: 'arrival', server: 'stuck', left: { state: 'dispatching', fence: 1 }, end: 'unknown', executed: [0, 0] },
  ],
  [
    '16: executed, the answer is lost',
    { at: 'execution', server: 'hang', left: { state: 'dispatching', fence: 1 }, end: 'unknown', executed: [1, 1] },
  ],
  [
    '17: answered, T3 not committed',
    { at: 'before-t3', server: 'ok', left: { state: 'dispatching', fence: 1 }, end: 'unknown', executed: [1, 1] },
  ],
  [
    '18: T3 committed, its event not relayed',
    { at: 'after-t3', server: 'ok', left: { state: 'succeeded', fence: 1 }, end: 'succeeded', executed: [1, 1] },
  ],
];

describe('a router that is killed', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let victim: RouterProcess;

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 0 });
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    upstream = await TestUpstream.start('legacy');
    workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Tracker', upstream);
    integration.timeoutMs = 20_000;
    await system.tool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
    await system.tool(workspace.id, integration, 'issue.get');
  });
  afterEach(async () => {
    await victim.stop('SIGKILL');
    await upstream.stop();
    await Promise.all(system.replicas.splice(0).map((heir) => heir.close()));
  });

  const approved = async (): Promise<string> => {
    const { callId } = await system.submit(workspace, 'mcp__Tracker__issue_x2Edelete', { id: 7 });
    await system.approve(workspace.id, callId);
    return callId;
  };
  const settledAs = (callId: string): string[] =>
    system.neighbours.settled.flatMap((event) => (event.callId === callId ? [event.state] : []));
  const dieAt = async (at: Death['at']): Promise<void> => {
    if (at === 'arrival') await eventually(() => expect(upstream.arrivals).toBe(1));
    if (at === 'execution') await eventually(() => expect(upstream.calls).toHaveLength(1));
    const end = await (at === 'arrival' || at === 'execution' ? victim.stop('SIGKILL') : victim.exited);
    expect(end).toEqual({ code: null, signal: 'SIGKILL' });
  };

  it.each(DEATHS)('at %s, leaves what is true to the next one', async (_point, { at, server, left, end, executed }) => {
    const [before, after] = executed;
    upstream.behaviour = server;
    victim = await startRouterProcess(system.infrastructure, { CRASH_AT: at });
    const callId = await approved();
    await dieAt(at);
    const found = await system.call(workspace.id, callId);
    expect(found).toMatchObject(left);
    if (at !== 'after-t1') expect(found.sentAt).not.toBeNull();
    expect(upstream.calls).toHaveLength(before);
    expect(settledAs(callId)).toEqual([]);

    upstream.behaviour = 'ok';
    await system.addReplica();
    // The lease, and the one of the dead relay, brought forward.
    const expire = `update calls set lease_until = now() where id = $1 and state = 'dispatching'`;
    await system.query(workspace.id, expire, [callId]);
    await system.infrastructure.database.system((tx) => tx.query('update outbox set leased_until = now()'));
    expect(await system.callIn(workspace.id, callId, end)).toMatchObject({ isRepeat: false });
    await eventually(() => expect(settledAs(callId)).toEqual([end]));
    expect(upstream.calls).toHaveLength(after);
    const effects = upstream.calls.map(({ meta }) => meta['dev.countersign/idempotency-key']);
    expect(effects).toEqual(Array.from({ length: after }, () => callId));
  });

  it('loses no outcome to SIGTERM, though every answer comes when it has begun to end', async () => {
    upstream.behaviour = 'late';
    victim = await startRouterProcess(system.infrastructure);
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${system.clientToken(workspace.id)}`,
    };
    const params = { name: 'Tracker__issue_x2Eget', arguments: {} };
    const external = Array.from({ length: 5 }, (_, id) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params });
      return fetch(victim.mcpUrl, { method: 'POST', headers, body }).then((response) => response.text());
    });
    await Promise.all(Array.from({ length: 5 }, () => system.submit(workspace, 'mcp__Tracker__issue_x2Eget', {})));
    await approved();
    await eventually(() => expect(upstream.calls).toHaveLength(11));
    const ended = victim.stop('SIGTERM');
    await eventually(async () => expect((await fetch(victim.readyUrl)).status).toBe(503));
    upstream.release();
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(await system.query(workspace.id, 'select distinct state from calls')).toEqual([{ state: 'succeeded' }]);
    for (const answer of await Promise.all(external)) expect(answer).toMatch(/ran issue\.get/);
  });
});
