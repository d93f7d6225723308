import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DomainError,
  getIntegration,
  type IntegrationTestResult,
  type IntegrationView,
  listDiscoveryAttempts,
  listIntegrations,
  listToolChanges,
  listUpstreamHealth,
  registerIntegration,
  removeIntegration,
  testIntegration,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { anAttempt, anIntegration, aToolChange } from '../test-builders.fixture-spec.js';
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

  it('lists integrations while the router is away, and says of their circuits alone that nobody answers', async () => {
    expect((await admin.get(PATH)).status).toBe(200);
    expect((await admin.get(`${PATH}/${integration.id}`)).status).toBe(200);
    expect((await admin.get(`${PATH}/circuits`)).status).toBe(503);
    expect((await admin.get(`${PATH}/${integration.id}/circuit`)).status).toBe(503);
  });

  it('changes and removes one on the condition that If-Match makes, or none', async () => {
    const place = `${PATH}/${integration.id}`;
    const etag = String((await admin.get(place)).headers['etag']);
    expect(etag).toMatch(/^"1\.[0-9a-f]{16}"$/);
    const changed = await admin.patch(place, { displayName: 'Jira' }, { headers: { 'if-match': etag } });
    expect([changed.status, changed.headers['etag']]).toEqual([200, etag]);
    expect(system.neighbours.inputsOf(updateIntegration).at(-1)).toMatchObject({ displayName: 'Jira', ifVersion: 1 });
    expect((await admin.send('DELETE', place, { headers: { 'if-match': '"1"' } })).status).toBe(204);
    expect(system.neighbours.inputsOf(removeIntegration).at(-1)).toMatchObject({ ifVersion: 1 });
    for (const headers of [{}, { 'if-match': '*' }]) {
      await admin.patch(place, { displayName: 'Jira' }, { headers });
      expect(system.neighbours.inputsOf(updateIntegration).at(-1)).not.toHaveProperty('ifVersion');
    }
    const asked = system.neighbours.inputsOf(updateIntegration).length;
    const weak = await admin.patch(place, { displayName: 'Jira' }, { headers: { 'if-match': `W/${etag}` } });
    expect(weak.body).toMatchObject({ status: 412, code: 'precondition.failed' });
    expect(system.neighbours.inputsOf(updateIntegration)).toHaveLength(asked);
  });

  it('shows to which integrations no calls are sent, why and until when', async () => {
    const entry = { state: 'open', failures: 5, reason: 'refused', retryAt: '2026-11-23T10:00:00.000Z' } as const;
    const failing = { integrationId: newId(), ...entry };
    system.neighbours.answer(listUpstreamHealth, () => ({ items: [failing] }));
    expect((await admin.get(`${PATH}/circuits`)).body).toEqual({ items: [failing] });
    expect((await admin.get(`${PATH}/${failing.integrationId}/circuit`)).body).toEqual(failing);
    expect((await admin.get(`${PATH}/${integration.id}/circuit`)).body).toEqual({
      integrationId: integration.id,
      state: 'closed',
      failures: 0,
      reason: null,
      retryAt: null,
    });
    expect((await (await system.clientWith(['call:read'])).get(`${PATH}/circuits`)).status).toBe(403);
  });

  it('registers one in the name of who asked', async () => {
    const body = {
      displayName: 'Tracker',
      serverUrl: 'https://tracker.example.com/mcp',
      transport: 'sse',
      timeoutSeconds: 300,
      auth: 'client-credentials',
      headers: [{ name: 'X-Key', value: 's3cret' }],
      oauth: { clientId: 'c', clientSecret: 's', scopes: ['read'], issuer: 'https://auth.example.com' },
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
    ['PATCH', { auth: 'none' }],
    ['PATCH', { oauth: { scopes: ['read'] } }],
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

  describe('a test', () => {
    const body = { serverUrl: 'https://tracker.example.com/mcp', headers: [{ name: 'X-Key', value: 's3cret' }] };
    const result: IntegrationTestResult = {
      succeeded: false,
      durationMs: 12,
      errorCode: 'discovery.refused',
      message: 'it answered with HTTP 401',
      authorizationServer: 'https://auth.example.com',
      wireTransport: null,
      era: null,
      protocolVersion: null,
      toolCount: 0,
      toolNames: [],
      warnings: [],
    };

    it('answers how it went, also that it failed', async () => {
      system.neighbours.answer(testIntegration, () => result);
      const answer = await admin.post(`${PATH}/test`, body);
      expect([answer.status, answer.body]).toEqual([200, result]);
      const asked = system.neighbours.inputsOf(testIntegration).at(-1);
      expect(asked).toEqual({ ...body, workspaceId, actor: expect.objectContaining({ kind: 'user' }) });
    });

    it('with the credentials of a stored one needs what the change would need', async () => {
      const path = `${PATH}/test`;
      const asked = system.neighbours.inputsOf(testIntegration).length;
      const change = { ...body, integrationId: integration.id };
      const creator = await system.clientWith(['integration:create']);
      expect((await creator.post(path, body)).status).toBe(200);
      expect((await creator.post(path, change)).body['details']).toEqual({ scope: 'integration:update' });
      const editor = await system.clientWith(['integration:create', 'integration:update']);
      expect((await editor.post(path, change)).body['details']).toEqual({ scope: 'policy:update' });
      expect((await admin.post(path, change)).status).toBe(200);
      expect(system.neighbours.inputsOf(testIntegration)).toHaveLength(asked + 2);
    });

    it('points at what is wrong with its body', async () => {
      const { status, body: problem } = await admin.post(`${PATH}/test`, { ...body, slug: 'x', timeoutSeconds: 301 });
      const errors = problem['errors'] as { pointer: string }[];
      expect([status, errors.map(({ pointer }) => pointer).sort()]).toEqual([422, ['/slug', '/timeoutSeconds']]);
    });
  });

  it('shows the checks of one, and what became of its tools', async () => {
    const checks = { items: [anAttempt()], nextCursor: 'more' };
    const changes = { items: [aToolChange()], nextCursor: null };
    system.neighbours.answer(listDiscoveryAttempts, () => checks);
    system.neighbours.answer(listToolChanges, () => changes);
    const path = `${PATH}/${integration.id}`;
    const reader = await system.clientWith(['integration:read']);
    expect((await reader.get(`${path}/checks?limit=1&cursor=c`)).body).toEqual(checks);
    const asked = { workspaceId, integrationId: integration.id };
    expect(system.neighbours.inputsOf(listDiscoveryAttempts).at(-1)).toEqual({ ...asked, limit: 1, cursor: 'c' });
    expect((await reader.get(`${path}/tool-changes?toolName=issue.get`)).body).toEqual(changes);
    expect(system.neighbours.inputsOf(listToolChanges).at(-1)).toEqual({ ...asked, toolName: 'issue.get' });
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
