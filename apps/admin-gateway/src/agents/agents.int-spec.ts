import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  agentChanged,
  type AgentVersionView,
  createAgent,
  deleteAgent,
  DomainError,
  getAgent,
  getAgentVersion,
  listAgents,
  listAgentVersions,
  updateAgent,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { publishEvent } from '@countersign/messaging';
import { eventually } from '@countersign/testing';
import type { AuditPage } from '../audit/audit.dto.js';
import { anAgent } from '../test-builders.fixture-spec.js';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const PATH = '/api/v1/workspaces/default/agents';

const OF_VERSION_3 = expect.stringMatching(/^"3\.[0-9a-f]{16}"$/);

describe('agents over HTTP', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  const agent = anAgent({ version: 3 });
  const version: AgentVersionView = {
    ...{ agentId: agent.id, name: 'Triage', instructions: '', provider: 'scripted', model: 'scripted' },
    ...{ integrations: null, turnsMax: 40, version: 2, createdAt: agent.createdAt, createdBy: null },
  };
  const place = `${PATH}/${agent.id}`;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    system.neighbours.answer(createAgent, () => agent);
    system.neighbours.answer(getAgent, () => agent);
    system.neighbours.answer(updateAgent, () => agent);
    system.neighbours.answer(deleteAgent, () => ({}));
    system.neighbours.answer(listAgents, () => ({ items: [agent], nextCursor: null }));
    system.neighbours.answer(getAgentVersion, () => version);
    system.neighbours.answer(listAgentVersions, () => ({ items: [version], nextCursor: '2' }));
  });
  afterAll(() => system.stop());

  it('are made with all that they may be told, and have their version in their ETag', async () => {
    const body = {
      ...{ name: 'Triage', instructions: 'Triage issues.', provider: 'anthropic', model: 'claude' },
      parameters: { temperature: 0.2, stopSequences: ['END'] },
      tools: [{ integration: 'Tracker', toolNames: ['issue.get'], strictness: 'ask' }],
      strictness: 'ask',
      ...{ turnsMax: 5, tokensMax: 10_000, wallSecondsMax: 3_600, parallelCallsMax: 2 },
    };
    const { status, headers } = await admin.post(PATH, body);
    expect([status, headers['etag']]).toEqual([201, OF_VERSION_3]);
    const asked = system.neighbours.inputsOf(createAgent).at(-1);
    expect(asked).toMatchObject({ ...body, actor: { kind: 'user' }, way: 'web' });
    expect((await admin.get(place)).headers['etag']).toEqual(OF_VERSION_3);
  });

  it.each([
    ['/tools/0/integration', { tools: [{ integration: '' }] }],
    ['/tools/0/scope', { tools: [{ integration: 'Tracker', scope: 'all' }] }],
    ['/parameters/topK', { parameters: { topK: 3 } }],
    ['/parameters/temperature', { parameters: { temperature: 3 } }],
    ['/way', { way: 'cli' }],
    ['/limit', { limit: 5 }],
  ])('are refused with the place of what is wrong: %s', async (pointer, wrong) => {
    for (const { status, body } of [
      await admin.post(PATH, { name: 'T', instructions: '', ...wrong }),
      await admin.patch(place, wrong),
    ]) {
      expect({ status, body }).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    }
  });

  it('are changed under the condition that If-Match makes, or none', async () => {
    const send = (headers: Record<string, string>, client = admin) =>
      client.send('PATCH', place, { body: { name: 'Other', clear: ['tools'] }, headers });
    expect(await send({ 'if-match': '"3"' })).toMatchObject({ status: 200, headers: { etag: OF_VERSION_3 } });
    expect(system.neighbours.inputsOf(updateAgent).at(-1)).toMatchObject({
      ...{ agentId: agent.id, name: 'Other', clear: ['tools'], ifVersion: 3, way: 'web' },
    });
    await send({});
    expect(system.neighbours.inputsOf(updateAgent).at(-1)).not.toHaveProperty('ifVersion');
    expect((await send({ 'if-match': 'W/"3"' })).body).toMatchObject({ status: 412, code: 'precondition.failed' });
    system.neighbours.answer(updateAgent, () => {
      throw new DomainError('precondition.failed', 'The agent is at version 4, not at 3.', { version: 4 });
    });
    expect((await send({ 'if-match': '"3"' })).status).toBe(412);
    system.neighbours.answer(updateAgent, () => agent);
    expect((await admin.patch(place, { ifVersion: 1 })).status).toBe(422);
    expect((await admin.patch(place, { clear: ['name'] })).status).toBe(422);
  });

  it('are deleted under the same condition', async () => {
    const answer = await admin.send('DELETE', place, { headers: { 'if-match': '"3"' } });
    expect(answer.status).toBe(204);
    expect(system.neighbours.inputsOf(deleteAgent).at(-1)).toMatchObject({ agentId: agent.id, ifVersion: 3 });
    expect((await admin.delete(place)).status).toBe(204);
  });

  it('are listed without those that were deleted, or those alone', async () => {
    await admin.get(PATH);
    expect(system.neighbours.inputsOf(listAgents).at(-1)).not.toHaveProperty('archived');
    await admin.get(`${PATH}?archived=true&limit=5`);
    expect(system.neighbours.inputsOf(listAgents).at(-1)).toMatchObject({ archived: true, limit: 5 });
    expect((await admin.get(`${PATH}?archived=maybe`)).status).toBe(422);
  });

  it('have versions', async () => {
    expect((await admin.get(`${place}/versions?limit=1`)).body).toEqual({ items: [version], nextCursor: '2' });
    expect((await admin.get(`${place}/versions/2`)).body).toEqual(version);
    expect(system.neighbours.inputsOf(getAgentVersion).at(-1)).toMatchObject({ agentId: agent.id, version: 2 });
    for (const wrong of ['x', '-1', '1.5', '9999999999']) {
      expect((await admin.get(`${place}/versions/${wrong}`)).body).toMatchObject({
        ...{ status: 404, code: 'agent_version.not_found' },
      });
    }
  });

  it.each([
    ['POST', PATH, 'agent:create'],
    ['GET', PATH, 'agent:read'],
    ['GET', place, 'agent:read'],
    ['PATCH', place, 'agent:update'],
    ['DELETE', place, 'agent:delete'],
    ['GET', `${place}/versions`, 'agent:read'],
    ['GET', `${place}/versions/1`, 'agent:read'],
  ] as const)('need their own scope: %s %s needs %s', async (method, path, scope) => {
    const others = ['agent:create', 'agent:read', 'agent:update', 'agent:delete', 'agent:run'] as const;
    const client = await system.clientWith(others.filter((other) => other !== scope));
    const request = method === 'GET' || method === 'DELETE' ? {} : { body: { name: 'T', instructions: '' } };
    expect((await client.send(method, path, request)).body).toMatchObject({ status: 403, details: { scope } });
  });

  it.each([
    ['agent.archived', 409],
    ['agent.tools_too_large', 422],
    ['agent.unsupported_parameter', 422],
  ])('answer %s as %d', async (code, status) => {
    system.neighbours.answer(createAgent, () => {
      throw new DomainError(code, 'No.', {
        problems: [{ pointer: '/tools', code: 'too_large', message: 'too large' }],
      });
    });
    const answer = await admin.post(PATH, { name: 'T', instructions: '' });
    expect(answer.body).toMatchObject({ status, code, errors: [{ pointer: '/tools' }] });
    system.neighbours.answer(createAgent, () => agent);
  });

  it('are in the audit with who changed what', async () => {
    const actor = { kind: 'token', id: newId(), name: 'Phone', ownerId: newId() } as const;
    const data = {
      ...{ agentId: agent.id, change: 'updated' as const, name: 'Triage', version: 4, actor },
      ...{
        before: '{"strictness":"allow"}',
        after: '{"strictness":"ask"}',
        way: 'cli' as const,
        requestId: 'request-1',
      },
    };
    const event = { id: newId(), type: agentChanged.subject, aggregateId: agent.id, occurredAt: agent.createdAt };
    const envelope = { ...event, workspaceId: await system.workspaceId(), data };
    const { jetstream } = system.neighbours.busOf('agent-orchestrator');
    for (let round = 0; round < 2; round += 1) await publishEvent(jetstream, agentChanged, envelope, newId());
    await eventually(async () => {
      const { body } = await admin.get<AuditPage>(`/api/v1/workspaces/default/audit?actor=${actor.id}`);
      const { agentId, name, version: at, before, after } = data;
      expect(body.items).toMatchObject([
        {
          ...{ action: 'agent.updated', actor, way: 'cli', requestId: 'request-1', at: agent.createdAt },
          details: { agentId, name, version: at, before, after },
        },
      ]);
    });
  });
});
