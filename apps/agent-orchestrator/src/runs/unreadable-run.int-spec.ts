import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listRunEvents, listRuns, type RunView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import type { LedgerCall } from '../test-router.fixture-spec.js';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';
import { DeadlinesSweeper } from './deadlines.sweeper.js';
import { EndedRunsSweeper } from './ended-runs.sweeper.js';
import { OpenRunsSweeper } from './open-runs.sweeper.js';

const NOTED = { type: 'call_noted', toolCallId: 'turn1_call1' };
const REASON = 'event 5: events of type "call_noted" are unknown to this version';
const REFUSED = { code: 'run.unreadable', message: REASON };

describe('a run that a newer version wrote', () => {
  let system: OrchestratorSystem;

  beforeAll(async () => {
    system = await OrchestratorSystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  const suspended = async (workspaceId = newId()): Promise<{ run: RunView; call: LedgerCall }> => {
    const run = await system.run('call mcp__Tracker__ask {}', workspaceId);
    await system.until(run, 'suspended');
    await append(run, NOTED);
    const [call] = system.router.ofRun(run.id);
    if (!call) throw new Error('there is no call');
    return { run, call };
  };
  const append = (run: RunView, event: { readonly type: string }) =>
    system.sql(
      `with head as (update runs set version = version + 1 where id = $1 returning id, workspace_id, version)
       insert into run_events (run_id, sequence, workspace_id, type, data)
       select id, version, workspace_id, $2, $3 from head`,
      [run.id, event.type, JSON.stringify(event)],
    );
  const head = async ({ id }: RunView) => {
    const [row] = await system.sql('select * from runs where id = $1', [id]);
    return row;
  };
  const isParked = async (run: RunView) => expect(await head(run)).toMatchObject({ unknown_type: 'call_noted' });
  const countSteps = async ({ id }: RunView) =>
    (await system.sql(`select 1 from outbox where aggregate_id = $1 and subject like '%step-due%'`, [id])).length;

  it('is left as it is, with a readable reason, and holds up no other', async () => {
    const workspaceId = newId();
    const { run, call } = await suspended(workspaceId);
    await system.router.settle(call, { state: 'succeeded' });

    const other = await system.run('say done', workspaceId);
    await system.until(other, 'finished');
    expect(await system.gateway.getRun(run)).toMatchObject({ id: run.id, status: 'suspended', parked: REASON });
    const { items } = await system.gateway.ask(listRuns, { workspaceId });
    expect(items).toMatchObject([
      { id: other.id, status: 'finished', parked: null },
      { id: run.id, status: 'suspended', parked: REASON },
    ]);
    const events = await system.gateway.ask(listRunEvents, { workspaceId, runId: run.id });
    expect(events.items.at(-1)).toMatchObject({ sequence: 5, type: 'call_noted', data: NOTED });
  });

  it('is neither written to, cancelled nor forked by people', async () => {
    const { run } = await suspended();
    const before = await head(run);
    await expect(system.gateway.cancelRun(run)).rejects.toMatchObject(REFUSED);
    await expect(system.gateway.send(run, 'Go on.')).rejects.toMatchObject(REFUSED);
    await expect(system.gateway.fork(run, 'Go on.')).rejects.toMatchObject(REFUSED);
    expect(await head(run)).toEqual(before);
  });

  it('is looked at once, whatever comes to it, and fills no dead letters', async () => {
    const letters = await system.countDeadLetters();
    const { run, call } = await suspended();
    await system.router.settle(call, { state: 'succeeded' });
    await eventually(() => isParked(run));
    await system.sql(
      `update runs set updated_at = now() - interval '1 hour', checked_at = now() - interval '1 hour' where id = $1`,
      [run.id],
    );
    const [before, steps] = [await head(run), await countSteps(run)];
    for (let round = 0; round < 3; round += 1) await system.get(OpenRunsSweeper).sweep();
    expect(await head(run)).toEqual(before);
    expect(await countSteps(run)).toBe(steps);
    expect(await system.countDeadLetters()).toBe(letters);
  });

  it('does not run out of time', async () => {
    const { run } = await suspended();
    await system.sql(`update runs set deadline_at = now() - interval '1 hour' where id = $1`, [run.id]);
    const { deadlineAt } = await system.gateway.getRun(run);
    for (let round = 0; round < 3; round += 1) await system.get(DeadlinesSweeper).sweep();
    await isParked(run);
    expect(await system.gateway.getRun(run)).toMatchObject({ status: 'suspended', version: 5, deadlineAt });
  });

  it.each(['failed', 'cancelled'])('keeps its calls, though its head says that it is %s', async (status) => {
    const { run, call } = await suspended();
    await system.sql('update runs set status = $2, cancel_due_at = now() where id = $1', [run.id, status]);
    await eventually(async () => {
      await system.get(EndedRunsSweeper).sweep();
      await isParked(run);
    });
    expect(system.router.endings.filter(({ runId }) => runId === run.id)).toEqual([]);
    expect(call.state).toBe('pending_approval');
    expect(await head(run)).toMatchObject({ cancel_due_at: expect.any(Date) });
  });

  it('is looked at again after a while where no version is known to be able to read it', async () => {
    const run = await system.run('call mcp__Tracker__ask {}');
    await system.until(run, 'suspended');
    await append(run, { type: 'run_resumed' });
    const [call] = system.router.ofRun(run.id);
    if (!call) throw new Error('there is no call');
    await system.router.settle(call, { state: 'succeeded' });
    await eventually(async () => expect((await head(run))?.['parked_due_at']).toBeInstanceOf(Date));
    expect(await head(run)).toMatchObject({ status: 'suspended', unknown_type: null, version: 5 });
    // It is mended, and the end of its call is found though its announcement came while it could not be read.
    await system.sql('delete from run_events where run_id = $1 and sequence = 5', [run.id]);
    await system.sql('update runs set version = 4, parked_due_at = now() where id = $1', [run.id]);
    await system.until(run, 'finished');
    await eventually(async () => expect(await head(run)).toMatchObject({ parked_due_at: null }));
  });

  it('goes on within seconds when a version that can read it is there, beside one that cannot', async () => {
    const { run, call } = await suspended();
    await system.router.settle(call, { state: 'succeeded', text: 'while only the old one ran' });
    await eventually(() => isParked(run));
    const next = await suspended();
    await system.startNewerProcess();
    await system.until(run, 'finished');
    // Either replica may be asked; the older one cannot read the log still.
    await eventually(async () => expect((await system.gateway.getRun(run)).parked).toContain('call_noted'));
    // Both are there now: whoever the message comes to, the newer one takes it.
    const since = performance.now();
    await system.router.settle(next.call, { state: 'succeeded' });
    await system.until(next.run, 'finished', 10_000);
    expect(performance.now() - since).toBeLessThan(10_000);
    for (const { id } of [run, next.run]) expect(system.router.ofRun(id)).toHaveLength(1);
  });
});
