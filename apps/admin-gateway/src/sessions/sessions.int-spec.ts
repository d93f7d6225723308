import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@countersign/database';
import { ADMIN, GatewaySystem } from '../test-system.fixture-spec.js';

const LOGIN = '/api/v1/auth/login';

describe('sessions', () => {
  let system: GatewaySystem;

  beforeAll(async () => {
    system = await GatewaySystem.start();
  });
  afterAll(() => system.stop());

  it('signs the first admin in, whatever the case of the e-mail', async () => {
    const { status, headers, body } = await system.anonymous.post(LOGIN, {
      email: 'aDMIN@example.COM',
      password: ADMIN.password,
    });
    expect(status).toBe(200);
    expect(body).toEqual({ csrfToken: expect.any(String), expiresAt: expect.any(String) });
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^countersign_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/),
    ]);
  });

  it('tells who one is, and where one may do what', async () => {
    const { body } = await (await system.signIn()).get('/api/v1/me');
    expect(body).toMatchObject({ kind: 'user', name: 'admin@example.com', csrfToken: expect.any(String) });
    expect(body['workspaces']).toEqual([
      { workspaceId: await system.workspaceId(), role: 'admin', scopes: expect.arrayContaining(['approval:decide']) },
    ]);
  });

  it.each([
    ['an unknown e-mail', { email: 'nobody@example.com', password: ADMIN.password }],
    ['a wrong password', { email: ADMIN.email, password: 'wrong' }],
  ])('answers %s in the same words', async (_, credentials) => {
    const { status, body } = await system.anonymous.post(LOGIN, credentials);
    expect([status, body['code'], body['detail']]).toEqual([
      401,
      'auth.invalid_credentials',
      'The e-mail or the password is wrong.',
    ]);
  });

  it('stops looking at passwords after ten wrong ones, for an e-mail that nobody has too, until the window ends', async () => {
    for (const member of [
      await system.addMember(await system.workspaceId(), 'viewer'),
      { email: 'x@example.com', password: 'x' },
    ]) {
      const guesses = Array.from({ length: 10 }, () =>
        system.anonymous.post(LOGIN, { email: member.email, password: 'guess' }),
      );
      expect((await Promise.all(guesses)).map(({ status }) => status)).toEqual(Array(10).fill(401));
      const locked = await system.anonymous.post(LOGIN, { email: member.email, password: member.password });
      expect([locked.status, locked.body['code']]).toEqual([429, 'auth.locked']);
    }
    await system.app
      .get(Database)
      .system((tx) => tx.query(`update login_attempts set window_ends_at = now() - interval '1 second'`));
    await expect(system.signIn()).resolves.toBeDefined();
  });

  it('forgets the wrong passwords once the right one comes', async () => {
    const member = await system.addMember(await system.workspaceId(), 'viewer');
    for (let round = 0; round < 2; round += 1) {
      for (let guess = 0; guess < 6; guess += 1)
        await system.anonymous.post(LOGIN, { email: member.email, password: 'no' });
      await system.signIn(member);
    }
  });

  it('ends a session at sign-out', async () => {
    const client = await system.signIn();
    const { status, headers } = await client.post('/api/v1/auth/logout');
    expect(status).toBe(204);
    expect(headers['set-cookie']).toEqual([
      expect.stringContaining('countersign_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0'),
    ]);
    expect((await client.get('/api/v1/me')).body['code']).toBe('auth.required');
  });

  it('ends a session by the clock of the database', async () => {
    const client = await system.signIn();
    await system.app.get(Database).system(async (tx) => {
      const [session] = await tx.query<{ id_hash: string; user_id: string }[]>(
        'select id_hash, user_id from sessions order by created_at desc limit 1',
      );
      const [idHash, userId] = [session?.id_hash, session?.user_id];
      await tx.query('delete from sessions where id_hash = $1', [idHash]);
      await tx.query('insert into sessions (id_hash, user_id, expires_at) values ($1, $2, now())', [idHash, userId]);
    });
    expect((await client.get('/api/v1/me')).status).toBe(401);
  });

  it.each([
    ['no token', {}],
    ['a wrong one', { 'x-csrf-token': 'wrong' }],
  ])('refuses a write with a cookie and %s, and lets a read pass', async (_, header) => {
    const client = (await system.signIn()).with({ 'x-csrf-token': '', ...header });
    const { status, body } = await client.post('/api/v1/workspaces/default/tokens', {
      name: 'n',
      kind: 'api',
      scopes: [],
    });
    expect([status, body['code']]).toEqual([403, 'auth.csrf']);
    expect((await client.get('/api/v1/me')).status).toBe(200);
  });

  it('keeps no secret of a session, and no password', async () => {
    const client = await system.signIn();
    const rows = await system.app
      .get(Database)
      .system((tx) =>
        tx.query<object[]>('select * from sessions natural join (select id as user_id, password_hash from users) u'),
      );
    const dump = JSON.stringify(rows);
    expect(dump).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(dump).not.toContain(ADMIN.password);
    expect(client).toBeDefined();
    for (const secret of Object.values(client['headers'])) expect(dump).not.toContain(secret.split('=').at(-1));
  });
});
