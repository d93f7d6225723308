import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunView, sendMessage } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import type { LedgerCall } from '../test-router.fixture-spec.js';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';
import { EndedRunsSweeper } from './ended-runs.sweeper.js';
import { UNREAD_MESSAGES_MAX } from './send-message.use-case.js';

const ASK = 'mcp__Tracker__ask';

describe('a message to a run', () => {
  let system: OrchestratorSystem;

  beforeAll(async () => {
    system = await OrchestratorSystem.start({ replicas: 2 });
  });
  afterAll(async () => {
    await system.stop();
  });

  const callOf = ({ id }: RunView): LedgerCall => {
    const [call] = system.router.ofRun(id);
    if (!call) throw new Error('there is no call');
    return call;
  };
  const countOf = async (run: RunView, type: string) => (await system.log(run)).filter((each) => each === type).length;

  it('is queued while the run waits for a person, and answered after the turn', async () => {
    const run = await system.run(`call ${ASK} {"id":"1"}`);
    await system.until(run, 'suspended');
    const sent = await system.gateway.send(run, 'say thank you');
    expect(sent).toMatchObject({ status: 'suspended', messages: { count: 1, unread: 1 } });
    await system.router.settle(callOf(run), { state: 'succeeded' });
    const { answer, messages, turnFlags } = await system.until(run, 'finished');
    expect(answer).toBe('thank you');
    expect(messages).toEqual({ count: 1, unread: 0 });
    expect(turnFlags).toEqual(['first', 'continuation']);
  });

  it('is taken from the person that the run acts for, by whichever token, and from nobody else', async () => {
    const run = await system.run('say one');
    await system.until(run, 'finished');
    const [started] = await system.sql<{ initiator: { id: string; name: string } }>(
      'select initiator from runs where id = $1',
      [run.id],
    );
    const owner = { ownerId: started?.initiator.id ?? '' };
    const request = { workspaceId: run.workspaceId, runId: run.id, text: 'say two' };
    const other = { kind: 'user', id: newId(), name: 'Bob' } as const;
    await expect(system.gateway.ask(sendMessage, { ...request, actor: other })).rejects.toMatchObject({
      code: 'run.foreign',
      message: expect.stringContaining(started?.initiator.name ?? '') as unknown,
    });
    const token = { kind: 'token', id: newId(), name: 'laptop', ...owner } as const;
    await system.gateway.ask(sendMessage, { ...request, actor: token });
    expect((await system.until(run, 'finished')).messages).toEqual({ count: 1, unread: 0 });
  });

  it('that comes while the model answers is answered in a turn of its own, and makes nobody ask twice', async () => {
    const run = await system.run('wait 600\nsay one');
    await eventually(() => expect(system.gateway.issuedFor(run.id)).toHaveLength(1));
    await system.gateway.send(run, 'say two');
    const { answer, turnFlags } = await system.until(run, 'finished');
    expect(answer).toBe('two');
    expect(turnFlags).toEqual(['first', 'first']);
    expect(await system.log(run)).toEqual([
      'run_started',
      'message_received',
      'turn_answered',
      'turn_answered',
      'run_finished',
    ]);
    const steps = await system.sql(`select 1 from outbox where aggregate_id = $1 and subject like '%step-due%'`, [
      run.id,
    ]);
    expect(steps).toHaveLength(2);
  });

  it('opens a run that has finished again, with a token and its calls', async () => {
    const run = await system.run('say done');
    await system.until(run, 'finished');
    expect((await system.gateway.send(run, 'call mcp__Tracker__allow {"id":"7"}')).status).toBe('running');
    await eventually(async () => expect((await system.gateway.getRun(run)).answer).toContain('did {"id":"7"}'));
    expect(system.router.ofRun(run.id).map(({ toolCallId }) => toolCallId)).toEqual(['turn2_call1']);
    expect((await system.announced(run)).slice(-2)).toEqual([
      'orchestrator.run.resumed.v1 running',
      'orchestrator.run.finished.v1 finished',
    ]);
  });

  it('opens a run that has failed again: what was open is settled first, and the router is asked to end nothing else', async () => {
    const run = await system.run(`call ${ASK} {"id":"1"}`);
    await system.until(run, 'suspended');
    await system.sql(`update runs set deadline_at = now() where id = $1`, [run.id]);
    await system.until(run, 'failed');
    await eventually(() => expect(callOf(run).state).toBe('cancelled'));
    await system.gateway.send(run, `call ${ASK} {"id":"2"}`);
    await eventually(async () => {
      const { calls } = await system.gateway.getRun(run);
      expect(calls.map(({ state }) => state)).toEqual(['cancelled', 'pending_approval']);
    });
    const [due] = await system.sql<{ cancel_due_at: Date | null }>('select cancel_due_at from runs where id = $1', [
      run.id,
    ]);
    expect(due?.cancel_due_at).toBeNull();
    await system.get(EndedRunsSweeper).sweep();
    const second = system.router.ofRun(run.id)[1];
    expect(second?.state).toBe('pending_approval');
    if (second) await system.router.settle(second, { state: 'succeeded', text: 'the second' });
    expect((await system.until(run, 'finished')).answer).toContain('the second');
    expect(system.router.endings.filter(({ runId }) => runId === run.id)).toMatchObject([
      { toolCallIds: ['turn1_call1'] },
    ]);
  });

  it('is refused by a run that was cancelled, which says by whom', async () => {
    const run = await system.run(`call ${ASK} {}`);
    await system.until(run, 'suspended');
    expect((await system.gateway.cancelRun(run)).cancelledBy).toMatchObject({ kind: 'user', name: 'Ada' });
    const message = expect.stringContaining('was cancelled by Ada and takes no messages');
    await expect(system.gateway.send(run, 'go on')).rejects.toMatchObject({ code: 'run.cancelled', message });
  });

  it('is taken once, however often and at how many replicas it is sent', async () => {
    const run = await system.run(`call ${ASK} {}`);
    await system.until(run, 'suspended');
    const id = newId();
    await Promise.all([1, 2, 3, 4].map(() => system.gateway.send(run, 'say once', id)));
    expect((await system.gateway.getRun(run)).messages?.count).toBe(1);
    await expect(system.gateway.send(run, 'say other', id)).rejects.toMatchObject({ code: 'run.message_id_taken' });
    await system.gateway.cancelRun(run);
    await expect(system.gateway.send(run, 'say once', id)).resolves.toMatchObject({ status: 'cancelled' });
  });

  it('is refused when too many are unread', async () => {
    const run = await system.run(`call ${ASK} {}`);
    await system.until(run, 'suspended');
    const messages = Array.from({ length: UNREAD_MESSAGES_MAX }, (_, index) => `say ${index}`);
    await Promise.all(messages.map((text) => system.gateway.send(run, text)));
    await expect(system.gateway.send(run, 'more')).rejects.toMatchObject({ code: 'run.too_many_messages' });
  });

  it('that meets the end of the run is answered in any case', async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => system.run('say first')));
    await Promise.all(runs.map((run) => system.gateway.send(run, 'say last')));
    for (const run of runs) {
      await eventually(async () => {
        const { status, answer, messages } = await system.gateway.getRun(run);
        expect({ status, answer, messages }).toEqual({
          ...{ status: 'finished', answer: 'last' },
          messages: { count: 1, unread: 0 },
        });
      });
    }
  });

  it('or an answer that meets a cancellation leaves the run cancelled, and nothing is sent after that', async () => {
    const runs = await Promise.all(
      Array.from({ length: 8 }, (_, index) => system.run(`wait ${index * 40}\ncall ${ASK} {}`)),
    );
    await Promise.all(runs.map((run) => system.gateway.cancelRun(run)));
    const last = await system.run('wait 400\nsay done');
    await system.until(last, 'finished');
    for (const run of runs) {
      expect((await system.log(run)).at(-1)).toBe('run_cancelled');
      expect(await countOf(run, 'run_cancelled')).toBe(1);
      for (const { callId } of system.router.ofRun(run.id)) expect(callId).toEqual(expect.any(String));
    }
    const submitted = runs.map(({ id }) => system.router.submissionsOf(id).length);
    const other = await system.run('say done');
    await system.until(other, 'finished');
    expect(runs.map(({ id }) => system.router.submissionsOf(id).length)).toEqual(submitted);
  });
});
