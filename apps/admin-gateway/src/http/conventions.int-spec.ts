import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { freePort } from '@countersign/testing';
import { OPEN_WRITE_LIMIT } from '../access/rate-limits.guard.js';
import { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem, startReplica } from '../test-system.fixture-spec.js';

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const LOGIN = '/api/v1/auth/login';
const IN_WORKSPACE = '/api/v1/workspaces/default';

describe('what all routes have in common', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let lists: [string, Operation][];

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    const { body } = await system.anonymous.get<Document>('/api/openapi.json');
    lists = Object.entries(body.paths).flatMap(([path, { get }]) =>
      get?.parameters.some(({ name }) => name === 'cursor') && get.parameters.some(({ name }) => name === 'limit')
        ? [[path.replace('{workspaceId}', 'default').replaceAll(/\{\w+\}/g, newId()), get]]
        : [],
    );
  });
  afterAll(() => system.stop());

  it.each([
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=-1', '/limit'],
    ['limit=1.5', '/limit'],
    ['limit=', '/limit'],
    ['cursor=', '/cursor'],
    [`cursor=${'x'.repeat(513)}`, '/cursor'],
    ['cursor=a&cursor=b', '/cursor'],
  ])('every list refuses %.12s', async (query, pointer) => {
    expect(lists.length).toBeGreaterThan(10);
    for (const [path] of lists) {
      const { status, body } = await admin.get(`${path}?${query}`);
      expect([path, status, body['errors']]).toEqual([
        path,
        422,
        expect.arrayContaining([expect.objectContaining({ pointer })]),
      ]);
    }
  });

  it('every list says the same of its limit', () => {
    for (const [path, { parameters }] of lists) {
      const limit = parameters.find(({ name }) => name === 'limit')?.schema;
      expect([path, limit]).toEqual([path, { type: 'integer', minimum: 1, maximum: 200 }]);
    }
  });

  it.each(['/api/v1/me', IN_WORKSPACE, `${IN_WORKSPACE}/members`, `${IN_WORKSPACE}/approver-groups`])(
    'answers %s with nothing when the asker has it already',
    async (path) => {
      const first = await admin.get(path);
      const etag = String(first.headers['etag']);
      const same = await admin.get(path, { headers: { 'if-none-match': etag } });
      expect([first.status, same.status, same.text, same.headers['etag']]).toEqual([200, 304, '', etag]);
      expect((await admin.get(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    },
  );

  it('answers HEAD as GET, without a body', async () => {
    const { status, text, headers } = await admin.send('HEAD', '/api/v1/me');
    expect([status, text, headers['etag']]).toEqual([200, '', (await admin.get('/api/v1/me')).headers['etag']]);
  });

  it('says with every answer how much more may be asked for', async () => {
    const { headers } = await admin.get('/api/v1/me');
    expect(headers['ratelimit-policy']).toBe('"principal";q=4000;w=20');
    expect(headers['ratelimit']).toMatch(/^"principal";r=\d+;t=\d+$/);
  });

  it('lets an address sign in so often and no more, whatever address it claims to have', async () => {
    const claim = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    // Twice as many: the bucket gains one a second while they are sent.
    await Promise.all(Array.from({ length: OPEN_WRITE_LIMIT.burst * 2 }, () => system.anonymous.post(LOGIN, {})));
    const { status, body, headers } = await system.anonymous.post(LOGIN, {}, claim('192.0.2.1'));
    expect([status, body['code'], headers['retry-after']]).toEqual([429, 'rate.limited', '1']);
    expect((await admin.get('/api/v1/me')).status).toBe(200);
    expect((await system.anonymous.get('/health/live')).status).toBe(200);
  });

  it('believes the proxies that the operator names', async () => {
    const port = await freePort();
    const allowedHosts = [`127.0.0.1:${port}`];
    const http = { ...system.config.http, port, allowedHosts, trustedProxies: ['127.0.0.1'] };
    const replica = await startReplica({ ...system.config, http });
    try {
      const from = (address: string) => new HttpClient(port, { 'x-forwarded-for': address }).post(LOGIN, {});
      // Whoever has one address of version 6 has as many of them as they want.
      await Promise.all(Array.from({ length: OPEN_WRITE_LIMIT.burst * 2 }, (_, host) => from(`2001:db8::${host + 1}`)));
      const others = ['2001:db8::ffff', '2001:db8:0:1::1', '192.0.2.2'];
      const statuses = await Promise.all(others.map(async (address) => (await from(address)).status));
      expect(statuses).toEqual([429, 422, 422]);
    } finally {
      await replica.close();
    }
  });
});
