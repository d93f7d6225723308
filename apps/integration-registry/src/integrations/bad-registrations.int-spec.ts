import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { listIntegrations, registerIntegration, type RegisterIntegrationRequest } from '@countersign/contracts';
import { freePort } from '@countersign/testing';
import { aTool, legacyMcp, sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { aRegistration } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();

async function codeOf(request: RegisterIntegrationRequest): Promise<string> {
  const error: unknown = await suite.gateway.ask(registerIntegration, request).then(
    () => new Error('registered'),
    (reason: unknown) => reason,
  );
  const { code, message } = error as { code: string; message: string };
  expect(message).not.toMatch(/\n\s+at |node_modules|\.ts:/);
  return code;
}

async function rowsOf(workspaceId: string): Promise<number> {
  const tables = [
    'integrations',
    'integration_headers',
    'tools',
    'discovery_attempts',
    'workspace_revisions',
    'outbox',
  ];
  const counts = await Promise.all(
    tables.map((table) =>
      suite.registry.sql<{ n: number }>(`select count(*)::int as n from $schema.${table} where workspace_id = $1`, [
        workspaceId,
      ]),
    ),
  );
  return counts.reduce((sum, [row]) => sum + (row?.n ?? 0), 0);
}

describe('a registration that cannot be', () => {
  it.each<[string, Partial<RegisterIntegrationRequest>, string]>([
    ['a bad slug', { slug: 'a_b' }, 'integration.bad_slug'],
    ['a reserved slug', { slug: 'MCP' }, 'integration.bad_slug'],
    ['a display name that suggests no slug', { displayName: '日本' }, 'integration.bad_slug'],
    ['a display name with U+0000', { displayName: 'a\u0000b', slug: 'a' }, 'request.invalid'],
    ['a display name of two lines', { displayName: 'a\nState  connected', slug: 'a' }, 'request.invalid'],
    ['a display name of nothing to see', { displayName: ' \u3000', slug: 'a' }, 'request.invalid'],
    ['a URL that is none', { serverUrl: 'not a url' }, 'request.invalid'],
    ['another scheme', { serverUrl: 'file:///etc/passwd' }, 'request.invalid'],
    ['a private address', { serverUrl: 'https://10.0.0.1/mcp' }, 'egress.refused'],
    ['a metadata address', { serverUrl: 'http://169.254.169.254/' }, 'egress.refused'],
    ['plain http to a public host', { serverUrl: 'http://example.com/mcp' }, 'egress.refused'],
    ['credentials in the URL', { serverUrl: 'https://me:secret@example.com/mcp' }, 'egress.refused'],
    ['a host without address', { serverUrl: 'https://nowhere.invalid/mcp' }, 'discovery.unreachable'],
    ['a reserved header', { headers: [{ name: 'Host', value: 'x' }] }, 'request.invalid'],
    ['a header with a line break', { headers: [{ name: 'X-A', value: 'a\r\nb: c' }] }, 'request.invalid'],
    ['a time-out beyond the limit', { timeoutSeconds: 301 }, 'request.invalid'],
    ['a time-out of no second', { timeoutSeconds: 0 }, 'request.invalid'],
    ['a time-out in parts of a second', { timeoutSeconds: 1.5 }, 'request.invalid'],
    ['a transport that is none', { transport: 'stdio' as 'sse' }, 'request.invalid'],
    ['a way of authorizing that is none', { auth: 'basic' as 'none' }, 'request.invalid'],
    ['a client id with U+0000', { auth: 'oauth2', oauth: { clientId: 'a\u0000b' } }, 'request.invalid'],
    ['a posture that is none', { posture: 'maybe' as 'open' }, 'request.invalid'],
  ])('because of %s says so and stores nothing', async (_, fields, code) => {
    const request = aRegistration(fields);
    expect(await codeOf(request)).toBe(code);
    expect(await rowsOf(request.workspaceId)).toBe(0);
  });

  it('because of a bad slug points at it', async () => {
    const request = aRegistration({ slug: 'a_b' });
    await expect(suite.gateway.ask(registerIntegration, request)).rejects.toMatchObject({
      code: 'integration.bad_slug',
      details: { problems: [{ pointer: '/slug', code: 'bad_slug', message: expect.stringContaining('letters') }] },
    });
  });

  it('because nobody listens says so and stores nothing', async () => {
    const request = aRegistration({ serverUrl: `http://127.0.0.1:${await freePort()}/mcp` });
    expect(await codeOf(request)).toBe('discovery.unreachable');
    expect(await rowsOf(request.workspaceId)).toBe(0);
  });

  it('because the server is another, refuses or fails says so and stores nothing', async () => {
    const server = await suite.serve((_, response) => void response.writeHead(200).end('<html>'));
    const request = aRegistration({ serverUrl: server.url });
    expect(await codeOf(request)).toBe('discovery.not_mcp');
    server.behave((_, response) => sendJson(response, 401, {}));
    expect(await codeOf(request)).toBe('discovery.refused');
    server.behave((_, response) => void response.socket?.resetAndDestroy());
    expect(await codeOf(request)).toBe('discovery.unreachable');
    server.behave(() => undefined);
    expect(await codeOf({ ...request, timeoutSeconds: 1 })).toBe('discovery.timed_out');
    server.behave(legacyMcp(() => ({ tools: [aTool('a')], nextCursor: 'again' })));
    expect(await codeOf(request)).toBe('discovery.too_large');
    expect(await rowsOf(request.workspaceId)).toBe(0);
    server.behave(legacyMcp(() => ({ tools: [] })));
    expect(await suite.gateway.ask(registerIntegration, request)).toMatchObject({ toolCount: 0, status: 'connected' });
  });

  it('because its server fails leaves its slug to whoever registers next', async () => {
    const server = await suite.serve((_, response) => sendJson(response, 503, {}));
    const request = aRegistration({ serverUrl: server.url, slug: 'Free' });
    expect(await codeOf(request)).toBe('discovery.server_error');
    server.behave(legacyMcp(() => ({ tools: [aTool('a')] })));
    expect(await suite.gateway.ask(registerIntegration, request)).toMatchObject({ slug: 'Free' });
  });

  it('because two ask for one slug at the same time is one registration', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')] })));
    const workspaceId = randomUUID();
    const answers = await Promise.allSettled(
      ['Jira', 'jira', 'JIRA'].map((slug) => suite.register({ workspaceId, serverUrl: server.url, slug })),
    );
    const failures = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason as object);
    expect(failures).toEqual([
      expect.objectContaining({ code: 'integration.slug_taken' }),
      expect.objectContaining({ code: 'integration.slug_taken' }),
    ]);
    expect((await suite.gateway.ask(listIntegrations, { workspaceId })).items).toHaveLength(1);
  });

  it('because it is not JSON is answered too', async () => {
    const { connection } = await suite.registry.bus('admin-gateway');
    const reply = await connection.request(registerIntegration.subject, '{"workspaceId":', { timeout: 5_000 });
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'request.malformed' } });
  });
});
