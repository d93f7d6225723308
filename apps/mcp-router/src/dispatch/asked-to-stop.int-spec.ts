import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import type { CrashPoint } from '../crash-points.js';
import { aDoomedRouter } from './doomed-router.fixture-spec.js';

const OF_AN_APPROVED_CALL: readonly CrashPoint[] = [
  'before-decision-commit',
  'after-decision-commit',
  'before-t1',
  'after-t1',
  'before-t2',
  'after-t2',
  'after-send',
  'before-t3',
  'after-t3',
];
const OF_AN_ALLOWED_CALL: readonly CrashPoint[] = ['before-ledger-flush', 'after-ledger-flush'];

/** Crash point 28 of the design: SIGTERM in the middle of a call, at each of its steps. */
describe('a router that is asked to stop', () => {
  const router = aDoomedRouter();

  const dieAt = async (at: CrashPoint): Promise<void> => {
    await router.run({ CRASH_AT: at, CRASH_WITH: 'SIGTERM' });
  };

  it.each(OF_AN_APPROVED_CALL)(
    '%s: the call is executed once, by it or by the next one, and no doubt is left',
    async (at) => {
      await dieAt(at);
      const callId = await router.approved();
      expect(await router.process.exited).toEqual({ code: 0, signal: null });
      await router.succeed(callId);
      await eventually(() => expect(router.settledAs(callId)).toEqual(['succeeded']), { timeoutMs: 20_000 });
      expect(router.upstream.calls).toHaveLength(1);
    },
  );

  it.each(OF_AN_ALLOWED_CALL)('%s: the client is told what happened, and so is the ledger', async (at) => {
    await dieAt(at);
    const answer = await router.allowed();
    expect(await router.process.exited).toEqual({ code: 0, signal: null });
    const calls = await router.system.query<{ state: string }>(router.workspace.id, 'select state from calls');
    const wasSent = router.upstream.calls.length === 1;
    expect(calls).toEqual([{ state: wasSent ? 'succeeded' : 'failed' }]);
    expect(answer).toMatch(wasSent ? /ran issue\.get/ : /Failed: |Not available: /);
  });
});
