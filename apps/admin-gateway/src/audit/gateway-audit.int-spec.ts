import { describe, expect, it } from '@jest/globals';
import { ADMIN } from '../test-system.fixture-spec.js';
import type { AuditPage } from './audit.dto.js';
import { theAudit } from './audit.fixture-spec.js';

describe('the audit of what happens in the gateway', () => {
  const audit = theAudit();

  const actionsOf = async (actor: string): Promise<string[]> =>
    (await audit.list(`?actor=${actor}`)).items.map(({ action }) => action);

  it('has the first admin', async () => {
    const { items } = await audit.list('?action=user.first_admin_created');
    expect(items).toMatchObject([{ actor: { kind: 'system' }, details: { email: ADMIN.email.toLowerCase() } }]);
  });

  it('has who signed in, in each of their workspaces', async () => {
    const other = await audit.system.addWorkspace();
    const member = await audit.system.addMember(audit.workspaceId, 'admin');
    await audit.system.asOwner(
      `insert into members (workspace_id, user_id, role) values ('${other}', '${member.id}', 'admin')`,
    );
    const client = await audit.system.signIn(member);
    expect(await actionsOf(member.id)).toEqual(['session.sign_in_succeeded']);
    const elsewhere = await client.get<AuditPage>(`/api/v1/workspaces/${other}/audit?actor=${member.id}`);
    expect(elsewhere.body.items).toMatchObject([{ requestId: expect.any(String), way: null }]);
  });

  it('has of wrong passwords the first, and the one that closes the e-mail, and none of an unknown e-mail', async () => {
    const member = await audit.system.addMember(audit.workspaceId, 'viewer');
    const before = (await audit.list('?action=session')).items.length;
    for (const email of [member.email, 'nobody@example.com']) {
      const guesses = Array.from({ length: 14 }, () =>
        audit.system.anonymous.post('/api/v1/auth/login', { email, password: 'a wrong password' }),
      );
      await Promise.all(guesses);
    }
    expect((await actionsOf(member.id)).sort()).toEqual(['session.sign_in_failed', 'session.sign_in_locked']);
    const { items } = await audit.list('?action=session');
    expect(items).toHaveLength(before + 2);
    expect(JSON.stringify(items)).not.toContain('a wrong password');
  });

  it('has who was renamed, signed out, was signed out elsewhere and changed the password, without secrets', async () => {
    const member = await audit.system.addMember(audit.workspaceId, 'viewer');
    const [first, second, third] = [
      await audit.system.signIn(member),
      await audit.system.signIn(member),
      await audit.system.signIn(member),
    ];
    for (let round = 0; round < 2; round += 1) await first.patch('/api/v1/me', { name: 'Ada' });
    for (let round = 0; round < 2; round += 1) await second.post('/api/v1/auth/logout');
    const { body } = await first.get<{ items: { id: string; isCurrent: boolean }[] }>('/api/v1/me/sessions');
    const other = body.items.find(({ isCurrent }) => !isCurrent)?.id ?? '';
    for (let round = 0; round < 2; round += 1) await first.delete(`/api/v1/me/sessions/${other}`);
    expect((await third.get('/api/v1/me')).status).toBe(401);
    const fourth = await audit.system.signIn(member);
    for (let round = 0; round < 2; round += 1) await fourth.delete('/api/v1/me/sessions');
    const newPassword = 'gravel otter piano';
    await fourth.post('/api/v1/me/password', { currentPassword: member.password, newPassword });
    const { items } = await audit.list(`?actor=${member.id}`);
    const named = items.filter(({ action }) => action !== 'session.sign_in_succeeded');
    expect(named.map(({ action, details }) => [action, details])).toEqual([
      ['user.password_changed', { way: 'password', sessionsEnded: 0 }],
      ['session.others_ended', { sessionsEnded: 1 }],
      ['session.ended', { sessionId: other }],
      ['session.signed_out', {}],
      ['user.renamed', { before: member.email, after: 'Ada' }],
    ]);
    for (const secret of [member.password, newPassword]) expect(JSON.stringify(items)).not.toContain(secret);
  });

  it('has who set a password with a link, and for whom it was made', async () => {
    const member = await audit.system.addMember(audit.workspaceId, 'viewer');
    await audit.system.signIn(member);
    const { body } = await audit.admin.post(`/api/v1/workspaces/default/members/${member.id}/password-reset`);
    const secret = new URL(String(body['url'])).hash.slice(1);
    await audit.system.anonymous.post('/api/v1/password-resets', { secret, password: 'gravel otter piano' });
    const [changed] = (await audit.list('?action=user.password_changed')).items;
    expect(changed).toMatchObject({ actor: { id: member.id }, details: { way: 'reset_link', sessionsEnded: 1 } });
    const [made] = (await audit.list('?action=member.password_reset_made')).items;
    expect(made?.details).toEqual({ userId: member.id });
    expect(JSON.stringify([changed, made])).not.toContain(secret);
  });

  it('has tokens that are made and revoked, without the tokens', async () => {
    const { body } = await audit.admin.post('/api/v1/workspaces/default/tokens', {
      name: 'Script',
      kind: 'api',
      scopes: ['call:read'],
    });
    const place = `/api/v1/workspaces/default/tokens/${String(body['id'])}`;
    for (let round = 0; round < 2; round += 1) expect((await audit.admin.delete(place)).status).toBe(204);
    const { items } = await audit.list('?action=token');
    expect(items.slice(0, 2)).toMatchObject([
      { action: 'token.revoked', details: { tokenId: body['id'], name: 'Script' } },
      { action: 'token.created', details: { tokenId: body['id'], scopes: ['call:read'] } },
    ]);
    expect(JSON.stringify(items)).not.toContain(String(body['token']).split('.')[2]);
  });

  it('has every change of a group, and none of what changes nothing', async () => {
    const groups = '/api/v1/workspaces/default/approver-groups';
    const { body } = await audit.admin.post(groups, { name: 'Audited' });
    const group = `${groups}/${String(body['id'])}`;
    const { id: userId } = await audit.system.addMember(audit.workspaceId, 'approver');
    for (let round = 0; round < 2; round += 1) {
      await audit.admin.patch(group, { description: 'Described' });
      await audit.admin.send('PUT', `${group}/members/${userId}`);
    }
    for (let round = 0; round < 2; round += 1) await audit.admin.delete(`${group}/members/${userId}`);
    await audit.admin.delete(`${group}?force=true`);
    const { items } = await audit.list('?action=approver_group');
    expect(items.map(({ action }) => action.split('.')[1])).toEqual([
      'removed',
      'member_removed',
      'member_added',
      'updated',
      'created',
    ]);
    expect(items[0]).toMatchObject({ actor: { kind: 'user' }, details: { name: 'Audited', forced: true } });
    expect(items[3]?.details).toMatchObject({ before: { description: '' }, after: { description: 'Described' } });
  });
});
