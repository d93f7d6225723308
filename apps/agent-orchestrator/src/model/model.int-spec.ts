import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunDelta, RunView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { MODEL_FAILURES_MAX } from '../runs/decide.js';
import { OpenRunsSweeper } from '../runs/open-runs.sweeper.js';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';
import { EndedRunWatch } from './ended-run-watch.host.js';
import { readWireCases, WireServer } from './wire.fixture-spec.js';

/** A window of 3,000 tokens beside the longest answer; prices that are easy to multiply. */
const FACTS = { scripted: { contextTokens: 4_000, outputTokensMax: 1_000, price: { input: 1, output: 10 } } };

async function settleNext(system: OrchestratorSystem, run: RunView, text: string): Promise<void> {
  const call = await eventually(() => {
    const open = system.router.ofRun(run.id).find(({ state }) => state === 'pending_approval');
    if (!open) throw new Error('no call waits');
    return open;
  });
  await system.router.settle(call, { state: 'succeeded', text });
}

describe('the model of a run', () => {
  let system: OrchestratorSystem;

  beforeAll(async () => {
    const env = { MODEL_FACTS: JSON.stringify(FACTS), MODEL_STALL_SECONDS: '1' };
    system = await OrchestratorSystem.start({ env });
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

  const dataOf = async (run: RunView, wanted: string) =>
    (await system.gateway.events(run)).filter(({ type }) => type === wanted).map(({ data }) => data);

  it('is heard while it writes, piece by piece, and recorded whole', async () => {
    const deltas: RunDelta[] = [];
    const end = await system.gateway.followDeltas((delta) => deltas.push(delta));
    const text = 'a text that is long enough for some four or five pieces of it';
    const run = await system.run(`drip 60\nsay ${text}`);
    expect((await system.until(run, 'finished')).answer).toBe(text);
    await eventually(() => expect(deltas.map((delta) => delta.text).join('')).toBe(text));
    end();
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.map(({ index }) => index)).toEqual(deltas.map((_, index) => index));
    const [{ attempt } = { attempt: '' }] = deltas;
    const place = { workspaceId: run.workspaceId, runId: run.id, turn: 1, attempt };
    for (const delta of deltas) expect(delta).toMatchObject(place);
  });

  it('begins anew, as another attempt, when it is asked again', async () => {
    const deltas: RunDelta[] = [];
    const end = await system.gateway.followDeltas((delta) => deltas.push(delta));
    const run = await system.run('say a long enough answer to be cut in its middle\ncut');
    await failTimes(run, 1);
    await endPause(run);
    await failTimes(run, 2);
    await eventually(() => expect(new Set(deltas.map(({ attempt }) => attempt)).size).toBe(2));
    end();
    expect(deltas.filter(({ index }) => index === 0)).toHaveLength(2);
    await system.gateway.cancelRun(run);
  });

  it('is asked no more once its run has ended', async () => {
    const run = await system.run('wait 60000\nsay too late');
    const watched = system.get(EndedRunWatch).during(
      run.id,
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    );
    await system.gateway.cancelRun(run);
    await expect(watched).rejects.toMatchObject({ code: 'run.ended' });
    expect((await system.log(run)).slice(-1)).toEqual(['run_cancelled']);
  });

  it('has its tokens and its cost recorded, by the prices of the deployment', async () => {
    const run = await system.run('say hello');
    await system.until(run, 'finished');
    const [turn] = await dataOf(run, 'turn_answered');
    const usage = turn?.['usage'] as { inputTokens: number; outputTokens: number };
    expect(usage).toMatchObject({ outputTokens: 2, cachedInputTokens: 0 });
    expect(turn?.['costMicros']).toBe(usage.inputTokens + 20);
  });

  it('says how long it wants to be left alone', async () => {
    const run = await system.run('fail 429');
    await failTimes(run, 1);
    const [failure] = await dataOf(run, 'model_failed');
    expect(failure).toMatchObject({ canRepeat: true, retryAfterSeconds: 1 });
    expect(failure?.['message']).toMatch(/^The scripted model is asked too often/);
    await system.gateway.cancelRun(run);
  });

  it('that falls silent in the middle of its answer is asked again', async () => {
    const run = await system.run('say a long enough answer\nstall');
    await eventually(async () => expect(await failures(run)).toBe(1), { timeoutMs: 10_000 });
    const [failure] = await dataOf(run, 'model_failed');
    expect(failure).toMatchObject({ canRepeat: true });
    expect(failure?.['message']).toMatch(/did not answer in time/);
    await system.gateway.cancelRun(run);
  });

  it('no longer reads its oldest results when the conversation outgrows its window', async () => {
    const run = await system.run(
      ['call mcp__Tracker__ask {}', 'call mcp__Tracker__ask {}', 'say done'].join('\nthen\n'),
    );
    for (const characters of [9_000, 6_000]) await settleNext(system, run, 'x'.repeat(characters));
    expect((await system.until(run, 'finished')).answer).toBe('done');
    expect(await dataOf(run, 'results_compacted')).toMatchObject([{ toolCallIds: ['turn1_call1'] }]);
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

  describe('of an OpenAI-compatible server', () => {
    const server = new WireServer();
    const wire = (name: string) => {
      const found = readWireCases('openai-compatible').find((candidate) => candidate.name === name);
      if (!found) throw new Error(`there is no ${name}`);
      return found;
    };
    let compatible: OrchestratorSystem;

    beforeAll(async () => {
      const env = { MODEL_PROVIDER: 'openai-compatible', MODEL_BASE_URL: await server.start(), MODEL_ID: 'llama-4' };
      compatible = await OrchestratorSystem.start({ env });
    });
    afterAll(async () => {
      await compatible.stop();
      await server.stop();
    });

    it('is never taken at half its word: a call that was cut is not made, and it is told', async () => {
      server.play('openai-compatible', wire('cut-in-a-call'), wire('plain-answer'));
      const run = await compatible.run('compare');
      await compatible.until(run, 'finished');
      expect(compatible.router.submissionsOf(run.id)).toEqual([]);
      expect(await compatible.log(run)).toEqual([
        'run_started',
        'turn_answered',
        'call_refused',
        'turn_answered',
        'run_finished',
      ]);
      const told = JSON.stringify(server.requests.at(-1)?.body);
      expect(told).toContain('in the middle of this call');
    });

    it('is asked as its agent wants it', async () => {
      server.play('openai-compatible', wire('plain-answer'));
      const parameters = { temperature: 0.25, maxOutputTokens: 77, stopSequences: ['END'], seed: 7 };
      const agent = await compatible.gateway.createAgent(newId(), { parameters });
      await compatible.until(await compatible.gateway.startRun(agent, 'compare'), 'finished');
      const asked = { temperature: 0.25, max_tokens: 77, stop: ['END'], seed: 7, stream: true };
      expect(server.requests.at(-1)?.body).toMatchObject(asked);
    });

    it('fails the run in words when the conversation is too long and nothing is left to leave out', async () => {
      server.play('openai-compatible', wire('too-long'));
      const failed = await compatible.until(await compatible.run('compare'), 'failed');
      expect(failed.failure).toMatch(
        /^The model could not be asked: The conversation is too long for the model "llama-4"/,
      );
      expect(failed.failure).toMatch(/no result is left to leave out/);
    });

    it('reads less of its results after it refused the conversation for its length', async () => {
      server.play('openai-compatible', wire('one-call'), wire('too-long'), wire('plain-answer'));
      const run = await compatible.run('compare');
      await settleNext(compatible, run, 'x'.repeat(1_000));
      await compatible.until(run, 'finished');
      expect((await compatible.log(run)).filter((type) => type === 'results_compacted')).toHaveLength(1);
      expect(JSON.stringify(server.requests.at(-1)?.body)).toContain('The result had 1000 characters and was left out');
    });
  });
});
