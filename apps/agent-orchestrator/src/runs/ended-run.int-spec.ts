import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CancelRunCallsRequest, RunView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';
import { EndedRunsSweeper } from './ended-runs.sweeper.js';

const ASK = 'mcp__Tracker__ask';
const ALLOW = 'mcp__Tracker__allow';

describe('a run that is over', () => {
  let system: OrchestratorSystem;

  beforeAll(async () => {
    system = await OrchestratorSystem.start();
  });
  afterEach(() => {
    system.gateway.refuseToken = () => null;
    system.router.refuse = () => null;
  });
  afterAll(async () => {
    await system.stop();
  });

  const endingsOf = (run: RunView): CancelRunCallsRequest[] =>
    system.router.endings.filter(({ runId }) => runId === run.id);
  const statesOf = (run: RunView): string[] => system.router.ofRun(run.id).map(({ state }) => state);
  /** Nobody waits for the time that the announcement is given. */
  const makeDue = (run: RunView) =>
    system.sql('update runs set cancel_due_at = now() where id = $1 and cancel_due_at is not null', [run.id]);
  const isConfirmed = async (run: RunView): Promise<boolean> => {
    const rows = await system.sql('select 1 from runs where id = $1 and cancel_due_at is null', [run.id]);
    return rows.length === 1;
  };
  const confirmed = (run: RunView): Promise<void> =>
    eventually(async () => {
      if (await isConfirmed(run)) return;
      await makeDue(run);
      await system.get(EndedRunsSweeper).sweep();
      throw new Error('the router has not confirmed yet');
    });

  const cancelled = async (): Promise<RunView> => {
    const run = await system.run(`call ${ASK} {"id":"1"}\ncall ${ASK} {"id":"2"}`);
    await system.until(run, 'suspended');
    await system.gateway.cancelRun(run);
    return run;
  };

  describe('because it was cancelled', () => {
    it('has its open calls ended by request, where the announcement has no effect', async () => {
      const run = await cancelled();
      await confirmed(run);
      expect(statesOf(run)).toEqual(['cancelled', 'cancelled']);
      expect(endingsOf(run)[0]).toMatchObject({ workspaceId: run.workspaceId, reason: 'the run was cancelled' });
    });

    it('is asked about until the router confirms, and not after that', async () => {
      system.router.endingRefusals.push('router.behind', 'internal');
      const run = await cancelled();
      await confirmed(run);
      const asked = endingsOf(run).length;
      expect(asked).toBeGreaterThanOrEqual(3);
      await makeDue(run);
      const other = await cancelled();
      await confirmed(other);
      expect(endingsOf(run)).toHaveLength(asked);
    });

    it('leaves the announcement its time first', async () => {
      const run = await cancelled();
      const rows = await system.sql<{ seconds: number }>(
        'select extract(epoch from cancel_due_at - now())::float as seconds from runs where id = $1',
        [run.id],
      );
      expect(rows[0]?.seconds).toBeGreaterThan(5);
      expect(endingsOf(run)).toEqual([]);
    });
  });

  describe('because nobody gives it a token any more', () => {
    it.each(['run_token.refused', 'agent.not_found', 'run.not_found', 'workspace.not_found'])(
      'says so, when the gateway answers %s',
      async (code) => {
        system.gateway.refuseToken = () => code;
        const run = await system.run(`call ${ALLOW} {}`);
        const { failure } = await system.until(run, 'failed');
        expect(failure).toBe(`The run cannot go on. No token: ${code}.`);
        expect(await system.log(run)).toEqual(['run_started', 'run_failed']);
        expect((await system.announced(run)).at(-1)).toBe('orchestrator.run.finished.v1 failed');
        expect(system.gateway.issuedFor(run.id)).toHaveLength(1);
      },
    );

    it('goes on instead when the next answer may be another', async () => {
      const answers = ['bus.timeout', 'internal', 'bus.unavailable'];
      system.gateway.refuseToken = (_, before) => answers[before] ?? null;
      const run = await system.run(`call ${ALLOW} {}`);
      await system.until(run, 'finished');
      expect(system.gateway.issuedFor(run.id)).toHaveLength(4);
    });

    it('fails once, however many of its calls find out, and none of them stays open', async () => {
      system.gateway.refuseToken = (_, before) => (before === 0 ? null : 'run_token.refused');
      // The token that it holds is good for two calls, and then for nothing.
      system.router.refuse = ({ toolCallId }, calls) =>
        /[12]$/.test(toolCallId) ? null : calls.length < 2 ? 'router.behind' : 'token.bad_claims';
      const run = await system.run(['1', '2', '3', '4'].map((id) => `call ${ASK} {"id":"${id}"}`).join('\n'));
      await system.until(run, 'failed');
      expect((await system.log(run)).filter((type) => type === 'run_failed')).toHaveLength(1);
      await confirmed(run);
      expect(statesOf(run)).toEqual(['cancelled', 'cancelled']);
      expect(endingsOf(run)[0]).toMatchObject({ reason: 'the run failed' });
    });

    it('fails when it is resumed after somebody took its starter’s rights', async () => {
      const run = await system.run(`call ${ASK} {}`);
      await system.until(run, 'suspended');
      const [call] = system.router.ofRun(run.id);
      if (call === undefined) throw new Error('there is no call');
      system.gateway.refuseToken = () => 'run_token.refused';
      // Another process, or this one after some minutes, holds no token of the run.
      await Promise.all(system.replicas.splice(0).map((app) => app.close()));
      await system.router.settle(call, { state: 'invalidated', text: 'Not available', isError: true });
      await system.startReplica();
      const { failure, calls } = await system.until(run, 'failed');
      expect(failure).toContain('run_token.refused');
      expect(calls).toMatchObject([{ state: 'invalidated' }]);
    });
  });

  it('because it is done leaves nothing to end', async () => {
    const run = await system.run(`call ${ALLOW} {}`);
    await system.until(run, 'finished');
    expect(await isConfirmed(run)).toBe(true);
    expect(endingsOf(run)).toEqual([]);
  });
});
