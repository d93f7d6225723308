import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cancelRun,
  createAgent,
  DomainError,
  forkRun,
  getAgent,
  getRun,
  listAgents,
  listRunEvents,
  listRuns,
  sendMessage,
  startRun,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { aRun, anAgent } from '../test-builders.fixture-spec.js';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const PATH = '/api/v1/workspaces/default';

describe('agents and runs', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  const agent = anAgent();
  const run = aRun({ agentId: agent.id });

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    const { neighbours } = system;
    neighbours.answer(createAgent, () => agent);
    neighbours.answer(getAgent, () => agent);
    neighbours.answer(listAgents, () => ({ items: [agent], nextCursor: null }));
    neighbours.answer(startRun, () => run);
    neighbours.answer(getRun, () => run);
    neighbours.answer(listRuns, () => ({ items: [run], nextCursor: null }));
  });
  afterAll(() => system.stop());

  it('creates, gets and lists agents', async () => {
    const body = { name: 'Triage', instructions: 'Triage issues.', integrations: ['Tracker'] };
    const created = await admin.post(`${PATH}/agents`, body);
    expect([created.status, created.body]).toEqual([201, agent]);
    expect(system.neighbours.inputsOf(createAgent).at(-1)).toMatchObject({ ...body, actor: { kind: 'user' } });
    expect((await admin.get(`${PATH}/agents/${agent.id}`)).body).toEqual(agent);
    expect((await admin.get(`${PATH}/agents`)).body).toEqual({ items: [agent], nextCursor: null });
    expect((await admin.post(`${PATH}/agents`, { ...body, turnsMax: 0 })).status).toBe(422);
  });

  it('starts a run, gets it and lists runs by status', async () => {
    const started = await admin.post(`${PATH}/agents/${agent.id}/runs`, { prompt: 'Close issue 1.' });
    expect([started.status, started.body]).toEqual([201, run]);
    expect(system.neighbours.inputsOf(startRun).at(-1)).toMatchObject({ agentId: agent.id, prompt: 'Close issue 1.' });
    expect((await admin.get(`${PATH}/runs/${run.id}`)).body).toEqual(run);
    expect((await admin.get(`${PATH}/runs?status=suspended&agentId=${agent.id}`)).body).toEqual({
      items: [run],
      nextCursor: null,
    });
    expect(system.neighbours.inputsOf(listRuns).at(-1)).toMatchObject({ status: 'suspended', agentId: agent.id });
  });

  it('lists the events of a run after the last one seen', async () => {
    const event = { sequence: 4, type: 'answered', data: {}, recordedAt: '2026-11-23T10:00:00.000Z' };
    system.neighbours.answer(listRunEvents, () => ({ items: [event], nextCursor: null }));
    expect((await admin.get(`${PATH}/runs/${run.id}/events?after=3`)).body).toEqual({
      items: [event],
      nextCursor: null,
    });
    expect(system.neighbours.inputsOf(listRunEvents).at(-1)).toMatchObject({ runId: run.id, after: 3 });
  });

  it('cancels a run, once', async () => {
    system.neighbours.answer(cancelRun, () => ({ ...run, status: 'cancelled' }));
    expect((await admin.post(`${PATH}/runs/${run.id}/cancel`)).body['status']).toBe('cancelled');
    system.neighbours.answer(cancelRun, () => {
      throw new DomainError('run.finished', 'The run is over.');
    });
    expect((await admin.post(`${PATH}/runs/${run.id}/cancel`)).status).toBe(409);
  });

  it('sends a message to a run, and forks one', async () => {
    system.neighbours.answer(sendMessage, () => run);
    system.neighbours.answer(forkRun, () => run);
    const messageId = newId();
    const sent = await admin.post(`${PATH}/runs/${run.id}/messages`, { text: 'And then?', messageId });
    expect([sent.status, sent.body]).toEqual([200, run]);
    expect(system.neighbours.inputsOf(sendMessage)).toMatchObject([
      { runId: run.id, text: 'And then?', messageId, actor: { kind: 'user' } },
    ]);
    const forked = await admin.post(`${PATH}/runs/${run.id}/fork`, { message: 'Otherwise.', afterTurn: 2 });
    expect(forked.status).toBe(201);
    expect(system.neighbours.inputsOf(forkRun)).toMatchObject([{ message: 'Otherwise.', afterTurn: 2 }]);
    expect((await admin.post(`${PATH}/runs/${run.id}/messages`, { text: '' })).status).toBe(422);
    expect((await admin.post(`${PATH}/runs/${run.id}/messages`, { text: 'x'.repeat(100_001) })).status).toBe(422);
    system.neighbours.answer(sendMessage, () => {
      throw new DomainError('run.cancelled', 'It was cancelled.');
    });
    expect((await admin.post(`${PATH}/runs/${run.id}/messages`, { text: 'go' })).status).toBe(409);
  });
});
