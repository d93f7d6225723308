import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AgentView,
  cancelRun,
  deleteAgent,
  forkRun,
  getAgent,
  getAgentVersion,
  getRun,
  listAgents,
  listAgentVersions,
  listRunEvents,
  listRuns,
  REQUESTS,
  type RunView,
  sendMessage,
  startRun,
  updateAgent,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import pg from 'pg';
import { OrchestratorSystem } from './test-system.fixture-spec.js';

describe('a workspace', () => {
  let system: OrchestratorSystem;
  const [ours, theirs] = [newId(), newId()];
  const actor = { kind: 'user', id: newId(), name: 'Eve' } as const;
  let agent: AgentView;
  let run: RunView;

  beforeAll(async () => {
    system = await OrchestratorSystem.start();
    agent = await system.gateway.createAgent(theirs);
    run = await system.gateway.startRun(agent, 'call mcp__Tracker__ask {}');
    await system.until(run, 'suspended');
  });
  afterAll(async () => {
    await system.stop();
  });

  const refused = [
    ['agent.not_found', getAgent],
    ['agent.not_found', getAgentVersion],
    ['agent.not_found', listAgentVersions],
    ['agent.not_found', updateAgent],
    ['agent.not_found', deleteAgent],
    ['agent.not_found', startRun],
    ['run.not_found', getRun],
    ['run.not_found', listRunEvents],
    ['run.not_found', cancelRun],
    ['run.not_found', sendMessage],
    ['run.not_found', forkRun],
  ] as const;

  it.each(refused)('gets %s for what is of another, from $subject', async (code, contract) => {
    const request = {
      workspaceId: ours,
      actor,
      agentId: agent.id,
      runId: run.id,
      prompt: 'go',
      text: 'go',
      message: 'go',
      name: 'taken over',
      version: 1,
    };
    await expect(system.gateway.ask<object, object>(contract, request)).rejects.toMatchObject({ code });
    expect((await system.gateway.getRun(run)).status).toBe('suspended');
    expect(await system.gateway.ask(getAgent, { workspaceId: theirs, agentId: agent.id })).toEqual(agent);
  });

  it('sees nothing of another in any list', async () => {
    const nothing = { items: [], nextCursor: null };
    expect(await system.gateway.ask(listAgents, { workspaceId: ours })).toEqual(nothing);
    expect(await system.gateway.ask(listRuns, { workspaceId: ours })).toEqual(nothing);
  });

  it('has every request tried here', () => {
    const answered = REQUESTS.filter(({ responder }) => responder === 'agent-orchestrator').map(
      ({ subject }) => subject,
    );
    const tried = [...refused.map(([, { subject }]) => subject), listAgents.subject, listRuns.subject];
    expect([...tried, 'orchestrator.create-agent.v1'].sort()).toEqual([...answered].sort());
  });

  it('does not continue a run by the end of a call in another', async () => {
    const [call] = system.router.ofRun(run.id);
    if (!call) throw new Error('there is no call');
    await system.router.announce({ ...call, workspaceId: ours, state: 'denied' });
    const other = await system.run('say done');
    await system.until(other, 'finished');
    expect((await system.gateway.getRun(run)).calls).toMatchObject([{ state: 'pending_approval' }]);
  });

  it('has its rows hidden from a session that set none, and no log can be rewritten', async () => {
    const client = new pg.Client({ connectionString: system.urls.appUrl });
    await client.connect();
    try {
      for (const table of ['agents', 'agent_versions', 'runs', 'run_events']) {
        expect((await client.query(`select 1 from ${table}`)).rowCount).toBe(0);
      }
      await expect(client.query(`update run_events set data = ''`)).rejects.toThrow('permission denied');
      await expect(client.query('delete from run_events')).rejects.toThrow('permission denied');
      await expect(client.query(`update agent_versions set tools = null`)).rejects.toThrow('permission denied');
      await expect(client.query('delete from agents')).rejects.toThrow('permission denied');
    } finally {
      await client.end();
    }
  });

  it('lists its agents and runs in pages', async () => {
    const workspaceId = newId();
    const agents = [];
    for (let count = 0; count < 3; count += 1) agents.push(await system.gateway.createAgent(workspaceId));
    const first = await system.gateway.ask(listAgents, { workspaceId, limit: 2 });
    const cursor = first.nextCursor ?? '';
    const second = await system.gateway.ask(listAgents, { workspaceId, limit: 2, cursor });
    expect([...first.items, ...second.items]).toEqual(agents);
    const runs = [];
    for (const each of agents) runs.push(await system.gateway.startRun(each, 'say done'));
    for (const each of runs) await system.until(each, 'finished');
    const page = await system.gateway.ask(listRuns, { workspaceId, limit: 2, status: 'finished' });
    const rest = await system.gateway.ask(listRuns, { workspaceId, limit: 2, cursor: page.nextCursor ?? '' });
    expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual(runs.map(({ id }) => id).toReversed());
    const ofAgent = await system.gateway.ask(listRuns, { workspaceId, agentId: agents[1]?.id ?? '' });
    expect(ofAgent.items.map(({ id }) => id)).toEqual([runs[1]?.id]);
    const [{ startedBy } = {}] = page.items;
    const own = await system.gateway.ask(listRuns, {
      workspaceId,
      startedBy: startedBy?.ownerId ?? startedBy?.id ?? '',
    });
    expect(own.items).toHaveLength(3);
    const others = await system.gateway.ask(listRuns, { workspaceId, startedBy: newId() });
    expect(others.items).toEqual([]);
  });
});
