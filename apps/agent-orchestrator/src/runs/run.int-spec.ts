import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listAgents, listRunEvents, listRuns, type RunView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import type { LedgerCall } from '../test-router.fixture-spec.js';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';

const ASK = 'mcp__Tracker__ask';

describe('a run', () => {
  let system: OrchestratorSystem;

  beforeAll(async () => {
    system = await OrchestratorSystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  const callsOf = async (run: RunView, count = 1): Promise<LedgerCall[]> => {
    await system.until(run, 'suspended');
    const calls = system.router.ofRun(run.id);
    expect(calls).toHaveLength(count);
    return calls;
  };
  const callOf = async (run: RunView): Promise<LedgerCall> => {
    const [call] = await callsOf(run);
    if (!call) throw new Error('there is no call');
    return call;
  };
  const statesOf = async (run: RunView) => (await system.gateway.getRun(run)).calls.map(({ state }) => state);

  it('asks the model, makes an allowed call, and finishes with the answer', async () => {
    const run = await system.run('call mcp__Tracker__allow {"id":"ISSUE-1"}');
    expect(run).toMatchObject({ status: 'running', version: 1, turns: 0, answer: null });
    const finished = await system.until(run, 'finished');
    expect(finished.answer).toContain('did {"id":"ISSUE-1"}');
    expect(finished.calls).toMatchObject([{ toolCallId: 'turn1_call1', state: 'succeeded' }]);
    expect(system.router.submissionsOf(run.id)).toHaveLength(1);
    const turns = (await system.log(run)).filter((type) => !type.startsWith('call_'));
    expect(turns).toEqual(['run_started', 'turn_answered', 'turn_answered', 'run_finished']);
    expect(await system.announced(run)).toEqual([
      'orchestrator.run.started.v1 running',
      'orchestrator.run.finished.v1 finished',
    ]);
  });

  it('is suspended on an approval, and goes on to its answer when the call has ended', async () => {
    const run = await system.run(`call ${ASK} {"id":"ISSUE-1"}`);
    const call = await callOf(run);
    expect(await statesOf(run)).toEqual(['pending_approval']);
    await system.router.settle(call, { state: 'succeeded', text: 'deleted ISSUE-1' });
    expect((await system.until(run, 'finished')).answer).toContain('deleted ISSUE-1');
    expect(system.router.submissionsOf(run.id)).toHaveLength(1);
    expect(await system.log(run)).toEqual([
      'run_started',
      'turn_answered',
      'call_submitted',
      'run_suspended',
      'call_settled',
      'run_resumed',
      'turn_answered',
      'run_finished',
    ]);
    expect(await system.announced(run)).toEqual([
      'orchestrator.run.started.v1 running',
      'orchestrator.run.suspended.v1 suspended',
      'orchestrator.run.resumed.v1 running',
      'orchestrator.run.finished.v1 finished',
    ]);
  });

  it('is the same to the model whatever order three parallel calls are decided in', async () => {
    const orders = ['012', '021', '102', '120', '201', '210'].map((order) => [...order].map(Number));
    const answers = orders.map(async (order) => {
      const run = await system.run(['a', 'b', 'c'].map((id) => `call ${ASK} {"id":"${id}"}`).join('\n'));
      const calls = (await callsOf(run, 3)).toSorted((x, y) => x.toolCallId.localeCompare(y.toolCallId));
      for (const index of order) {
        expect((await system.gateway.getRun(run)).status).toBe('suspended');
        const call = calls[index];
        if (call) await system.router.settle(call, { state: 'succeeded', text: `result ${call.arguments}` });
        await eventually(async () => expect((await statesOf(run))[index]).toBe('succeeded'));
      }
      return (await system.until(run, 'finished')).answer;
    });
    const [first, ...others] = await Promise.all(answers);
    expect(first?.match(/"result {"id":"."}"/g)).toEqual(['a', 'b', 'c'].map((id) => `"result {"id":"${id}"}"`));
    for (const other of others) expect(other).toBe(first);
    expect(system.router.submissions.filter(({ arguments: text }) => text === '{"id":"b"}')).toHaveLength(6);
  });

  it('appends the ends of calls that end at the same moment, each once', async () => {
    const run = await system.run(Array.from({ length: 12 }, (_, id) => `call ${ASK} {"id":"${id}"}`).join('\n'));
    const calls = await callsOf(run, 12);
    await Promise.all(calls.map((call) => system.router.settle(call, { state: 'succeeded', text: call.arguments })));
    // None waits for the pause before a second delivery.
    await system.until(run, 'finished', 5_000);
    expect((await system.log(run)).filter((type) => type === 'call_settled')).toHaveLength(12);
  });

  it('tells the model who denied a call and why, and goes on', async () => {
    const run = await system.run(`call ${ASK} {"id":"1"}`);
    const text = 'Denied by Bob: not on a Friday';
    await system.router.settle(await callOf(run), { state: 'denied', isError: true, text });
    expect((await system.until(run, 'finished')).answer).toContain(text);
  });

  it('goes on after a call that policy denies at once', async () => {
    const run = await system.run('call mcp__Tracker__deny {"id":"1"}\ncall mcp__Tracker__allow {"id":"2"}');
    const { answer, calls } = await system.until(run, 'finished');
    expect(calls.map(({ state }) => state)).toEqual(['denied', 'succeeded']);
    expect(answer).toContain('Not available: the tool is off');
    expect(answer).toContain('did {"id":"2"}');
  });

  it('waits on an unknown outcome without telling the model, until a person resolves it', async () => {
    const run = await system.run('call mcp__Tracker__slow {"id":"1"}');
    await eventually(() => expect(system.router.ofRun(run.id)).toHaveLength(1));
    const [call] = system.router.ofRun(run.id);
    if (!call) throw new Error('there is no call');
    await system.router.settle(call, { state: 'unknown' });
    expect((await system.until(run, 'suspended')).calls).toMatchObject([{ state: 'unknown' }]);
    expect((await system.gateway.getRun(run)).turns).toBe(1);
    await system.router.settle(call, { state: 'resolved_succeeded', text: 'Ada says that it happened' });
    expect((await system.until(run, 'finished')).answer).toContain('Ada says that it happened');
    expect(system.router.submissionsOf(run.id)).toHaveLength(1);
  });

  it('follows a call that a person makes again to its successor, and gives the model one result', async () => {
    const run = await system.run(`call ${ASK} {"id":"1"}`);
    const call = await callOf(run);
    await system.router.settle(call, { state: 'unknown' });
    await eventually(async () => expect(await statesOf(run)).toEqual(['unknown']));
    const successor = await system.router.makeAgain(call);
    await eventually(async () => {
      const { calls } = await system.gateway.getRun(run);
      expect(calls).toMatchObject([{ callId: successor.callId, state: 'pending_approval' }]);
    });
    expect((await system.gateway.getRun(run)).status).toBe('suspended');
    await system.router.settle(successor, { state: 'succeeded', text: 'this time it worked' });
    const { answer } = await system.until(run, 'finished');
    expect(answer).toContain('1 result(s)');
    expect(answer).toContain('this time it worked');
  });

  it('takes the end of a successor that comes before the end of the call it follows', async () => {
    const run = await system.run(`call ${ASK} {"id":"1"}`);
    const call = await callOf(run);
    await system.router.settle(call, { state: 'unknown' });
    await eventually(async () => expect(await statesOf(run)).toEqual(['unknown']));
    const successor = { ...call, callId: crypto.randomUUID() };
    system.router.calls.push(successor);
    await system.router.settle(successor, { state: 'succeeded', text: 'the second one' });
    await system.router.settle(call, { state: 'retried', isError: true });
    expect((await system.until(run, 'finished')).answer).toContain('the second one');
  });

  it('takes the end of a call once, however often it is announced', async () => {
    const run = await system.run(`call ${ASK} {"id":"1"}\ncall ${ASK} {"id":"2"}`);
    const [one, two] = await callsOf(run, 2);
    if (!one || !two) throw new Error('there are no calls');
    await system.router.settle(one, { state: 'succeeded' });
    const eventId = crypto.randomUUID();
    await Promise.all([1, 2, 3].map(() => system.router.announce(one, eventId)));
    await system.router.announce(one);
    await system.router.settle(two, { state: 'succeeded' });
    await system.until(run, 'finished');
    expect((await system.log(run)).filter((type) => type === 'call_settled')).toHaveLength(2);
  });

  it('gives the model a result with U+0000 as a text that providers take, and one that is read in several ranges', async () => {
    const run = await system.run(`call ${ASK} {"id":"1"}`);
    const text = `a\0b ${'é'.repeat(200_000)}`;
    await system.router.settle(await callOf(run), { state: 'succeeded', text });
    const { answer } = await system.until(run, 'finished');
    expect(answer).toContain('a\ufffdb éé');
    const settled = (await system.gateway.events(run)).find(({ type }) => type === 'call_settled');
    expect(settled?.data['result']).toContain(`[cut: ${text.length} characters]`);
  });

  it.each([
    ['are no JSON', '{oops', 'Failed: /arguments'],
    ['have a key twice', '{"id":"1","id":"2"}', 'Failed: /arguments'],
    ['have an integer that JavaScript cannot hold', '{"id":12345678901234567890}', 'Failed: /arguments'],
  ])('tells the model that its arguments %s', async (_, text, message) => {
    const run = await system.run(`call mcp__Tracker__allow ${text}`);
    expect((await system.until(run, 'finished')).answer).toContain(message);
    expect(system.router.submissionsOf(run.id)).toMatchObject([{ arguments: text }]);
    expect(await statesOf(run)).toEqual(['refused']);
  });

  it('tells the model that there is no such tool, whatever it made up as a name', async () => {
    const run = await system.run(`call mcp__Tracker__invented {}\ncall ${'x'.repeat(200)} {}`);
    expect((await system.until(run, 'finished')).answer).toContain('Failed: /exposedName');
    expect(await statesOf(run)).toEqual(['denied', 'refused']);
  });

  it('tries again what the router refuses for reasons of its own', async () => {
    system.router.refusals.push('router.behind', 'token.bad_claims');
    const before = system.gateway.issued.length;
    const run = await system.run('call mcp__Tracker__allow {}');
    await system.until(run, 'finished');
    expect(system.router.ofRun(run.id)).toHaveLength(1);
    expect(system.router.submissionsOf(run.id)).toHaveLength(3);
    // A token that was refused is not used again.
    expect(system.gateway.issued.length - before).toBe(2);
  });

  it('is read from any place, and a cursor that no page gave is the asker’s mistake', async () => {
    const { workspaceId, id: runId } = await system.run('say hello');
    const { gateway } = system;
    const beyond = await gateway.ask(listRunEvents, { workspaceId, runId, after: 2 ** 40 });
    expect(beyond).toEqual({ items: [], nextCursor: null });
    const refused = { code: 'request.invalid' };
    await expect(gateway.ask(listRunEvents, { workspaceId, runId, cursor: 'abc' })).rejects.toMatchObject(refused);
    await expect(gateway.ask(listRunEvents, { workspaceId, runId, cursor: '-1' })).rejects.toMatchObject(refused);
    await expect(gateway.ask(listRuns, { workspaceId, cursor: 'abc' })).rejects.toMatchObject(refused);
    await expect(gateway.ask(listAgents, { workspaceId, cursor: 'abc' })).rejects.toMatchObject(refused);
  });

  it('fails at its limit of turns', async () => {
    const run = await system.run('call mcp__Tracker__allow {}\nthen\ncall mcp__Tracker__allow {}', undefined, {
      turnsMax: 1,
    });
    expect((await system.until(run, 'failed')).failure).toBe('The run reached its limit of 1 turns.');
    expect((await system.announced(run)).at(-1)).toBe('orchestrator.run.finished.v1 failed');
  });

  it('is cancelled while it waits: the router is told, and what comes later changes nothing', async () => {
    const run = await system.run(`call ${ASK} {"id":"1"}`);
    const call = await callOf(run);
    expect((await system.gateway.cancelRun(run)).status).toBe('cancelled');
    expect((await system.gateway.cancelRun(run)).status).toBe('cancelled');
    await eventually(() => expect(system.router.cancelledRuns).toEqual([run.id]));
    await system.router.settle(call, { state: 'succeeded' });
    const other = await system.run('say done');
    await system.until(other, 'finished');
    expect((await system.log(run)).at(-1)).toBe('run_cancelled');
    await expect(system.gateway.cancelRun(other)).rejects.toMatchObject({ code: 'run.finished' });
  });

  it('is cancelled while the model thinks: its answer comes too late', async () => {
    const run = await system.run('wait 700\ncall mcp__Tracker__allow {}');
    await system.gateway.cancelRun(run);
    const other = await system.run('wait 800\nsay done');
    await system.until(other, 'finished');
    expect(await system.log(run)).toEqual(['run_started', 'run_cancelled']);
    expect(system.router.submissionsOf(run.id)).toEqual([]);
  });
});
