import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import type { Call } from '../calls/call.js';
import type { CrashPoint } from '../crash-points.js';
import type { Behaviour } from '../test-upstream.fixture-spec.js';
import { aDoomedRouter } from './doomed-router.fixture-spec.js';

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
  const router = aDoomedRouter();

  const dieAt = async (at: Death['at']): Promise<void> => {
    if (at === 'arrival') await eventually(() => expect(router.upstream.arrivals).toBe(1));
    if (at === 'execution') await eventually(() => expect(router.upstream.calls).toHaveLength(1));
    const victim = router.process;
    const end = await (at === 'arrival' || at === 'execution' ? victim.stop('SIGKILL') : victim.exited);
    expect(end).toEqual({ code: null, signal: 'SIGKILL' });
  };

  it.each(DEATHS)('at %s, leaves what is true to the next one', async (_point, { at, server, left, end, executed }) => {
    const [before, after] = executed;
    router.upstream.behaviour = server;
    await router.run({ CRASH_AT: at });
    const callId = await router.approved();
    await dieAt(at);
    const found = await router.call(callId);
    expect(found).toMatchObject(left);
    if (at !== 'after-t1') expect(found.sentAt).not.toBeNull();
    expect(router.upstream.calls).toHaveLength(before);
    expect(router.settledAs(callId)).toEqual([]);

    router.upstream.behaviour = 'ok';
    await router.succeed(callId);
    expect(await router.callIn(callId, end)).toMatchObject({ isRepeat: false });
    await eventually(() => expect(router.settledAs(callId)).toEqual([end]));
    expect(router.upstream.calls).toHaveLength(after);
    const effects = router.upstream.calls.map(({ meta }) => meta['dev.countersign/idempotency-key']);
    expect(effects).toEqual(Array.from({ length: after }, () => callId));
  });

  it('loses no outcome to SIGTERM, though every answer comes when it has begun to end', async () => {
    const { system, upstream, workspace } = router;
    upstream.behaviour = 'late';
    const victim = await router.run();
    const external = Array.from({ length: 5 }, () => router.allowed());
    await Promise.all(Array.from({ length: 5 }, () => system.submit(workspace, 'mcp__Tracker__issue_x2Eget', {})));
    await router.approved();
    await eventually(() => expect(upstream.calls).toHaveLength(11));
    const ended = victim.stop('SIGTERM');
    await eventually(async () => expect((await fetch(victim.readyUrl)).status).toBe(503));
    upstream.release();
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(await system.query(workspace.id, 'select distinct state from calls')).toEqual([{ state: 'succeeded' }]);
    for (const answer of await Promise.all(external)) expect(answer).toMatch(/ran issue\.get/);
  });
});
