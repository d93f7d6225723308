import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getEntitlements, listApprovals, listIntegrations } from '@countersign/contracts';
import { newId } from '@countersign/database';
import type { Router } from 'express';
import { GatewaySystem } from '../test-system.fixture-spec.js';

/** Everything that may be used without a principal. Whoever adds to it decides that the whole world may. */
const OPEN_ROUTES = [
  'GET /.well-known/jwks.json',
  'GET /api/openapi.json',
  'GET /assets/:file',
  'GET /api/v1/auth/methods',
  'GET /auth/oidc/callback',
  'GET /auth/oidc/start',
  'GET /docs',
  'GET /docs/:file',
  'GET /docs/reference.js',
  'GET /health/live',
  'GET /health/ready',
  'GET /oauth/callback',
  'GET /oauth/client.json',
  'GET /oauth/page.css',
  'GET /oauth/start',
  'GET /oauth/start.js',
  'GET /{*path}',
  'POST /api/v1/auth/cli-logins/exchange',
  'POST /api/v1/auth/login',
  'POST /api/v1/invitations/accept',
  'POST /api/v1/invitations/lookup',
  'POST /api/v1/invitations/oidc',
  'POST /api/v1/password-resets',
  'POST /api/v1/password-resets/lookup',
];

/** What no token may do, whatever its scopes. */
const FOR_PEOPLE = ['POST /api/v1/workspaces/default/cli-logins'];
const NO_PERSON = [403, 'auth.person_required'];

interface Route {
  readonly path: string;
  readonly methods: Readonly<Record<string, boolean>>;
}

describe('access', () => {
  let system: GatewaySystem;
  let routes: string[];

  beforeAll(async () => {
    system = await GatewaySystem.start();
    system.neighbours.answer(getEntitlements, () => ({ agent_approvals: true }));
    system.neighbours.answer(listIntegrations, () => ({ items: [], nextCursor: null }));
    system.neighbours.answer(listApprovals, () => ({ items: [], nextCursor: null }));
    const { router } = system.app.getHttpAdapter().getInstance() as { router: Router };
    routes = (router.stack as unknown as readonly { route?: Route }[]).flatMap(({ route }) =>
      route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : [],
    );
  });
  afterAll(() => system.stop());

  /** Every route of the running server, each with a path that it matches. */
  const guarded = (): [string, string][] =>
    routes
      .filter((route) => !OPEN_ROUTES.includes(route))
      .map((route) => {
        const [method = '', path = ''] = route.split(' ');
        return [method, path.replace(':workspaceId', 'default').replaceAll(/:\w+/g, newId())];
      });

  it('lets nobody without a credential use any route but the listed ones', async () => {
    expect(routes).toEqual(expect.arrayContaining(OPEN_ROUTES));
    expect(guarded().length).toBeGreaterThan(50);
    for (const [method, path] of guarded()) {
      const { status, body } = await system.anonymous.send(method, path);
      expect([method, path, status, body['code']]).toEqual([method, path, 401, 'auth.required']);
    }
  });

  it('requires a scope of every route in a workspace, naming it', async () => {
    const powerless = await system.clientWith([]);
    const forEverybody = ['GET /api/v1/workspaces/default', 'GET /api/v1/workspaces/default/entitlements'];
    for (const [method, path] of guarded().filter(([, path]) => path.includes('/workspaces/'))) {
      const { status, body } = await powerless.send(method, path);
      if (forEverybody.includes(`${method} ${path}`)) expect(status).toBe(200);
      else if (FOR_PEOPLE.includes(`${method} ${path}`)) expect([status, body['code']]).toEqual(NO_PERSON);
      else {
        expect([method, path, status, body['code']]).toEqual([method, path, 403, 'scope.required']);
        expect(body['details']).toEqual({ scope: expect.stringMatching(/^\w+:\w+$/) });
      }
    }
  });

  it('lets a scope open its own routes and no others', async () => {
    const reader = await system.clientWith(['integration:read']);
    expect((await reader.get('/api/v1/workspaces/default/mcp-integrations')).status).toBe(200);
    expect((await reader.get('/api/v1/workspaces/default/approvals')).body['details']).toEqual({
      scope: 'approval:read',
    });
  });

  it('knows no workspace of others, by any route', async () => {
    const other = await system.addWorkspace();
    const clients = [await system.signIn(), await system.clientWith(['integration:read', 'workspace:admin'])];
    for (const [method, path] of guarded().filter(([, path]) => path.includes('/default'))) {
      for (const client of clients) {
        const { status, body } = await client.send(method, path.replace('default', other));
        expect([method, path, status, body['code']]).toEqual([method, path, 404, 'workspace.not_found']);
      }
    }
    const unknown = await clients[0]?.get(`/api/v1/workspaces/${newId()}`);
    expect(unknown?.body).toMatchObject({ status: 404, code: 'workspace.not_found' });
  });

  it('lets a member of two workspaces act in each with the role there', async () => {
    const other = await system.addWorkspace();
    const viewer = await system.signIn(await system.addMember(other, 'viewer'));
    expect((await viewer.get(`/api/v1/workspaces/${other}/mcp-integrations`)).status).toBe(200);
    expect((await viewer.post(`/api/v1/workspaces/${other}/mcp-integrations`, {})).body['code']).toBe('scope.required');
    expect((await viewer.get('/api/v1/workspaces/default/mcp-integrations')).status).toBe(404);
  });

  it.each([
    ['not a token', 'token.malformed'],
    ['Basic YTpi', 'auth.required'],
    ['Bearer', 'auth.required'],
    ['Bearer a.b.c', 'token.malformed'],
  ])('refuses the Authorization header %p', async (authorization) => {
    const { status, text } = await system.anonymous.get('/api/v1/me', { headers: { authorization } });
    expect(status).toBe(401);
    expect(text).not.toContain('node_modules');
  });

  describe('the door', () => {
    it.each([
      ['another host name', { host: 'rebound.example.com' }, 421, 'request.host_refused'],
      ['another port', { host: '127.0.0.1:1' }, 421, 'request.host_refused'],
      ['another origin', { origin: 'https://evil.example.com' }, 403, 'request.origin_refused'],
      ['no origin worth the name', { origin: 'null' }, 403, 'request.origin_refused'],
    ])('refuses %s', async (_, headers, status, code) => {
      const client = await system.signIn();
      const answer = await client.get('/api/v1/me', { headers });
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
      expect((await system.anonymous.get('/', { headers })).status).toBe(status);
    });

    it('refuses before it reads a body', async () => {
      const { body } = await system.anonymous.post('/api/v1/auth/login', '{', {
        headers: { host: 'rebound.example.com' },
      });
      expect(body['code']).toBe('request.host_refused');
    });

    it('answers its own pages, and probes by whatever name', async () => {
      const { port } = system.config.http;
      const own = { host: `LOCALHOST:${port}`, origin: `http://localhost:${port}` };
      expect((await (await system.signIn()).get('/api/v1/me', { headers: own })).status).toBe(200);
      expect((await system.anonymous.get('/health/ready', { headers: { host: '10.0.0.7' } })).body).toEqual({
        status: 'ready',
      });
    });

    it('sends the security headers with every answer, also with a failure', async () => {
      for (const path of ['/api/v1/me', '/health/live', '/no/such/path']) {
        const { headers } = await system.anonymous.get(path);
        expect(headers).toMatchObject({
          'content-security-policy': expect.stringContaining("default-src 'none'"),
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
          'cache-control': 'no-store',
        });
        expect(headers).not.toHaveProperty('x-powered-by');
      }
    });
  });

  describe('bad input', () => {
    it.each([
      ['{"displayName":', 400, 'request.malformed'],
      ['{"displayName":"a","displayName":"b"}', 400, 'json.duplicate_key'],
      ['{"__proto__":{"displayName":"a"}}', 400, 'json.forbidden_key'],
      ['{"timeoutSeconds":9007199254740993}', 400, 'json.unsafe_integer'],
      [`${'['.repeat(70)}${']'.repeat(70)}`, 400, 'json.too_deep'],
      [`{"description":"${'x'.repeat(4 * 1_024 * 1_024)}"}`, 413, 'request.too_large'],
      ['[]', 422, 'request.invalid'],
    ])('answers the body %.30s', async (body, status, code) => {
      const client = await system.signIn();
      const answer = await client.post('/api/v1/workspaces/default/mcp-integrations', body);
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.text).not.toMatch(/at .*\.(ts|js)/);
    });

    it('points at every wrong field, and at unknown ones', async () => {
      const { status, body } = await (
        await system.signIn()
      ).post('/api/v1/workspaces/default/mcp-integrations', {
        displayName: '',
        serverUrl: 'file:///etc/passwd',
        workspaceId: newId(),
        headers: [{ name: 'a b', value: 'x' }],
      });
      expect([status, body['code']]).toEqual([422, 'request.invalid']);
      const pointers = (body['errors'] as { pointer: string; code: string }[]).map(({ pointer, code }) => [
        pointer,
        code,
      ]);
      expect(pointers).toEqual(
        expect.arrayContaining([
          ['/displayName', 'min_length'],
          ['/serverUrl', 'is_url'],
          ['/workspaceId', 'unknown_field'],
          ['/headers/0/name', 'matches'],
        ]),
      );
    });

    it.each([
      ['limit=x', '/limit'],
      ['limit=201', '/limit'],
      ['colour=red', '/colour'],
      ['cursor=a&cursor=b', '/cursor'],
    ])('refuses the query %s', async (query, pointer) => {
      const { status, body } = await (
        await system.signIn()
      ).get(`/api/v1/workspaces/default/mcp-integrations?${query}`);
      expect([status, (body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([422, pointer]);
    });

    it('finds nothing under what is no id', async () => {
      const { status, body } = await (await system.signIn()).get('/api/v1/workspaces/default/approvals/1;drop');
      expect([status, body['code']]).toEqual([404, 'approval.not_found']);
    });

    it('says that a service is not there when nobody answers for it', async () => {
      const { status, body } = await (await system.signIn()).get('/api/v1/workspaces/default/agents');
      expect([status, body['code']]).toEqual([503, 'bus.unavailable']);
    });
  });
});
