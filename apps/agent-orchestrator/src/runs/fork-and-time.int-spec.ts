import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runStepDue, type RunView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import type { LedgerCall } from '../test-router.fixture-spec.js';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';
import { RunStepDueConsumer } from './run-step-due.consumer.js';

const ASK = 'mcp__Tracker__ask';

describe('a run', () => {
  let system: OrchestratorSystem;

  beforeAll(async () => {
    system = await OrchestratorSystem.start({ replicas: 2 });
  });
  afterAll(async () => {
    await system.stop();
  });

  const callsOf = (run: RunView, count = 1): Promise<LedgerCall[]> =>
    eventually(() => {
      const calls = system.router.ofRun(run.id);
      expect(calls).toHaveLength(count);
      return calls;
    });

  describe('that is forked', () => {
    const twoTurns = async (): Promise<RunView> => {
      const run = await system.run(
        'call mcp__Tracker__allow {"id":"1"}\nthen\ncall mcp__Tracker__allow {"id":"2"}',
        undefined,
        { turnsMax: 3 },
      );
      return system.until(run, 'finished');
    };

    it('goes on from its end in a run of its own, with limits of its own', async () => {
      const source = await twoTurns();
      const fork = await system.gateway.fork(source, 'call mcp__Tracker__allow {"id":"3"}');
      expect(fork).toMatchObject({ status: 'running', turns: 3, forkedFrom: { runId: source.id } });
      const { answer, calls, turnFlags, usage } = await system.until(fork, 'finished');
      expect(answer).toContain('did {"id":"3"}');
      expect(calls.map(({ toolCallId, state }) => [toolCallId, state])).toEqual([
        ['turn1_call1', 'succeeded'],
        ['turn2_call1', 'succeeded'],
        ['turn4_call1', 'succeeded'],
      ]);
      expect(calls.slice(0, 2)).toMatchObject(source.calls.map(({ callId }) => ({ callId })));
      expect(turnFlags).toEqual(['first', 'continuation', 'continuation', 'first', 'continuation']);
      const turns = (await system.gateway.events(fork)).filter(({ type }) => type === 'turn_answered');
      const counted = turns.flatMap(({ data }) => data['usage'] ?? []) as { inputTokens: number }[];
      expect(counted).toHaveLength(2);
      expect(usage?.inputTokens).toBe(counted.reduce((sum, { inputTokens }) => sum + inputTokens, 0));
      expect(system.router.submissionsOf(fork.id).map(({ toolCallId }) => toolCallId)).toEqual(['turn4_call1']);
      expect((await system.gateway.getRun(source)).version).toBe(source.version);
    });

    it('goes on from any of its turns, or from its prompt', async () => {
      const source = await twoTurns();
      const fork = await system.gateway.fork(source, 'say other', 1);
      expect((await system.until(fork, 'finished')).turnFlags).toEqual(['first', 'continuation']);
      expect(await system.log(fork)).toEqual([
        'run_started',
        'turn_answered',
        'call_settled',
        'message_received',
        'turn_answered',
        'run_finished',
      ]);
      const afresh = await system.gateway.fork(source, 'say afresh', 0);
      expect((await system.until(afresh, 'finished')).answer).toBe('afresh');
      expect(system.router.ofRun(fork.id)).toEqual([]);
      await expect(system.gateway.fork(source, 'go', 9)).rejects.toMatchObject({ code: 'run.unknown_turn' });
    });

    it('is not forked where calls have no result, and says which', async () => {
      const source = await system.run(`call ${ASK} {}`);
      await system.until(source, 'suspended');
      await expect(system.gateway.fork(source, 'go')).rejects.toMatchObject({
        code: 'run.point_is_open',
        message: expect.stringContaining('turn1_call1 is pending_approval'),
      });
      const fork = await system.gateway.fork(source, 'say instead', 0);
      expect((await system.until(fork, 'finished')).answer).toBe('instead');
    });

    it('can have been cancelled', async () => {
      const source = await system.run(`call mcp__Tracker__allow {}\nthen\ncall ${ASK} {}`);
      await system.until(source, 'suspended');
      await system.gateway.cancelRun(source);
      const fork = await system.gateway.fork(source, 'say on', 1);
      expect((await system.until(fork, 'finished')).answer).toBe('on');
    });
  });

  describe('whose time is bounded', () => {
    /** As if it had been started with that limit. */
    const limit = async (run: RunView, seconds: number): Promise<void> => {
      await system.sql(
        `update run_events set data = jsonb_set(data::jsonb, '{wallSecondsMax}', to_jsonb($2::int))::text
         where run_id = $1 and sequence = 1`,
        [run.id, seconds],
      );
      await system.sql('update runs set deadline_at = now() + make_interval(secs => $2) where id = $1', [
        run.id,
        seconds,
      ]);
    };

    it('fails when it is over, also while it waits, and its calls are ended', async () => {
      const run = await system.run(`call ${ASK} {}`);
      await system.until(run, 'suspended');
      await limit(run, 1);
      const { failure, deadlineAt } = await system.until(run, 'failed');
      expect(failure).toBe('The run reached its limit of 1 seconds.');
      expect(deadlineAt).toBeNull();
      await eventually(() => expect(system.router.ofRun(run.id)).toMatchObject([{ state: 'cancelled' }]));
    });

    it('has its calls ended once more where a step was under way, which may have submitted something since', async () => {
      const run = await system.run(`call ${ASK} {}`);
      await system.until(run, 'suspended');
      await limit(run, 0);
      await system.until(run, 'failed');
      const endings = () => system.router.endings.filter(({ runId }) => runId === run.id).length;
      await eventually(() => expect(endings()).toBe(1));
      const step = { type: runStepDue.subject, aggregateId: run.id, occurredAt: new Date().toISOString() };
      const data = { runId: run.id, version: 1 };
      await system.get(RunStepDueConsumer).handle({ ...step, id: newId(), workspaceId: run.workspaceId, data });
      await eventually(() => expect(endings()).toBe(2));
      expect(await system.log(run)).toHaveLength(5);
    });

    it('has all of it again when it is opened again', async () => {
      const run = await system.run('say done');
      await limit(run, 900);
      await system.until(run, 'finished');
      await system.gateway.send(run, `call ${ASK} {}`);
      const { deadlineAt } = await system.until(run, 'suspended');
      expect(Date.parse(deadlineAt ?? '') - Date.now()).toBeGreaterThan(800_000);
    });
  });

  describe('that is cancelled', () => {
    it('while a tool runs keeps what the router knows, and asks the model nothing', async () => {
      const run = await system.run('call mcp__Tracker__slow {}');
      const [call] = await callsOf(run);
      await system.gateway.cancelRun(run);
      if (call) await system.router.settle(call, { state: 'succeeded', text: 'it had been sent' });
      const other = await system.run('say done');
      await system.until(other, 'finished');
      expect(await system.gateway.getRun(run)).toMatchObject({ status: 'cancelled', turns: 1 });
      expect(call?.state).toBe('succeeded');
    });

    it('while it waits has its approval ended', async () => {
      const run = await system.run(`call ${ASK} {}`);
      await system.until(run, 'suspended');
      await system.gateway.cancelRun(run);
      await system.sql('update runs set cancel_due_at = now() where id = $1', [run.id]);
      await eventually(() => expect(system.router.ofRun(run.id)).toMatchObject([{ state: 'cancelled' }]));
      expect(system.router.endings.find(({ runId }) => runId === run.id)).not.toHaveProperty('toolCallIds');
    });
  });

  it('says which outcome is unknown, since when, and what to do about it', async () => {
    const run = await system.run('call mcp__Tracker__slow {}');
    const [call] = await callsOf(run);
    if (!call) throw new Error('there is no call');
    await system.router.settle(call, { state: 'unknown' });
    const { calls } = await system.until(run, 'suspended');
    expect(calls).toMatchObject([
      {
        ...{ state: 'unknown', resultPreview: null, waitingSince: expect.stringMatching(/^\d{4}-.*Z$/) },
        whatToDo: expect.stringContaining(`countersign calls resolve ${call.callId}`),
      },
    ]);
    const approvalId = newId();
    const successor = await system.router.makeAgain(call, approvalId);
    await eventually(async () => {
      const { calls: now } = await system.gateway.getRun(run);
      expect(now).toMatchObject([{ callId: successor.callId, state: 'pending_approval', approvalId }]);
    });
  });
});
