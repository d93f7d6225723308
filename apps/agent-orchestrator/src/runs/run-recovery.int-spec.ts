import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunView } from '@countersign/contracts';
import { eventually, type StartedProcess } from '@countersign/testing';
import type { LedgerCall } from '../test-router.fixture-spec.js';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';
import { OpenRunsSweeper } from './open-runs.sweeper.js';

const ASK = 'mcp__Tracker__ask';
/** A killed process' message comes again, and another process has started. */
const TAKEN_OVER_MS = 20_000;

const callOf = (system: OrchestratorSystem, run: RunView): LedgerCall => {
  const [call] = system.router.ofRun(run.id);
  if (!call) throw new Error('there is no call');
  return call;
};
/** Makes a run look as if it had been still for an hour. */
const age = (system: OrchestratorSystem, run: RunView) =>
  system.sql(
    `update runs set updated_at = now() - interval '1 hour', checked_at = now() - interval '1 hour' where id = $1`,
    [run.id],
  );

describe('a run whose process is killed', () => {
  let system: OrchestratorSystem;
  const started: StartedProcess[] = [];

  beforeAll(async () => {
    system = await OrchestratorSystem.start({ replicas: 0 });
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((child) => child.stop('SIGKILL')));
  });
  afterAll(async () => {
    await system.stop();
  });

  const start = async (env: Record<string, string> = {}): Promise<StartedProcess> => {
    const child = await system.startProcess(env);
    started.push(child);
    return child;
  };

  it('asks the model again when its answer was not recorded', async () => {
    const first = await start({ CRASH_AT: 'step-taken-not-recorded' });
    const run = await system.run(`call ${ASK} {"id":"1"}`);
    expect(await first.exited).toMatchObject({ signal: 'SIGKILL' });
    await start();
    await system.until(run, 'suspended', TAKEN_OVER_MS);
    expect(system.router.submissionsOf(run.id)).toHaveLength(1);
    expect(await system.log(run)).toEqual(['run_started', 'turn_answered', 'call_submitted', 'run_suspended']);
  });

  it('goes on when the answer is recorded and nothing of it was announced', async () => {
    const first = await start({ CRASH_AT: 'step-recorded-not-acknowledged' });
    const run = await system.run('call mcp__Tracker__allow {"id":"1"}');
    expect(await first.exited).toMatchObject({ signal: 'SIGKILL' });
    await start();
    await system.until(run, 'finished', TAKEN_OVER_MS);
    expect(system.router.ofRun(run.id)).toHaveLength(1);
    expect((await system.log(run)).filter((type) => type === 'turn_answered')).toHaveLength(2);
  });

  it('submits a call again when that was not recorded, and it stays one call', async () => {
    const first = await start();
    system.router.refusals.push('router.behind');
    const run = await system.run(`call ${ASK} {"id":"1"}`);
    // The model's answer is recorded; the submission is tried again, by a process that is killed after it.
    await eventually(() => expect(system.router.submissionsOf(run.id)).toHaveLength(1));
    await first.stop('SIGKILL');
    expect(system.router.ofRun(run.id)).toEqual([]);
    // It finds the step waiting, and may be dead before it was ever ready.
    const second = await system.startProcess({ CRASH_AT: 'step-taken-not-recorded' }, { waitsUntilReady: false });
    expect(await second.exited).toMatchObject({ signal: 'SIGKILL' });
    await start();
    await system.until(run, 'suspended', TAKEN_OVER_MS);
    // Once by each process at least: a message that is delivered again submits again, and that is harmless.
    expect(system.router.submissionsOf(run.id).length).toBeGreaterThanOrEqual(3);
    expect(system.router.ofRun(run.id)).toHaveLength(1);
    expect((await system.log(run)).filter((type) => type === 'call_submitted')).toHaveLength(1);
  });

  it('goes on with what was decided while no process ran', async () => {
    const first = await start();
    const run = await system.run(`call ${ASK} {"id":"1"}`);
    await system.until(run, 'suspended');
    await first.stop('SIGKILL');
    await system.router.settle(callOf(system, run), { state: 'succeeded', text: 'while nobody looked' });
    await start();
    expect((await system.until(run, 'finished', TAKEN_OVER_MS)).answer).toContain('while nobody looked');
  });

  it('ends in order when told to, and leaves its work to the next', async () => {
    const first = await start();
    const run = await system.run('wait 1500\nsay done');
    expect(await first.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    await start();
    expect((await system.until(run, 'finished', TAKEN_OVER_MS)).answer).toBe('done');
    expect((await system.log(run)).filter((type) => type === 'turn_answered')).toHaveLength(1);
  });
});

describe('a run whose messages are lost', () => {
  let system: OrchestratorSystem;

  beforeAll(async () => {
    system = await OrchestratorSystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  const sweep = () => system.get(OpenRunsSweeper).sweep();

  it('is found by the sweeper when its step never came', async () => {
    const run = await system.run('call mcp__Tracker__slow {}');
    await eventually(() => expect(system.router.ofRun(run.id)).toHaveLength(1));
    await eventually(async () => expect(await system.log(run)).toContain('call_submitted'));
    await system.router.settle(callOf(system, run), { state: 'succeeded', text: 'nobody said so', silent: true });
    await sweep();
    expect((await system.gateway.getRun(run)).status).toBe('running');
    await age(system, run);
    await sweep();
    expect((await system.until(run, 'finished')).answer).toContain('nobody said so');
  });

  it('is found when it waits and the end of its call was not announced', async () => {
    const run = await system.run(`call ${ASK} {}`);
    await system.until(run, 'suspended');
    await age(system, run);
    await sweep();
    await system.router.settle(callOf(system, run), { state: 'denied', text: 'Denied by Bob: no', silent: true });
    await age(system, run);
    await sweep();
    expect((await system.until(run, 'finished')).answer).toContain('Denied by Bob: no');
  });

  it('is found when a call was made again and neither end was announced', async () => {
    const run = await system.run(`call ${ASK} {}`);
    await system.until(run, 'suspended');
    const call = callOf(system, run);
    Object.assign(call, { state: 'retried' });
    const successor = { ...call, callId: crypto.randomUUID() };
    system.router.calls.push(successor);
    await system.router.settle(successor, { state: 'succeeded', text: 'again, and well', silent: true });
    await age(system, run);
    await sweep();
    expect((await system.until(run, 'finished')).answer).toContain('again, and well');
  });

  it('waits for the successor of a call that the router has not recorded yet', async () => {
    const run = await system.run(`call ${ASK} {}`);
    await system.until(run, 'suspended');
    const call = callOf(system, run);
    const before = system.router.submissionsOf(run.id).length;
    await system.router.settle(call, { state: 'retried', isError: true });
    await eventually(() => expect(system.router.submissionsOf(run.id).length).toBeGreaterThan(before));
    const successor = { ...call, callId: crypto.randomUUID() };
    system.router.calls.push(successor);
    await system.router.settle(successor, { state: 'succeeded', text: 'a little later', silent: true });
    expect((await system.until(run, 'finished')).answer).toContain('a little later');
    expect((await system.log(run)).filter((type) => type === 'call_settled')).toHaveLength(2);
  });

  it('survives a step that is announced many times', async () => {
    const run = await system.run('wait 300\ncall mcp__Tracker__allow {}');
    for (let count = 0; count < 5; count += 1) {
      await age(system, run);
      await sweep();
    }
    await system.until(run, 'finished');
    expect((await system.log(run)).filter((type) => type === 'turn_answered')).toHaveLength(2);
    expect(system.router.ofRun(run.id)).toHaveLength(1);
  });
});

describe('a run on a bus that loses all it stored', () => {
  it('goes on, its step announced again, or has its calls ended when it was cancelled', async () => {
    const system = await OrchestratorSystem.start();
    try {
      const waiting = await system.run(`call ${ASK} {}`);
      await system.until(waiting, 'suspended');
      const cancelled = await system.run(`call ${ASK} {}`);
      await system.until(cancelled, 'suspended');
      // Delivered, refused, and about to be delivered again when the store goes.
      system.router.refusals.push(...Array.from({ length: 3 }, () => 'router.behind'));
      const running = await system.run('call mcp__Tracker__allow {}');
      await eventually(() => expect(system.router.submissionsOf(running.id).length).toBeGreaterThan(0));
      await system.gateway.cancelRun(cancelled);
      await system.loseNatsStorage();
      system.router.refusals.splice(0);
      await system.router.settle(callOf(system, waiting), { state: 'succeeded', silent: true });
      for (const run of [waiting, running]) await age(system, run);
      for (const run of [waiting, running]) await system.until(run, 'finished', TAKEN_OVER_MS);
      await system.sql('update runs set cancel_due_at = now() where id = $1', [cancelled.id]);
      await eventually(() => expect(callOf(system, cancelled).state).toBe('cancelled'));
    } finally {
      await system.stop();
    }
  });
});

describe('two replicas', () => {
  it('share the runs, and take no step twice with effect', async () => {
    const system = await OrchestratorSystem.start({ replicas: 2 });
    try {
      const prompts = Array.from({ length: 20 }, (_, id) => `call mcp__Tracker__allow {"id":"${id}"}\ncall ${ASK} {}`);
      const runs = await Promise.all(prompts.map((prompt) => system.run(prompt)));
      await Promise.all(
        runs.map(async (run) => {
          await system.until(run, 'suspended', TAKEN_OVER_MS);
          const waiting = system.router.ofRun(run.id).filter(({ state }) => state === 'pending_approval');
          for (const call of waiting) await system.router.settle(call, { state: 'succeeded' });
        }),
      );
      for (const run of runs) {
        await system.until(run, 'finished', TAKEN_OVER_MS);
        const log = await system.log(run);
        expect(log.filter((type) => type === 'turn_answered')).toHaveLength(2);
        expect(log.filter((type) => type === 'call_settled')).toHaveLength(2);
        expect(system.router.ofRun(run.id)).toHaveLength(2);
      }
    } finally {
      await system.stop();
    }
  });
});
