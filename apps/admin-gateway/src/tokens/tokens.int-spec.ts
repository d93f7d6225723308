import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  gatewayHeartbeat,
  type IdentityChange,
  identityChanged,
  listIdentityChanges,
  noteTokenUses,
  type TokenUse,
} from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { RequestClient } from '@countersign/messaging';
import { eventually } from '@countersign/testing';
import { createVerifier, generateSigningKey, type Jwks, signToken } from '@countersign/tokens';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const TOKENS = '/api/v1/workspaces/default/tokens';

interface TokenBody {
  readonly id: string;
  readonly token: string;
  readonly hint: string;
  readonly scopes: readonly string[];
}

describe('tokens', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let workspaceId: string;
  let router: RequestClient;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    workspaceId = await system.workspaceId();
    router = new RequestClient(system.neighbours.busOf('mcp-router'));
  });
  afterAll(() => system.stop());

  const create = async (body: object, client = admin): Promise<TokenBody> =>
    (await client.post<TokenBody>(TOKENS, { name: 'Token', kind: 'api', scopes: [], ...body })).body;
  const bearer = (token: string): HttpClient => system.anonymous.with({ authorization: `Bearer ${token}` });

  it('shows a token once and lists it by its end, without it', async () => {
    const { id, token, hint } = await create({ name: 'Script', scopes: ['call:read'] });
    expect(token.endsWith(hint)).toBe(true);
    const { text, body } = await admin.get<{ items: object[] }>(TOKENS);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        id,
        name: 'Script',
        kind: 'api',
        hint,
        scopes: ['call:read'],
        revokedAt: null,
        lastUsedAt: null,
      }),
    );
    expect(text).not.toContain(token);
    const rows = await system.app.get(Database).read(workspaceId, (tx) => tx.query<object[]>('select * from tokens'));
    expect(JSON.stringify(rows)).not.toContain(token.split('.')[2]);
  });

  it('lists in pages', async () => {
    await Promise.all([create({}), create({}), create({})]);
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { id: string }[]; nextCursor: string | null } = (
        await admin.get<{ items: { id: string }[]; nextCursor: string | null }>(
          `${TOKENS}?limit=2${cursor && `&cursor=${cursor}`}`,
        )
      ).body;
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(3);
  });

  it('refuses a cursor that is none', async () => {
    const { status, body } = await admin.get(`${TOKENS}?cursor=later`);
    expect([status, body['errors']]).toEqual([422, [expect.objectContaining({ pointer: '/cursor' })]]);
  });

  it('makes a token that acts for itself, with the scopes it was given', async () => {
    const { id, token } = await create({ name: 'Script', scopes: ['integration:read'] });
    const me = (await bearer(token).get('/api/v1/me')).body;
    expect(me).toMatchObject({ kind: 'token', id, name: 'Script', csrfToken: null });
    expect(me['workspaces']).toEqual([{ workspaceId, role: 'admin', scopes: ['integration:read'] }]);
    const { body } = await admin.get<{ items: { id: string; lastUsedAt: string }[] }>(TOKENS);
    expect(body.items.find((item) => item.id === id)?.lastUsedAt).toMatch(/:00\.000Z$/);
  });

  it('lists an MCP token with its newest use, as routers tell it in any order', async () => {
    const [mcp, api] = [await create({ kind: 'mcp' }), await create({ scopes: ['call:read'] })];
    const tell = (usedAt: string, inWorkspace = workspaceId) =>
      router.ask(noteTokenUses, {
        workspaceId: inWorkspace,
        uses: [mcp, api].flatMap(({ id }) => [
          { tokenId: id, usedAt },
          { tokenId: id, usedAt: '2026-01-01T00:00:00Z' },
        ]),
      });
    const seen = async (): Promise<unknown[]> => {
      const { body } = await admin.get<{ items: { id: string; lastUsedAt: string | null }[] }>(TOKENS);
      return [mcp, api].map(({ id }) => body.items.find((item) => item.id === id)?.lastUsedAt);
    };
    await tell('2026-03-01T10:20:30.400Z', await system.addWorkspace());
    expect(await seen()).toEqual([null, null]);
    await Promise.all([tell('2026-03-01T10:20:30.400Z'), tell('2026-02-01T10:20:30Z')]);
    expect(await seen()).toEqual(['2026-03-01T10:20:00.000Z', null]);
    await tell('9999-01-01T00:00:00Z');
    const [newest] = await seen();
    expect(Date.parse(String(newest))).toBeLessThanOrEqual(Date.now());
  });

  it('is told of uses by the router alone, and takes nothing malformed', async () => {
    const tell = (uses: unknown, from = router) => from.ask(noteTokenUses, { workspaceId, uses: uses as TokenUse[] });
    const use = { tokenId: newId(), usedAt: '2026-01-01T00:00:00Z' };
    for (const uses of [{}, [{ ...use, usedAt: 'soon' }], [{ ...use, tokenId: 'x' }], Array(501).fill(use)]) {
      await expect(tell(uses)).rejects.toMatchObject({ code: 'request.invalid' });
    }
    const policy = new RequestClient(system.neighbours.busOf('policy'));
    await expect(tell([use], policy)).rejects.toMatchObject({ code: 'bus.refused' });
  });

  it('gives `approval:decide` only when it is asked for by name', async () => {
    expect((await create({ scopes: ['workspace:admin', 'approval:read'] })).scopes).not.toContain('approval:decide');
    expect((await create({ scopes: ['approval:decide'] })).scopes).toEqual(['approval:decide']);
  });

  it('lets no token make one that may do more than itself', async () => {
    const { token } = await create({ scopes: ['workspace:admin', 'call:read'] });
    const { status, body } = await bearer(token).post(TOKENS, {
      name: 'More',
      kind: 'api',
      scopes: ['call:read', 'approval:decide'],
    });
    expect([status, body['code'], body['details']]).toEqual([403, 'scope.required', { scope: 'approval:decide' }]);
    const made = await create({ scopes: ['call:read'] }, bearer(token));
    expect(made.scopes).toEqual(['call:read']);
  });

  it('narrows a token with the role of its owner', async () => {
    const member = await system.addMember(workspaceId, 'admin');
    const { token } = await create({ scopes: ['workspace:admin', 'call:read'] }, await system.signIn(member));
    expect((await bearer(token).get(TOKENS)).status).toBe(200);
    await setRole(member.id, 'viewer');
    expect((await bearer(token).get(TOKENS)).body['code']).toBe('scope.required');
    await setRole(member.id, null);
    expect((await bearer(token).get(TOKENS)).body['code']).toBe('workspace.not_found');
  });

  it('makes a token for an MCP client that the router can verify and this API refuses', async () => {
    const { id, token } = await create({
      kind: 'mcp',
      name: 'Editor',
      integrations: ['Tracker'],
      tools: ['mcp.Tracker.issue.get'],
      strictness: 'ask',
      holdMs: 0,
      nameBudget: 64,
      bareNames: true,
    });
    const { body: keys } = await system.anonymous.get<Jwks>('/.well-known/jwks.json');
    const claims = createVerifier({ type: 'access', keys, issuer: 'admin-gateway', audience: 'mcp-router' }).verify(
      token,
    );
    expect(claims).toMatchObject({
      jti: id,
      sub: id,
      kind: 'mcp',
      workspace: workspaceId,
      scopes: [],
      name: 'Editor',
      integrations: ['Tracker'],
      tools: ['mcp.Tracker.issue.get'],
      strictness: 'ask',
      holdMs: 0,
      nameBudget: 64,
      bareNames: true,
    });
    expect((await bearer(token).get('/api/v1/me')).body['code']).toBe('token.wrong_audience');
  });

  it.each([
    [{ kind: 'mcp', scopes: ['call:read'] }, '/scopes'],
    [{ kind: 'api', strictness: 'ask' }, '/strictness'],
    [{ kind: 'mcp', holdMs: 45_001 }, '/holdMs'],
    [{ kind: 'mcp', integrations: [1] }, '/integrations'],
    [{ kind: 'mcp', tools: ['mcp.Tracker.issue.get', 'Tracker__issue_get'] }, '/tools/1'],
    [
      { kind: 'mcp', tools: Array.from({ length: 7 }, (_, index) => `mcp.Tracker.${index}${'x'.repeat(1_000)}`) },
      '/tools',
    ],
    [{ kind: 'api', tools: [] }, '/tools'],
    [{ kind: 'mcp', nameBudget: 43 }, '/nameBudget'],
    [{ kind: 'mcp', bareNames: true }, '/bareNames'],
    [{ kind: 'mcp', bareNames: true, integrations: ['Tracker', 'Chat'] }, '/bareNames'],
    [{ name: 'two\nlines' }, '/name'],
    [{ kind: 'mcp', integrations: ['a\u0000'] }, '/integrations'],
    [{ kind: 'mcp', tools: ['mcp.Tracker.a\u0000'] }, '/tools/0'],
    [{ scopes: ['everything'] }, '/scopes'],
    [{ scopes: ['call:read', 'call:read'] }, '/scopes'],
    [{ expiresInDays: 0 }, '/expiresInDays'],
    [{ expiresInDays: 366 }, '/expiresInDays'],
    [{ name: '' }, '/name'],
    [{ ownerId: newId() }, '/ownerId'],
  ])('refuses %j', async (body, pointer) => {
    const answer = await admin.post(TOKENS, { name: 'Token', kind: 'api', scopes: [], ...body });
    expect([answer.status, (answer.body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([422, pointer]);
  });

  it('refuses a token that another key signed, of another workspace, and one without a row', async () => {
    const claims = {
      sub: newId(),
      kind: 'api',
      workspace: workspaceId,
      scopes: ['call:read'],
      name: 'x',
      ownerId: newId(),
    } as const;
    const options = { type: 'access', audience: 'admin-gateway', issuer: 'admin-gateway', ttlSeconds: 60 } as const;
    const forged = signToken(claims, generateSigningKey(), options);
    const unknown = signToken(claims, system.config.signingKey, options);
    const elsewhere = signToken(
      { ...claims, workspace: await system.addWorkspace() },
      system.config.signingKey,
      options,
    );
    expect((await bearer(forged).get('/api/v1/me')).body['code']).toBe('token.unknown_key');
    expect((await bearer(unknown).get('/api/v1/me')).body).toMatchObject({ status: 401, code: 'token.revoked' });
    expect((await bearer(elsewhere).get(TOKENS)).body['code']).toBe('token.revoked');
  });

  describe('revocation', () => {
    const changes = async (sinceRevision = 0): Promise<{ revision: number; changes: IdentityChange[] }> =>
      router.ask(listIdentityChanges, { workspaceId, sinceRevision });

    it('ends a token at once, and is numbered, announced and listed for the routers', async () => {
      const { revision } = await changes();
      const announced: unknown[] = [];
      const bus = system.neighbours.busOf('mcp-router').connection;
      bus.subscribe(identityChanged.subject, { callback: (_error, message) => void announced.push(message.json()) });
      await bus.flush();
      const { id, token } = await create({ scopes: ['call:read'] });
      expect((await admin.delete(`${TOKENS}/${id}`)).status).toBe(204);
      expect((await bearer(token).get('/api/v1/me')).body['code']).toBe('token.revoked');
      expect(await changes(revision)).toMatchObject({
        revision: revision + 1,
        changes: [{ revision: revision + 1, kind: 'token_revoked', id, revoked: true }],
      });
      const data = { revision: revision + 1, personId: expect.any(String) };
      await eventually(() => expect(announced).toEqual([expect.objectContaining({ workspaceId, data })]));
    });

    it('is numbered without gaps when many happen at once, and changes nothing when repeated', async () => {
      const { revision } = await changes();
      const tokens = await Promise.all(Array.from({ length: 8 }, () => create({})));
      await Promise.all([...tokens, ...tokens].map(({ id }) => admin.delete(`${TOKENS}/${id}`)));
      const after = await changes(revision);
      expect(after.changes.map((change) => change.revision)).toEqual(tokens.map((_, index) => revision + index + 1));
      expect(after.revision).toBe(revision + tokens.length);
    });

    it('knows no token of others', async () => {
      const { status, body } = await admin.delete(`${TOKENS}/${newId()}`);
      expect([status, body['code']]).toEqual([404, 'token.not_found']);
    });

    it('tells every workspace its revision once a second', async () => {
      const heard: { workspaces: { workspaceId: string; revision: number }[] }[] = [];
      system.neighbours.busOf('mcp-router').connection.subscribe(gatewayHeartbeat.subject, {
        callback: (_error, message) => void heard.push(message.json()),
      });
      const { revision } = await changes();
      await eventually(() => {
        expect(heard.flatMap(({ workspaces }) => workspaces)).toContainEqual({ workspaceId, revision });
      });
    });

    it.each(['x', '-1'])('refuses the cursor %p', async (cursor) => {
      await expect(router.ask(listIdentityChanges, { workspaceId, sinceRevision: 0, cursor })).rejects.toMatchObject({
        code: 'request.invalid',
      });
    });
  });

  async function setRole(userId: string, role: string | null): Promise<void> {
    await system.asOwner(
      role === null
        ? `delete from members where user_id = '${userId}'`
        : `update members set role = '${role}' where user_id = '${userId}'`,
    );
  }
});
