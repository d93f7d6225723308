import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import type { Call } from '../calls/call.js';
import type { CrashPoint } from '../crash-points.js';
import { SEND_WINDOW_MS } from '../limits.js';
import { aDoomedRouter } from './doomed-router.fixture-spec.js';

/** Crash point 23 of the design: the lease of a process that is alive runs out, at each step of a dispatch. */
interface Freeze {
  readonly at: CrashPoint;
  /** What the next router makes of the call meanwhile. */
  readonly end: Call['state'];
  /** What the server has executed when the frozen one goes on, and for ever after. */
  readonly executed: readonly [before: number, after: number];
  /** What the frozen one finds out when it goes on. */
  readonly evidence: readonly string[];
  readonly frozenMs?: number;
}

const FREEZES: readonly Freeze[] = [
  { at: 'before-t1', end: 'succeeded', executed: [1, 1], evidence: [] },
  { at: 'after-t1', end: 'succeeded', executed: [1, 1], evidence: [] },
  { at: 'before-t2', end: 'succeeded', executed: [1, 1], evidence: [] },
  // The clock that is looked at once more before the first byte.
  { at: 'after-t2', end: 'unknown', executed: [0, 0], evidence: [], frozenMs: SEND_WINDOW_MS + 500 },
  // The one window that is left, and that the design names: it is sent, and nobody has claimed that it was not.
  { at: 'after-send', end: 'unknown', executed: [0, 1], evidence: ['succeeded'] },
  { at: 'before-t3', end: 'unknown', executed: [1, 1], evidence: ['succeeded'] },
  { at: 'after-t3', end: 'succeeded', executed: [1, 1], evidence: [] },
];

describe('a router that stands still for longer than its lease', () => {
  const router = aDoomedRouter();

  it.each(FREEZES)('$at: another one takes over, and nothing is executed twice', async (freeze) => {
    const { at, end, executed, evidence, frozenMs = 0 } = freeze;
    const { pid } = await router.run({ CRASH_AT: at, CRASH_WITH: 'SIGSTOP' });
    const callId = await router.approved();
    await router.standsStill();
    const stoppedAt = performance.now();
    await router.succeed(callId);
    await eventually(async () => {
      await router.expireLease(callId);
      expect((await router.call(callId)).state).toBe(end);
    });
    expect(router.upstream.calls).toHaveLength(executed[0]);

    await eventually(() => expect(performance.now() - stoppedAt).toBeGreaterThan(frozenMs));
    process.kill(pid, 'SIGCONT');
    await router.isReadyAgain();
    await eventually(async () => expect(await router.lateOutcomes(callId)).toEqual(evidence));
    // It ends what it has under way before it ends.
    expect(await router.process.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(await router.call(callId)).toMatchObject({ state: end, isRepeat: false });
    expect(router.upstream.calls).toHaveLength(executed[1]);
    await eventually(() => expect(router.settledAs(callId)).toEqual([end]));
  });
});
