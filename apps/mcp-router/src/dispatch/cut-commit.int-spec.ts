import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, FaultProxy, type LastWord } from '@countersign/testing';
import type { Call } from '../calls/call.js';
import { aDoomedRouter } from './doomed-router.fixture-spec.js';

/** What only this step of a call writes, in a transaction that ends with COMMIT. */
const STEPS = {
  submission: 'insert into calls',
  decision: 'insert into consumed_grants',
  T1: 'fence = fence + 1, sent_at = null',
  T2: 'set sent_at = clock_timestamp()',
  T3: 'insert into call_results',
} as const;

interface Cut {
  readonly step: keyof typeof STEPS;
  /** Whether the database got to hear the COMMIT; the router does not get to know. */
  readonly commit: LastWord;
  readonly end: Call['state'];
  readonly executed: number;
}

const CUTS: readonly Cut[] = [
  { step: 'decision', commit: 'swallowed', end: 'succeeded', executed: 1 },
  { step: 'decision', commit: 'delivered', end: 'succeeded', executed: 1 },
  { step: 'T1', commit: 'swallowed', end: 'succeeded', executed: 1 },
  { step: 'T1', commit: 'delivered', end: 'succeeded', executed: 1 },
  { step: 'T2', commit: 'swallowed', end: 'succeeded', executed: 1 },
  // It may have been sent, for all that the ledger knows.
  { step: 'T2', commit: 'delivered', end: 'unknown', executed: 0 },
  { step: 'T3', commit: 'swallowed', end: 'succeeded', executed: 1 },
  { step: 'T3', commit: 'delivered', end: 'succeeded', executed: 1 },
];

/** Crash point 25 of the design: nobody knows whether the transaction was committed. */
describe('a router whose connection to the database is dropped mid-commit', () => {
  const router = aDoomedRouter();
  let proxy: FaultProxy;
  beforeEach(async () => {
    const { environment } = router.system.infrastructure;
    const url = new URL(environment['DATABASE_APP_URL'] ?? '');
    proxy = await FaultProxy.start({ host: url.hostname, port: Number(url.port) });
    url.port = String(proxy.port);
    await router.run({ DATABASE_APP_URL: url.href });
  });
  afterEach(() => proxy.close());

  it.each(CUTS)('$step, COMMIT $commit: the call ends as $end', async ({ step, commit, end, executed }) => {
    const cut = proxy.cutAfter([STEPS[step], 'COMMIT'], commit);
    const callId = await router.approved();
    await cut;
    await eventually(
      async () => {
        // What is known is recorded within the lease; what is not has to wait for its end.
        if (step !== 'T3') await router.expireLease(callId);
        expect((await router.call(callId)).state).toBe(end);
      },
      { timeoutMs: 20_000 },
    );
    await eventually(() => expect(router.settledAs(callId)).toEqual([end]));
    expect(await router.process.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(router.upstream.calls).toHaveLength(executed);
    expect(await router.lateOutcomes(callId)).toEqual([]);
  });

  it.each(['swallowed', 'delivered'] as const)(
    'submission, COMMIT %s: the run that submits it again has one call',
    async (commit) => {
      const { system, workspace } = router;
      const submit = () => system.submit(workspace, 'mcp__Tracker__issue_x2Edelete', { id: 7 }, 'toolu_1');
      const cut = proxy.cutAfter([STEPS.submission, 'COMMIT'], commit);
      await expect(submit()).rejects.toThrow();
      await cut;
      const { callId } = await submit();
      expect(await system.query(workspace.id, 'select id from calls')).toEqual([{ id: callId }]);
      await system.approve(workspace.id, callId);
      await router.callIn(callId, 'succeeded');
      expect(router.upstream.calls).toHaveLength(1);
    },
  );
});
