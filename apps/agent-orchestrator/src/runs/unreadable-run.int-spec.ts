import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listRunEvents, listRuns } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';
import { OpenRunsSweeper } from './open-runs.sweeper.js';

describe('a run that a newer version wrote', () => {
  let system: OrchestratorSystem;

  beforeAll(async () => {
    system = await OrchestratorSystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  it('is left as it is, with a readable reason, and holds up no other', async () => {
    const workspaceId = newId();
    const run = await system.run('call mcp__Tracker__ask {}', workspaceId);
    await system.until(run, 'suspended');
    const event = { type: 'run_split', into: 2 };
    await system.sql(
      `with head as (update runs set version = version + 1 where id = $1 returning id, workspace_id, version)
       insert into run_events (run_id, sequence, workspace_id, type, data)
       select id, version, workspace_id, 'run_split', $2 from head`,
      [run.id, JSON.stringify(event)],
    );
    const [call] = system.router.ofRun(run.id);
    if (!call) throw new Error('there is no call');
    await system.router.settle(call, { state: 'succeeded' });

    const other = await system.run('say done', workspaceId);
    await system.until(other, 'finished');
    const reason = 'event 5: events of type "run_split" are unknown to this version';
    expect(await system.gateway.getRun(run)).toMatchObject({ id: run.id, status: 'suspended', parked: reason });
    await expect(system.gateway.cancelRun(run)).rejects.toMatchObject({ code: 'run.unreadable' });
    const { items } = await system.gateway.ask(listRuns, { workspaceId });
    expect(items).toMatchObject([
      { id: other.id, status: 'finished', parked: null },
      { id: run.id, status: 'suspended', parked: reason },
    ]);
    const events = await system.gateway.ask(listRunEvents, { workspaceId, runId: run.id });
    expect(events.items.at(-1)).toMatchObject({ sequence: 5, type: 'run_split', data: event });

    // A version that can read the log finds the run with the sweeper, though the end of the call was parked.
    await system.sql('delete from run_events where run_id = $1 and sequence = 5', [run.id]);
    await system.sql(
      `update runs set version = 4, updated_at = now() - interval '1 hour', checked_at = now() - interval '1 hour'
       where id = $1`,
      [run.id],
    );
    await system.get(OpenRunsSweeper).sweep();
    await system.until(run, 'finished');
  });
});
