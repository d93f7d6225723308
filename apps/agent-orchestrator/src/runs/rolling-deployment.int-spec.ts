import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type StartedProcess } from '@countersign/testing';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';
import { copySuspendedRun, noteAsNewerVersion, type SuspendedRun } from './suspended-runs.fixture-spec.js';

/** `ROLLING_RUNS=1000 npm test -- apps/agent-orchestrator/src/runs/rolling-deployment` plays all of them. */
const RUNS = Number(process.env['ROLLING_RUNS'] ?? 200);
/** Replicas start on a busy machine meanwhile. */
const TIMEOUT_MS = 60_000 + RUNS * 200;
const DECIDED_AT_ONCE = 10;

interface FinishedRun {
  readonly id: string;
  readonly status: string;
  readonly answer: string | null;
  readonly settled: number;
  readonly answered: number;
  readonly noted: number;
}

describe('a rolling deployment', () => {
  let system: OrchestratorSystem;

  beforeAll(async () => {
    system = await OrchestratorSystem.start({ replicas: 0 });
  });
  afterAll(async () => {
    await system.stop();
  });

  const decide = async (runs: readonly SuspendedRun[]): Promise<void> => {
    for (let start = 0; start < runs.length; start += DECIDED_AT_ONCE) {
      const some = runs.slice(start, start + DECIDED_AT_ONCE);
      await Promise.all(some.map(({ runId, call }) => system.router.settle(call, { state: 'succeeded', text: runId })));
    }
  };
  /** A new replica is ready before an old one is told to end, while people decide. */
  const replace = async (old: StartedProcess, decided: readonly SuspendedRun[]): Promise<void> => {
    await Promise.all([system.startNewerProcess(), decide(decided.slice(0, decided.length / 2))]);
    const [end] = await Promise.all([old.stop('SIGTERM'), decide(decided.slice(decided.length / 2))]);
    expect(end).toEqual({ code: 0, signal: null });
  };
  const results = (runs: readonly SuspendedRun[]): Promise<FinishedRun[]> =>
    system.sql<FinishedRun>(
      `select r.id, r.status,
         max(e.data::json ->> 'answer') filter (where e.type = 'run_finished') as answer,
         count(*) filter (where e.type = 'call_settled')::int as settled,
         count(*) filter (where e.type = 'turn_answered')::int as answered,
         count(*) filter (where e.type = 'call_noted')::int as noted
       from runs r join run_events e on e.run_id = r.id where r.id = any($1) group by r.id`,
      [runs.map(({ runId }) => runId)],
    );

  it(
    `loses none of ${RUNS} suspended runs, though the old replicas cannot read what the new ones write`,
    async () => {
      const old = await Promise.all([system.startProcess(), system.startProcess()]);
      const original = await system.run('call mcp__Tracker__ask {"id":"ISSUE-1"}');
      await system.until(original, 'suspended');
      const runs = await copySuspendedRun(system, original, RUNS);
      // Of a deployment that was taken back: every third log is a newer version's already.
      const newer = runs.filter((_, index) => index % 3 === 0);
      await noteAsNewerVersion(system, newer);
      const submissions = system.router.submissions.length;
      const quarter = (place: number) => runs.slice((place * RUNS) / 4, ((place + 1) * RUNS) / 4);

      await decide(quarter(0));
      for (const [index, replica] of old.entries()) await replace(replica, quarter(index + 1));
      await decide(quarter(3));

      const isOpen = ({ status }: FinishedRun): boolean => status !== 'finished';
      const finished = await eventually(
        async () => {
          const all = await results(runs);
          expect(all.filter(isOpen)).toEqual([]);
          return all;
        },
        { timeoutMs: TIMEOUT_MS, intervalMs: 500 },
      );
      expect(finished).toHaveLength(RUNS);
      const wrong = finished.filter(
        ({ id, settled, answered, answer }) => settled !== 1 || answered !== 2 || answer?.includes(id) !== true,
      );
      expect(wrong).toEqual([]);
      expect(system.router.submissions).toHaveLength(submissions);
      expect(system.router.calls).toHaveLength(RUNS + 1);
      expect(await system.countDeadLetters()).toBe(0);
      // Both kinds were there: runs that an old replica had to leave, and runs that it finished.
      const [{ parked } = { parked: 0 }] = await system.sql<{ parked: number }>(
        'select count(*)::int as parked from runs where unknown_type is not null',
      );
      expect(parked).toBeGreaterThan(0);
      expect(finished.some(({ noted }) => noted === 0)).toBe(true);
      expect(finished.some(({ noted }) => noted > 0)).toBe(true);
    },
    2 * TIMEOUT_MS,
  );
});
