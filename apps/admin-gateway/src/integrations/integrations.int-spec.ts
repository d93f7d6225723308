import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DomainError,
  getIntegration,
  type IntegrationView,
  listIntegrations,
  registerIntegration,
  removeIntegration,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { anIntegration } from '../test-builders.fixture-spec.js';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const PATH = '/api/v1/workspaces/default/mcp-integrations';

describe('integrations', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let workspaceId: string;
  const integration: IntegrationView = anIntegration();

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    workspaceId = await system.workspaceId();
    system.neighbours.answer(registerIntegration, () => integration);
    system.neighbours.answer(updateIntegration, () => integration);
    system.neighbours.answer(verifyIntegration, () => integration);
    system.neighbours.answer(getIntegration, () => integration);
    system.neighbours.answer(removeIntegration, () => ({}));
    system.neighbours.answer(listIntegrations, () => ({ items: [integration], nextCursor: 'more' }));
  });
  afterAll(() => system.stop());

  it('registers one in the name of who asked', async () => {
    const body = {
      displayName: 'Tracker',
      serverUrl: 'https://tracker.example.com/mcp',
      headers: [{ name: 'X-Key', value: 's3cret' }],
    };
    const answer = await admin.post(PATH, body, { headers: { 'x-request-id': 'request-1' } });
    expect([answer.status, answer.body]).toEqual([201, integration]);
    const me = (await admin.get('/api/v1/me')).body;
    expect(system.neighbours.inputsOf(registerIntegration).at(-1)).toEqual({
      ...body,
      workspaceId,
      actor: { kind: 'user', id: me['id'], name: 'admin@example.com', ownerId: me['id'] },
    });
    expect(system.neighbours.lastRequestIdOf(registerIntegration)).toBe('request-1');
  });

  it('names a token and the person behind it', async () => {
    const client = await system.clientWith(['integration:create']);
    await client.post(PATH, { displayName: 'Tracker', serverUrl: 'https://tracker.example.com/mcp' });
    const { actor } = system.neighbours.inputsOf(registerIntegration).at(-1) ?? {};
    expect(actor).toMatchObject({ kind: 'token', name: 'Test', ownerId: (await admin.get('/api/v1/me')).body['id'] });
  });

  it('passes the page on', async () => {
    expect((await admin.get(`${PATH}?limit=1&cursor=c`)).body).toEqual({ items: [integration], nextCursor: 'more' });
    expect(system.neighbours.inputsOf(listIntegrations).at(-1)).toEqual({ workspaceId, limit: 1, cursor: 'c' });
  });

  it('gets, verifies, changes and removes one', async () => {
    const path = `${PATH}/${integration.id}`;
    expect((await admin.get(path)).body).toEqual(integration);
    expect((await admin.post(`${path}/verify`)).status).toBe(200);
    expect((await admin.patch(path, { displayName: 'Issues', description: null })).status).toBe(200);
    expect(system.neighbours.inputsOf(updateIntegration).at(-1)).toMatchObject({
      integrationId: integration.id,
      displayName: 'Issues',
    });
    expect(system.neighbours.inputsOf(updateIntegration).at(-1)).not.toHaveProperty('description');
    const removed = await admin.delete(path);
    expect([removed.status, removed.text]).toEqual([204, '']);
  });

  it.each([
    ['PATCH', { serverUrl: 'https://other.example.com/mcp' }],
    ['PATCH', { transport: 'auto' }],
    ['PATCH', { headers: [] }],
    ['POST', { displayName: 'T', serverUrl: 'https://t.example.com', posture: 'open' }],
  ])('needs policy:update too for %s %j', async (method, body) => {
    const editor = await system.clientWith(['integration:create', 'integration:update']);
    const path = method === 'POST' ? PATH : `${PATH}/${integration.id}`;
    expect((await editor.send(method, path, { body })).body).toMatchObject({
      status: 403,
      code: 'scope.required',
      details: { scope: 'policy:update' },
    });
    expect((await admin.send(method, path, { body })).status).toBeLessThan(300);
  });

  it.each([
    ['integration.slug_taken', 409],
    ['integration.bad_slug', 422],
    ['egress.refused', 422],
    ['discovery.unreachable', 422],
    ['discovery.not_mcp', 422],
    ['something.new', 500],
  ])('passes %s on with its code, as %d', async (code, status) => {
    system.neighbours.answer(registerIntegration, () => {
      throw new DomainError(code, 'what the registry says', { integrationId: integration.id });
    });
    const { body } = await admin.post(PATH, { displayName: 'T', serverUrl: 'https://t.example.com' });
    expect(body).toMatchObject({
      status,
      code,
      detail: 'what the registry says',
      details: { integrationId: integration.id },
    });
  });
});
