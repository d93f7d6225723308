import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, FaultProxy } from '@countersign/testing';
import { aDoomedRouter } from './doomed-router.fixture-spec.js';

interface Row {
  readonly id: string;
  readonly state: string;
}

/** Crash point 25 of the design, for calls that need nobody's approval: their intent is one statement and its own commit. */
describe('a router whose connection to the database is dropped while it records a call that it makes', () => {
  const router = aDoomedRouter();
  let proxy: FaultProxy;
  beforeEach(async () => {
    const { environment } = router.system.infrastructure;
    const url = new URL(environment['DATABASE_SYSTEM_URL'] ?? '');
    proxy = await FaultProxy.start({ host: url.hostname, port: Number(url.port) });
    url.port = String(proxy.port);
    await router.run({ DATABASE_SYSTEM_URL: url.href });
  });
  afterEach(() => proxy.close());

  const rows = (): Promise<Row[]> =>
    router.system.query<Row>(router.workspace.id, 'select id, state from calls order by id');
  const cutIntent = async (lastWord: 'swallowed' | 'delivered'): Promise<string> => {
    const cut = proxy.cutAfter(['insert_intents'], lastWord);
    const answer = router.allowed();
    await cut;
    return answer;
  };

  it('tells the client that nothing was executed, when the ledger has never heard of the call', async () => {
    expect(await cutIntent('swallowed')).toMatch(/"isError":true/);
    expect([await rows(), router.upstream.calls]).toEqual([[], []]);
    expect(await router.allowed()).toContain('ran issue.get 1');
  });

  it('tells it so, and where to look, when the ledger has the call, which ends as what it is: not sent', async () => {
    const answer = await cutIntent('delivered');
    expect(answer).toMatch(/"isError":true/);
    expect(answer).toMatch(/it was not executed\. It may be made again/);
    const [row] = await eventually(async () => {
      const recorded = await rows();
      expect(recorded).toEqual([{ id: expect.any(String), state: 'failed' }]);
      return recorded;
    });
    expect(answer).toContain(row?.id);
    expect(await router.system.resultText(router.workspace.id, row?.id ?? '')).toMatch(/^Failed: nothing was sent: /);
    expect(router.upstream.calls).toEqual([]);
    expect(await router.allowed()).toContain('ran issue.get 1');
  });

  it.each(['swallowed', 'delivered'] as const)(
    'has one outcome, and no evidence against it, when the commit of that is %s',
    async (lastWord) => {
      const cut = proxy.cutAfter(['settle_calls'], lastWord);
      expect(await router.allowed()).toContain('ran issue.get');
      await cut;
      const [row] = await eventually(async () => {
        const recorded = await rows();
        expect(recorded).toEqual([{ id: expect.any(String), state: 'succeeded' }]);
        return recorded;
      });
      // Whatever is tried again is written, or given up, before the process ends.
      expect(await router.process.stop('SIGTERM')).toEqual({ code: 0, signal: null });
      expect(await router.lateOutcomes(row?.id ?? '')).toEqual([]);
      expect(router.upstream.calls).toHaveLength(1);
    },
  );
});
