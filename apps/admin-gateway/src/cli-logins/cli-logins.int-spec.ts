import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import type { HttpAnswer, HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const LOGINS = '/api/v1/workspaces/default/cli-logins';
const EXCHANGE = '/api/v1/auth/cli-logins/exchange';

describe('a login of the command line', () => {
  let system: GatewaySystem;
  let workspaceId: string;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    workspaceId = await system.workspaceId();
  });
  afterAll(() => system.stop());

  const aVerifier = (): string => randomBytes(32).toString('base64url');
  const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
  const bearer = (token: unknown): HttpClient => system.anonymous.with({ authorization: `Bearer ${String(token)}` });
  const exchange = (code: unknown, verifier: string): Promise<HttpAnswer> =>
    system.anonymous.post(EXCHANGE, { code, verifier });
  const confirm = (person: HttpClient, verifier: string, body: object = {}): Promise<HttpAnswer> =>
    person.post(LOGINS, { challenge: challengeOf(verifier), name: 'CLI on a laptop', scopes: ['call:read'], ...body });

  /** Somebody who signs in here and has confirmed nothing yet. */
  const aPerson = async (role: 'viewer' | 'admin' = 'admin') => {
    const member = await system.addMember(workspaceId, role);
    return { ...member, client: await system.signIn(member) };
  };

  it('ends with an ordinary token of the person who confirmed', async () => {
    const verifier = aVerifier();
    const person = await aPerson();
    const confirmed = await confirm(person.client, verifier, { expiresInDays: 7 });
    expect([confirmed.status, confirmed.body['code']]).toEqual([201, expect.stringMatching(/^(\w{4}-){3}\w{4}$/)]);
    const { status, body } = await exchange(String(confirmed.body['code']).toLowerCase(), verifier);
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({
        kind: 'api',
        name: 'CLI on a laptop',
        scopes: ['call:read'],
        ownerId: person.id,
        workspaceId,
      }),
    ]);
    const lifeMs = Date.parse(String(body['expiresAt'])) - Date.parse(String(body['createdAt']));
    expect(Math.round(lifeMs / 3_600_000)).toBe(7 * 24);
    expect((await bearer(body['token']).get('/api/v1/me')).body).toMatchObject({ kind: 'token', ownerId: person.id });
    const { body: list } = await person.client.get<{ items: object[] }>('/api/v1/workspaces/default/tokens');
    expect(list.items).toContainEqual(expect.objectContaining({ id: body['id'], ownerId: person.id }));
  });

  it('serves somebody who may not make tokens, with no more than they have', async () => {
    const verifier = aVerifier();
    const { client } = await aPerson('viewer');
    const refused = await confirm(client, verifier, { scopes: ['approval:decide'] });
    expect([refused.status, refused.body['code']]).toEqual([403, 'scope.required']);
    const { body } = await confirm(client, verifier);
    expect((await exchange(body['code'], verifier)).body['scopes']).toEqual(['call:read']);
  });

  it('takes a code once, and spends it on a wrong verifier', async () => {
    const verifier = aVerifier();
    const { client } = await aPerson();
    const used = (await confirm(client, verifier)).body['code'];
    const answers = await Promise.all([exchange(used, verifier), exchange(used, verifier)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    const tried = (await confirm(client, verifier)).body['code'];
    for (const attempt of [aVerifier(), verifier]) {
      const { status, body } = await exchange(tried, attempt);
      expect([status, body['code']]).toEqual([422, 'cli_login.invalid_code']);
    }
  });

  it('is over after two minutes, by the clock of the database', async () => {
    const verifier = aVerifier();
    const { client, id } = await aPerson();
    const { body } = await confirm(client, verifier);
    const leftMs = Date.parse(String(body['expiresAt'])) - Date.now();
    expect(leftMs).toBeLessThanOrEqual(120_000);
    await system.asOwner(`update cli_logins set expires_at = now() where user_id = '${id}'`);
    expect((await exchange(body['code'], verifier)).body['code']).toBe('cli_login.invalid_code');
  });

  it('keeps neither the code nor the verifier', async () => {
    const verifier = aVerifier();
    const { client } = await aPerson();
    const code = String((await confirm(client, verifier)).body['code']);
    const rows = JSON.stringify(await system.asOwnerRead('select * from cli_logins'));
    expect(rows).toContain(challengeOf(verifier));
    expect(rows).not.toContain(code);
    expect(rows).not.toContain(code.replaceAll('-', ''));
    expect(rows).not.toContain(verifier);
  });

  it('comes to nothing when the person has left meanwhile', async () => {
    const verifier = aVerifier();
    const { client, id } = await aPerson();
    const { body } = await confirm(client, verifier);
    await system.asOwner(`delete from members where user_id = '${id}'`);
    expect((await exchange(body['code'], verifier)).status).toBe(422);
  });

  it('has few open codes of one person', async () => {
    const { client } = await aPerson();
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await confirm(client, aVerifier())).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
  });

  it('is confirmed by a person alone, and by no page of others', async () => {
    const token = await system.clientWith(['workspace:admin']);
    expect((await confirm(token, aVerifier())).body['code']).toBe('auth.person_required');
    const { client } = await aPerson();
    expect((await confirm(client.with({ 'x-csrf-token': 'guessed' }), aVerifier())).body['code']).toBe('auth.csrf');
    expect((await confirm(client.with({ origin: 'https://evil.example' }), aVerifier())).status).toBe(403);
  });

  it.each([
    [{ challenge: 'short' }, '/challenge'],
    [{ name: '' }, '/name'],
    [{ scopes: ['everything'] }, '/scopes'],
    [{ expiresInDays: 366 }, '/expiresInDays'],
    [{ port: 4_000 }, '/port'],
  ])('refuses %j', async (body, pointer) => {
    const answer = await confirm(await system.signIn(), aVerifier(), body);
    expect([answer.status, (answer.body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([422, pointer]);
  });

  it('ends when its token is revoked by itself, which no session can be', async () => {
    const verifier = aVerifier();
    const { client } = await aPerson('viewer');
    const { body } = await exchange((await confirm(client, verifier)).body['code'], verifier);
    const cli = bearer(body['token']);
    expect((await cli.delete('/api/v1/auth/token')).status).toBe(204);
    expect((await cli.get('/api/v1/me')).body['code']).toBe('token.revoked');
    const refused = await client.delete('/api/v1/auth/token');
    expect([refused.status, refused.body['code']]).toEqual([409, 'auth.no_token']);
  });

  it('knows no code that nobody gave', async () => {
    expect((await exchange(newId(), aVerifier())).body['code']).toBe('cli_login.invalid_code');
  });

  it('lets one address try only so many codes that are wrong', async () => {
    const statuses = new Set<number>();
    for (let tried = 0; tried < 61; tried += 1) statuses.add((await exchange(newId(), aVerifier())).status);
    expect([...statuses]).toEqual([422, 429]);
  });
});
