import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  agentChanged,
  type AgentChanged,
  type AgentView,
  type CreateAgentRequest,
  deleteAgent,
  forkRun,
  getAgent,
  getAgentVersion,
  listAgents,
  listAgentVersions,
  startRun,
  updateAgent,
  type UpdateAgentRequest,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { withRequestId } from '@countersign/messaging';
import { OrchestratorSystem } from '../test-system.fixture-spec.js';

const BEN = { kind: 'token', id: newId(), name: 'Ben', ownerId: newId() } as const;

describe('an agent', () => {
  let system: OrchestratorSystem;
  const workspaceId = newId();

  beforeAll(async () => {
    system = await OrchestratorSystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  const create = (options: Partial<CreateAgentRequest> = {}): Promise<AgentView> =>
    system.gateway.createAgent(workspaceId, options);
  const update = (agent: AgentView, change: Partial<UpdateAgentRequest>): Promise<AgentView> =>
    system.gateway.ask(updateAgent, { workspaceId, agentId: agent.id, actor: BEN, ...change });
  const get = (agent: AgentView): Promise<AgentView> =>
    system.gateway.ask(getAgent, { workspaceId, agentId: agent.id });
  const versionsOf = async (agent: AgentView) =>
    (await system.gateway.ask(listAgentVersions, { workspaceId, agentId: agent.id })).items;
  const announced = async ({ id }: AgentView): Promise<AgentChanged[]> => {
    const rows = await system.sql<{ data: AgentChanged }>(
      `select envelope::json -> 'data' as data from outbox where aggregate_id = $1 and subject = $2 order by id`,
      [id, agentChanged.subject],
    );
    return rows.map(({ data }) => data);
  };

  it('is kept as it was told, byte for byte', async () => {
    const told = {
      name: '\u202e Zoë’s <b>agent</b> \u{1f600}',
      instructions: 'Line 1\n\tLine 2\u0007',
      provider: 'openai-compatible',
      model: 'org/model:7b',
      parameters: { temperature: 0, topP: 1, maxOutputTokens: 1, stopSequences: ['\u0000', '\n'], seed: 0 },
      tools: [
        { integration: 'Jira', toolNames: ['a\u0000b', '\u00e9', 'e\u0301', '\ud800'] },
        { integration: 'Jira', toolNames: ['x'], strictness: 'ask' },
        { integration: 'not-registered-yet' },
      ],
      strictness: 'ask',
      ...{ turnsMax: 200, tokensMax: 100_000_000, wallSecondsMax: 1, parallelCallsMax: 64 },
    } satisfies Partial<CreateAgentRequest>;
    const agent = await create(told);
    const integrations = ['Jira', 'not-registered-yet'];
    expect(agent).toMatchObject({ ...told, integrations, version: 1, archivedAt: null });
    expect(await get(agent)).toEqual(agent);
  });

  it.each<[Partial<CreateAgentRequest>, string, string]>([
    [{ name: 'two\nlines' }, 'request.invalid', '/name'],
    [{ name: ' ' }, 'request.invalid', '/name'],
    [{ instructions: 'a\u0000b' }, 'request.invalid', '/instructions'],
    [{ model: 'a\u0000b' }, 'request.invalid', '/model'],
    [{ turnsMax: 0 }, 'request.invalid', '/turnsMax'],
    [{ turnsMax: 1.5 }, 'request.invalid', '/turnsMax'],
    [{ parallelCallsMax: 65 }, 'request.invalid', '/parallelCallsMax'],
    [{ tokensMax: 0 }, 'request.invalid', '/tokensMax'],
    [{ wallSecondsMax: 90 * 86_400 + 1 }, 'request.invalid', '/wallSecondsMax'],
    [{ parameters: { temperature: 2.1 } }, 'request.invalid', '/parameters/temperature'],
    [{ parameters: { topP: -0.1 } }, 'request.invalid', '/parameters/topP'],
    [{ parameters: { stopSequences: [''] } }, 'request.invalid', '/parameters/stopSequences'],
    [{ parameters: { seed: 2 ** 31 } }, 'request.invalid', '/parameters/seed'],
    [{ strictness: 'deny' as 'ask' }, 'request.invalid', '/strictness'],
    [{ tools: [{ integration: 'x', toolNames: [''] }] }, 'request.invalid', '/tools/0/toolNames'],
    [{ tools: [], integrations: [] }, 'request.invalid', '/integrations'],
    [{ provider: 'anthropic', parameters: { seed: 1 } }, 'agent.unsupported_parameter', '/parameters/seed'],
    [
      { tools: [1, 2].map(() => ({ integration: 'x', toolNames: Array.from({ length: 500 }, () => 'y'.repeat(60)) })) },
      'agent.tools_too_large',
      '/tools',
    ],
  ])('is not made of %.80j', async (options, code, pointer) => {
    const refused = create(options);
    await expect(refused).rejects.toMatchObject({ code, details: { problems: [{ pointer }] } });
  });

  it('has a new version with every change, and the ones before as they were, with who made them', async () => {
    const first = await create({ name: 'first' });
    const second = await update(first, { name: 'second', tools: [{ integration: 'Jira' }] });
    const third = await update(second, { clear: ['tools'], turnsMax: 7 });
    expect(third).toMatchObject({ name: 'second', tools: null, integrations: null, turnsMax: 7, version: 3 });
    expect(third.createdAt).toBe(first.createdAt);
    const versions = await versionsOf(first);
    expect(versions.map(({ version, name, createdBy }) => [version, name, createdBy?.name])).toEqual([
      [3, 'second', 'Ben'],
      [2, 'second', 'Ben'],
      [1, 'first', 'Ada'],
    ]);
    const ofAgent = { workspaceId, agentId: first.id };
    expect(await system.gateway.ask(getAgentVersion, { ...ofAgent, version: 2 })).toEqual(versions[1]);
    const missing = system.gateway.ask(getAgentVersion, { ...ofAgent, version: 4 });
    await expect(missing).rejects.toMatchObject({ code: 'agent_version.not_found' });
    const page = await system.gateway.ask(listAgentVersions, { ...ofAgent, limit: 2 });
    const rest = await system.gateway.ask(listAgentVersions, { ...ofAgent, limit: 2, cursor: page.nextCursor ?? '' });
    expect([...page.items, ...rest.items]).toEqual(versions);
    expect(rest.nextCursor).toBeNull();
  });

  it('has no new version, and nothing to tell, of an update that changes nothing', async () => {
    const agent = await create({ integrations: ['Jira'], parameters: { seed: 1, topP: 0.5 } });
    const same = { name: agent.name, tools: [{ integration: 'Jira' }], parameters: { topP: 0.5, seed: 1 } };
    expect(await update(agent, { ...same, clear: ['tokensMax'] })).toEqual(agent);
    expect(await update(agent, {})).toEqual(agent);
    expect(await announced(agent)).toHaveLength(1);
  });

  it('is changed once by editors who saw the same version, and in order by those who do not say what they saw', async () => {
    const agent = await create();
    const editors = Array.from({ length: 6 }, (_, index) => update(agent, { name: `editor ${index}`, ifVersion: 1 }));
    const outcomes = await Promise.allSettled(editors);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toMatchObject({ code: 'precondition.failed', details: { version: 2 } });
      }
    }
    await Promise.all(Array.from({ length: 6 }, (_, index) => update(agent, { name: `anybody ${index}` })));
    expect((await versionsOf(agent)).map(({ version }) => version)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('tells the audit who changed what, on which way, in which request', async () => {
    const agent = await create();
    await withRequestId('request-7', () => update(agent, { strictness: 'ask', way: 'cli' }));
    await system.gateway.ask(deleteAgent, { workspaceId, agentId: agent.id, actor: BEN, way: 'web' });
    const [created, updated, deleted, ...more] = await announced(agent);
    expect(created).toMatchObject({ change: 'created', version: 1, before: null, actor: { name: 'Ada' } });
    expect(updated).toMatchObject({
      ...{ change: 'updated', version: 2, actor: BEN, way: 'cli', requestId: 'request-7' },
      before: '{"strictness":"allow"}',
      after: '{"strictness":"ask"}',
    });
    expect(deleted).toMatchObject({ change: 'deleted', version: 2, after: null, way: 'web' });
    expect(more).toEqual([]);
  });

  it('starts runs as it is, and changes none that it has', async () => {
    const tools = [{ integration: 'Tracker', toolNames: ['ask'] }];
    const agent = await create({ tools, ...{ tokensMax: 9_000, wallSecondsMax: 600, parallelCallsMax: 3 } });
    const run = await system.gateway.startRun(agent, 'call mcp__Tracker__ask {"id":"1"}');
    await system.until(run, 'suspended');
    const changed = { tools: [], strictness: 'ask', turnsMax: 1, clear: ['tokensMax', 'wallSecondsMax'] } as const;
    await update(agent, { ...changed, tools: [], clear: [...changed.clear] });
    const [call] = system.router.ofRun(run.id);
    if (!call) throw new Error('there is no call');
    await system.router.settle(call, { state: 'succeeded', text: 'done' });
    expect(await system.until(run, 'finished')).toMatchObject({ agentVersion: 1, turns: 2 });
    const [started] = await system.gateway.events(run);
    expect(started?.data).toMatchObject({ turnsMax: 40, tokensMax: 9_000, wallSecondsMax: 600, parallelCallsMax: 3 });
    for (const request of system.gateway.issuedFor(run.id)) {
      expect(request).toMatchObject({ agentVersion: 1, tools, integrations: ['Tracker'], strictness: 'allow' });
    }
    const next = await system.gateway.startRun(agent, 'say done');
    await system.until(next, 'finished');
    const [nextStarted] = await system.gateway.events(next);
    expect(nextStarted?.data).toMatchObject({ agentVersion: 2, turnsMax: 1, parallelCallsMax: 3 });
    expect(nextStarted?.data).not.toHaveProperty('tokensMax');
    const fork = await system.gateway.ask(forkRun, { workspaceId, runId: run.id, actor: BEN, message: 'go on' });
    const [forkStarted] = await system.gateway.events(fork);
    expect(forkStarted?.data).toMatchObject({ agentVersion: 2, turnsMax: 1, parallelCallsMax: 3 });
    expect(system.gateway.issuedFor(next.id)[0]).toMatchObject({ tools: [], integrations: [], strictness: 'ask' });
  });

  it('is archived when it is deleted: its open runs are cancelled by whom, no new ones start, what it was stays', async () => {
    const agent = await create();
    const waiting = await Promise.all(
      [1, 2, 3].map((id) => system.gateway.startRun(agent, `call mcp__Tracker__ask {"id":"${id}"}`)),
    );
    for (const run of waiting) await system.until(run, 'suspended');
    const over = await system.gateway.startRun(agent, 'say done');
    await system.until(over, 'finished');
    const request = { workspaceId, agentId: agent.id, actor: BEN };
    await expect(system.gateway.ask(deleteAgent, { ...request, ifVersion: 2 })).rejects.toMatchObject({
      code: 'precondition.failed',
    });
    await system.gateway.ask(deleteAgent, { ...request, ifVersion: 1 });
    await system.gateway.ask(deleteAgent, request);
    for (const run of waiting) {
      await system.until(run, 'cancelled');
      expect((await system.gateway.events(run)).at(-1)?.data).toMatchObject({ by: { kind: 'token', name: 'Ben' } });
    }
    expect((await system.gateway.getRun(over)).status).toBe('finished');
    const archived = { code: 'agent.archived' };
    await expect(system.gateway.startRun(agent, 'say done')).rejects.toMatchObject(archived);
    await expect(update(agent, { name: 'back' })).rejects.toMatchObject(archived);
    const again = { workspaceId, runId: over.id, actor: BEN };
    await expect(system.gateway.send(over, 'go on')).rejects.toMatchObject(archived);
    await expect(system.gateway.ask(forkRun, { ...again, message: 'go on' })).rejects.toMatchObject(archived);
    expect(await get(agent)).toEqual({ ...agent, archivedAt: expect.any(String) });
    expect(await versionsOf(agent)).toHaveLength(1);
    expect(await announced(agent)).toHaveLength(2);
    const listed = async (isArchived: boolean) =>
      (await system.gateway.ask(listAgents, { workspaceId, archived: isArchived })).items.map(({ id }) => id);
    expect(await listed(false)).not.toContain(agent.id);
    expect(await listed(true)).toContain(agent.id);
  });

  it('leaves no run behind that started while it was deleted', async () => {
    const agent = await create();
    const starting = Array.from({ length: 8 }, () =>
      system.gateway.ask(startRun, { workspaceId, agentId: agent.id, actor: BEN, prompt: 'call mcp__Tracker__ask {}' }),
    );
    await system.gateway.ask(deleteAgent, { workspaceId, agentId: agent.id, actor: BEN });
    for (const outcome of await Promise.allSettled(starting)) {
      if (outcome.status === 'fulfilled') await system.until(outcome.value, 'cancelled');
      else expect(outcome.reason).toMatchObject({ code: 'agent.archived' });
    }
  });
});
