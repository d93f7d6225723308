import { eventually } from '@countersign/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@countersign/database';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { ADMIN, GatewaySystem } from '../test-system.fixture-spec.js';

const ME = '/api/v1/me';
const NEW_PASSWORD = 'gravel otter piano';

interface Listed {
  readonly items: { readonly id: string; readonly isCurrent: boolean; readonly userAgent: string }[];
}

describe('people, about themselves', () => {
  let system: GatewaySystem;
  let workspaceId: string;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    workspaceId = await system.workspaceId();
  });
  afterAll(() => system.stop());

  const isIn = async (client: HttpClient): Promise<boolean> => (await client.get(ME)).status === 200;
  const query = <T>(sql: string, parameters: unknown[] = []): Promise<T> =>
    system.app.get(Database).system((tx) => tx.query<T>(sql, parameters));

  it('read their e-mail, and change their name', async () => {
    const client = await system.signIn(await system.addMember(workspaceId, 'viewer'));
    expect((await client.patch(ME, { name: 'Ada' })).status).toBe(204);
    expect((await client.get(ME)).body).toMatchObject({ name: 'Ada', email: expect.any(String), hasPassword: true });
    for (const name of ['', ' ', 'Ada\nAdmin', 'A\u0000da'])
      expect((await client.patch(ME, { name })).status).toBe(422);
    expect((await client.patch(ME, { name: 'Ada', role: 'admin' })).status).toBe(422);
    const anonymous = await system.anonymous.post('/api/v1/auth/login', { email: 'a\u0000@b', password: 'x' });
    expect(anonymous.status).toBe(422);
  });

  it('change their password, which ends their other sessions', async () => {
    const member = await system.addMember(workspaceId, 'viewer');
    const [client, other] = [await system.signIn(member), await system.signIn(member)];
    const body = { currentPassword: member.password, newPassword: NEW_PASSWORD };
    expect((await client.post(`${ME}/password`, body)).status).toBe(204);
    expect([await isIn(client), await isIn(other)]).toEqual([true, false]);
    expect((await system.anonymous.post('/api/v1/auth/login', member)).status).toBe(422);
    const { email } = member;
    const login = (password: string) => system.anonymous.post('/api/v1/auth/login', { email, password });
    expect([(await login(member.password)).status, (await login(NEW_PASSWORD)).status]).toEqual([401, 200]);
  });

  it('are not let in by a password that is changed while it is looked at', async () => {
    const member = await system.addMember(workspaceId, 'viewer');
    const user = `users where id = '${member.id}'`;
    const { email, password } = member;
    const { status, body } = await system.whileItWaits(
      `select from ${user} for update`,
      () => system.anonymous.post('/api/v1/auth/login', { email, password }),
      `update users set password_hash = 'another' where id = '${member.id}'`,
    );
    expect([status, body['code']]).toEqual([401, 'auth.invalid_credentials']);
  });

  it('change their password once, of two who know it', async () => {
    const member = await system.addMember(workspaceId, 'viewer');
    const [client, thief] = [await system.signIn(member), await system.signIn(member)];
    const change = (by: HttpClient, newPassword: string) =>
      by.post(`${ME}/password`, { currentPassword: member.password, newPassword });
    const answers = await Promise.all([change(client, NEW_PASSWORD), change(thief, 'piano otter gravel')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
    expect((await Promise.all([isIn(client), isIn(thief)])).sort()).toEqual([false, true]);
  });

  it.each([
    ['gravel', 'too_short'],
    ['countersign!', 'too_common'],
  ])('cannot take %p', async (newPassword, code) => {
    const member = await system.addMember(workspaceId, 'viewer');
    const client = await system.signIn(member);
    const body = { currentPassword: member.password, newPassword };
    const answer = await client.post<{ errors: object[] }>(`${ME}/password`, body);
    expect([answer.status, answer.body.errors[0]]).toEqual([
      422,
      expect.objectContaining({ pointer: '/newPassword', code }),
    ]);
  });

  it('need their present password, and are locked out when they guess it', async () => {
    const member = await system.addMember(workspaceId, 'viewer');
    const client = await system.signIn(member);
    const guess = () => client.post(`${ME}/password`, { currentPassword: 'a guess', newPassword: NEW_PASSWORD });
    const guesses = await Promise.all(Array.from({ length: 10 }, guess));
    expect(guesses.map(({ status }) => status)).toEqual(Array(10).fill(401));
    expect((await guess()).body['code']).toBe('auth.locked');
    const admin = await system.signIn();
    const place = `/api/v1/workspaces/default/members/${member.id}`;
    expect((await admin.get(place)).body['isLocked']).toBe(true);
    expect((await admin.post(`${place}/unlock`)).status).toBe(204);
    expect((await admin.get(place)).body['isLocked']).toBe(false);
    expect((await guess()).body['code']).toBe('auth.invalid_credentials');
  });

  it('see their sessions, and end one or all others', async () => {
    const member = await system.addMember(workspaceId, 'viewer');
    const sign = async (agent: string): Promise<HttpClient> => {
      const { headers, body } = await system.anonymous
        .with({ 'user-agent': agent })
        .post('/api/v1/auth/login', { email: member.email, password: member.password });
      const [cookie = ''] = headers['set-cookie'] ?? [];
      const csrf = { 'x-csrf-token': String(body['csrfToken']) };
      return system.anonymous.with({ cookie: cookie.split(';')[0] ?? '', ...csrf });
    };
    const [phone, laptop] = [await sign('Phone'), await sign('Laptop')];
    await sign('Library');
    const { body } = await laptop.get<Listed>(`${ME}/sessions`);
    expect(body.items.map(({ userAgent, isCurrent }) => [userAgent, isCurrent]).sort()).toEqual([
      ['Laptop', true],
      ['Library', false],
      ['Phone', false],
    ]);
    const ofPhone = body.items.find(({ userAgent }) => userAgent === 'Phone')?.id ?? '';
    const stranger = await system.signIn(await system.addMember(workspaceId, 'admin'));
    expect((await stranger.delete(`${ME}/sessions/${ofPhone}`)).body['code']).toBe('session.not_found');
    expect((await laptop.delete(`${ME}/sessions/${ofPhone}`)).status).toBe(204);
    expect([await isIn(phone), await isIn(laptop)]).toEqual([false, true]);
    expect((await laptop.delete(`${ME}/sessions`)).status).toBe(204);
    expect((await laptop.get<Listed>(`${ME}/sessions`)).body.items).toHaveLength(1);
  });

  it('are signed out when they have done nothing for hours, and not while they work', async () => {
    const member = await system.addMember(workspaceId, 'viewer');
    const client = await system.signIn(member);
    const idle = (hours: number) =>
      query(`update sessions set last_seen_at = now() - $2 * interval '1 hour' where user_id = $1`, [member.id, hours]);
    await idle(3);
    expect(await isIn(client)).toBe(true);
    const [row] = await query<{ fresh: boolean }[]>(
      `select last_seen_at > now() - interval '1 minute' as fresh from sessions where user_id = $1`,
      [member.id],
    );
    expect(row?.fresh).toBe(true);
    await idle(4);
    expect(await isIn(client)).toBe(false);
  });

  it('are no tokens', async () => {
    const token = await system.clientWith(['workspace:admin']);
    for (const [method, path] of [
      ['PATCH', ME],
      ['POST', `${ME}/password`],
      ['GET', `${ME}/sessions`],
      ['DELETE', `${ME}/sessions`],
    ] as const) {
      expect((await token.send(method, path)).body['code']).toBe('auth.person_required');
    }
    expect((await token.get(ME)).body).toMatchObject({ email: null, hasPassword: false });
  });

  describe('who forgot their password', () => {
    const linkFor = async (userId: string): Promise<string> => {
      const admin = await system.signIn();
      const { status, body } = await admin.post(`/api/v1/workspaces/default/members/${userId}/password-reset`);
      expect(status).toBe(201);
      const url = new URL(String(body['url']));
      expect([url.origin, url.pathname, url.search]).toEqual([
        system.config.http.publicUrl.origin,
        '/reset-password',
        '',
      ]);
      return url.hash.slice(1);
    };
    const reset = (secret: string, password = NEW_PASSWORD) =>
      system.anonymous.post('/api/v1/password-resets', { secret, password });

    it('set a new one once, by a link that an admin made, which ends every session', async () => {
      const member = await system.addMember(workspaceId, 'viewer');
      const client = await system.signIn(member);
      const secret = await linkFor(member.id);
      const look = await system.anonymous.post('/api/v1/password-resets/lookup', { secret });
      expect(look.body).toMatchObject({ email: member.email, expiresAt: expect.any(String) });
      expect((await reset(secret, 'short')).status).toBe(422);
      const both = await Promise.all([reset(secret), reset(secret)]);
      expect(both.map(({ status }) => status).sort()).toEqual([204, 404]);
      expect(await isIn(client)).toBe(false);
      expect(await isIn(await system.signIn({ email: member.email, password: NEW_PASSWORD }))).toBe(true);
      const rows = await query<object[]>('select * from password_resets');
      expect(JSON.stringify(rows)).not.toContain(secret);
    });

    it('are not let in by a link that was replaced, is over, or whose person has left or come elsewhere', async () => {
      const member = await system.addMember(workspaceId, 'viewer');
      const replaced = await linkFor(member.id);
      const secret = await linkFor(member.id);
      const ended = 'update password_resets set expires_at = now() where user_id = ';
      const other = await system.addWorkspace();
      await query('insert into members (workspace_id, user_id, role) values ($1, $2, $3)', [other, member.id, 'admin']);
      expect((await reset(replaced)).body['code']).toBe('password_reset.not_found');
      expect((await reset(secret)).body['code']).toBe('password_reset.not_found');
      await system.asOwner(`delete from members where user_id = '${member.id}'`);
      expect((await reset(secret)).body['code']).toBe('password_reset.not_found');
      const another = await system.addMember(workspaceId, 'viewer');
      const late = await linkFor(another.id);
      await system.asOwner(`${ended} '${another.id}'`);
      expect((await reset(late)).body['code']).toBe('password_reset.not_found');
    });

    it('are not let in by somebody who may do less, nor by an admin of one of their workspaces', async () => {
      const approver = await system.addMember(workspaceId, 'approver');
      const token = await system.clientWith(['workspace:admin']);
      const place = `/api/v1/workspaces/default/members/${approver.id}/password-reset`;
      expect((await token.post(place)).body['code']).toBe('scope.required');
      await query('insert into members (workspace_id, user_id, role) values ($1, $2, $3)', [
        await system.addWorkspace(),
        approver.id,
        'viewer',
      ]);
      expect((await (await system.signIn()).post(place)).body['code']).toBe('member.elsewhere');
    });

    it('are not let in as more than they were, nor by a link whose maker has left or may do less', async () => {
      const admin = await system.signIn();
      const promoted = await system.addMember(workspaceId, 'viewer');
      const asViewer = await linkFor(promoted.id);
      await admin.patch(`/api/v1/workspaces/default/members/${promoted.id}`, { role: 'approver' });
      expect((await reset(asViewer)).body['code']).toBe('password_reset.not_found');
      const member = await system.addMember(workspaceId, 'admin');
      for (const end of [
        (makerId: string) => admin.patch(`/api/v1/workspaces/default/members/${makerId}`, { role: 'editor' }),
        (makerId: string) => admin.delete(`/api/v1/workspaces/default/members/${makerId}`),
      ]) {
        const maker = await system.addMember(workspaceId, 'admin');
        const place = `/api/v1/workspaces/default/members/${member.id}/password-reset`;
        const { body } = await (await system.signIn(maker)).post(place);
        expect((await end(maker.id)).status).toBeLessThan(300);
        expect((await reset(new URL(String(body['url'])).hash.slice(1))).body['code']).toBe('password_reset.not_found');
      }
    });

    it('cannot be guessed for long', async () => {
      const guess = () => system.anonymous.post('/api/v1/password-resets/lookup', { secret: 'x'.repeat(43) });
      const statuses = (await Promise.all(Array.from({ length: 70 }, guess))).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([404, 429]));
      // All of that came from one address, whose own allowance comes back by one a second.
      expect(await isIn(await eventually(() => system.signIn(ADMIN)))).toBe(true);
    });
  });
});
