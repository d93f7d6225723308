import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { MODEL_FAILURES_MAX } from '../runs/decide.js';
import { OpenRunsSweeper } from '../runs/open-runs.sweeper.js';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';

describe('the model of a run', () => {
  let system: OrchestratorSystem;

  beforeAll(async () => {
    system = await OrchestratorSystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  const failures = async (run: RunView) => (await system.log(run)).filter((type) => type === 'model_failed').length;
  const failTimes = async (run: RunView, count: number) =>
    eventually(async () => expect(await failures(run)).toBe(count));
  /** The pause before the model is asked again is over. */
  const endPause = async (run: RunView) => {
    const [row] = await system.sql<{ due_at: Date | null }>('select due_at from runs where id = $1', [run.id]);
    expect(row?.due_at?.getTime()).toBeGreaterThan(Date.now());
    await system.sql('update runs set due_at = now() where id = $1', [run.id]);
    await system.get(OpenRunsSweeper).sweep();
  };

  it.each([429, 500])('that answers %d is asked again after a pause, and the run goes on', async (status) => {
    const run = await system.run(`fail ${status} 1\nsay here I am`);
    await failTimes(run, 1);
    expect((await system.gateway.getRun(run)).status).toBe('running');
    await endPause(run);
    expect((await system.until(run, 'finished')).answer).toBe('here I am');
    expect(await failures(run)).toBe(1);
  });

  it('that fails for good fails the run, with the reason', async () => {
    const run = await system.run('fail 503');
    for (let count = 1; count < MODEL_FAILURES_MAX; count += 1) {
      await failTimes(run, count);
      await endPause(run);
    }
    const failed = await system.until(run, 'failed');
    expect(failed.failure).toMatch(/^The model could not be asked: The scripted model is overloaded \(HTTP 503\)/);
    expect(await failures(run)).toBe(MODEL_FAILURES_MAX);
  });

  it.each([400, 401, 404])('that answers %d is not asked again', async (status) => {
    const run = await system.run(`fail ${status}`);
    expect((await system.until(run, 'failed', 5_000)).failure).toMatch(
      new RegExp(`could not be asked: The scripted model .*HTTP ${status}`),
    );
    expect(await failures(run)).toBe(1);
  });

  it('may break off in the middle of its answer', async () => {
    const run = await system.run('say a long enough answer\ncut');
    await failTimes(run, 1);
  });

  it('is reached through the guard alone: an address that is not allowed is refused', async () => {
    const guarded = await OrchestratorSystem.start({ egressAllow: '' });
    try {
      const run = await guarded.run('say hello');
      const failed = await guarded.until(run, 'failed', 5_000);
      expect(failed.failure).toMatch(/may not be reached from here: 127\.0\.0\.1 must be reached over https/);
    } finally {
      await guarded.stop();
    }
  });
});
