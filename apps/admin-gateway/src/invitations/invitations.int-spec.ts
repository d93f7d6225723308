import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listIdentityChanges } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { RequestClient } from '@countersign/messaging';
import type { HttpAnswer, HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem, lockOfMembers } from '../test-system.fixture-spec.js';

const INVITATIONS = '/api/v1/workspaces/default/invitations';
const PASSWORD = 'gravel otter piano';
const GONE = [404, 'invitation.not_found'];

interface Made {
  readonly id: string;
  readonly secret: string;
  readonly email: string;
}

describe('invitations', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let workspaceId: string;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    workspaceId = await system.workspaceId();
  });
  afterAll(() => system.stop());

  const invite = async (more: object = {}, by = admin, place = INVITATIONS): Promise<Made> => {
    const email = `${newId()}@Example.com`;
    const { status, body } = await by.post(place, { email, role: 'approver', ...more });
    expect([status, body['state']]).toEqual([201, 'open']);
    const url = new URL(String(body['url']));
    expect([url.pathname, url.search]).toEqual(['/invitation', '']);
    return { id: String(body['id']), secret: url.hash.slice(1), email: String(body['email']) };
  };
  const look = (secret: string) => system.anonymous.post('/api/v1/invitations/lookup', { secret });
  const accept = (secret: string, more: object = {}) =>
    system.anonymous.post('/api/v1/invitations/accept', { secret, name: 'Ada', password: PASSWORD, ...more });
  const codeOf = ({ status, body }: HttpAnswer): unknown[] => [status, body['code']];
  const stateOf = async ({ id }: Made): Promise<unknown> => {
    const { body } = await admin.get<{ items: { id: string; state: string }[] }>(INVITATIONS);
    return body.items.find((item) => item.id === id)?.state;
  };
  const clientOf = ({ headers, body }: HttpAnswer): HttpClient => {
    const [cookie = ''] = headers['set-cookie'] ?? [];
    return system.anonymous.with({ cookie: cookie.split(';')[0] ?? '', 'x-csrf-token': String(body['csrfToken']) });
  };

  it('bring somebody in, once, with the role and the groups that they name', async () => {
    const { body: group } = await admin.post('/api/v1/workspaces/default/approver-groups', { name: 'On call' });
    const made = await invite({ groupIds: [group['id']] });
    expect((await look(made.secret)).body).toEqual({
      email: made.email.toLowerCase(),
      role: 'approver',
      workspaceName: 'Default',
      invitedByName: 'admin@example.com',
      expiresAt: expect.any(String),
      hasAccount: false,
    });
    const [first, second] = await Promise.all([accept(made.secret), accept(made.secret)]);
    const answers = [first, second].sort((a, b) => a.status - b.status);
    expect(answers.map(({ status }) => status)).toEqual([200, 404]);
    const client = clientOf(answers[0] ?? first);
    const { body: me } = await client.get('/api/v1/me');
    expect(me).toMatchObject({ name: 'Ada', workspaces: [{ workspaceId, role: 'approver' }] });
    const { body: details } = await admin.get(`/api/v1/workspaces/default/approver-groups/${String(group['id'])}`);
    expect(details['members']).toMatchObject([{ userId: me['id'] }]);
    expect(await stateOf(made)).toBe('accepted');
    expect((await system.signIn({ email: made.email, password: PASSWORD })).port).toBeGreaterThan(0);
    const { body: audit } = await admin.get<{ items: object[] }>(
      '/api/v1/workspaces/default/audit?action=member.added',
    );
    expect(audit.items[0]).toMatchObject({ details: { userId: me['id'], invitationId: made.id, role: 'approver' } });
    const rows = await system.app.get(Database).system((tx) => tx.query<object[]>('select * from invitations'));
    expect(JSON.stringify(rows)).not.toContain(made.secret);
    expect(JSON.stringify(audit)).not.toContain(made.secret);
  });

  it('want a good password before they are used up', async () => {
    const { secret } = await invite();
    const { status, body } = await accept(secret, { password: 'countersign!' });
    expect([status, body['errors']]).toEqual([
      422,
      [expect.objectContaining({ pointer: '/password', code: 'too_common' })],
    ]);
    expect((await accept(secret)).status).toBe(200);
  });

  it('bring in somebody who has an account only with its password, and keep that', async () => {
    const member = await system.addMember(await system.addWorkspace(), 'viewer');
    const { secret } = await invite({ email: member.email, role: 'viewer' });
    expect((await look(secret)).body['hasAccount']).toBe(true);
    expect(codeOf(await accept(secret))).toEqual([401, 'auth.invalid_credentials']);
    const accepted = await accept(secret, { password: member.password, name: 'Somebody else' });
    expect(accepted.status).toBe(200);
    const { body: me } = await clientOf(accepted).get<{ name: string; workspaces: object[] }>('/api/v1/me');
    expect([me.name, me.workspaces.length]).toEqual([member.email, 2]);
  });

  it('bring back who was removed, and say so to the other services', async () => {
    const member = await system.addMember(workspaceId, 'viewer');
    await admin.delete(`/api/v1/workspaces/default/members/${member.id}`);
    const { secret } = await invite({ email: member.email });
    expect((await look(secret)).body['hasAccount']).toBe(false);
    expect((await accept(secret)).status).toBe(200);
    await expect(system.signIn(member)).rejects.toThrow('401');
    const router = new RequestClient(system.neighbours.busOf('mcp-router'));
    const { changes } = await router.ask(listIdentityChanges, { workspaceId, sinceRevision: 0 });
    const theirs = changes.filter(({ id }) => id === member.id).map(({ revoked }) => revoked);
    expect(theirs).toEqual([true, false]);
  });

  it('are good no more when they are revoked, replaced or over', async () => {
    const revoked = await invite();
    expect((await admin.delete(`${INVITATIONS}/${revoked.id}`)).status).toBe(204);
    const replaced = await invite();
    await invite({ email: replaced.email });
    const over = await invite();
    await system.asOwner(`update invitations set expires_at = now() where id = '${over.id}'`);
    for (const { secret } of [revoked, replaced, over, { secret: 'x'.repeat(43) }]) {
      expect(codeOf(await look(secret))).toEqual(GONE);
      expect(codeOf(await accept(secret))).toEqual(GONE);
    }
    expect([await stateOf(revoked), await stateOf(replaced), await stateOf(over)]).toEqual([
      'revoked',
      'revoked',
      'expired',
    ]);
  });

  it('give no more than who made them has, then and when they are accepted', async () => {
    const token = await system.clientWith(['workspace:admin']);
    const refused = await token.post(INVITATIONS, { email: 'ada@example.com', role: 'approver' });
    expect(codeOf(refused)).toEqual([403, 'scope.required']);
    const maker = await system.addMember(workspaceId, 'admin');
    const { secret } = await invite({ role: 'admin' }, await system.signIn(maker));
    await admin.patch(`/api/v1/workspaces/default/members/${maker.id}`, { role: 'editor' });
    expect(codeOf(await accept(secret))).toEqual(GONE);
  });

  it('are good no more with their maker, who is lowered while one is accepted', async () => {
    const maker = await system.addMember(workspaceId, 'admin');
    const made = await invite({ role: 'admin' }, await system.signIn(maker));
    const lower = `update members set role = 'editor' where user_id = '${maker.id}'`;
    const answer = await system.whileItWaits(lockOfMembers(workspaceId), () => accept(made.secret), lower);
    expect([codeOf(answer), await stateOf(made)]).toEqual([GONE, 'open']);
  });

  it('are not for members, nor into groups of nobody', async () => {
    const { email } = await system.addMember(workspaceId, 'viewer');
    expect(codeOf(await admin.post(INVITATIONS, { email, role: 'viewer' }))).toEqual([
      409,
      'invitation.already_member',
    ]);
    const body = { email: 'ada@example.com', role: 'viewer', groupIds: [newId()] };
    expect(codeOf(await admin.post(INVITATIONS, body))).toEqual([404, 'approver_group.not_found']);
    expect((await admin.post(INVITATIONS, { email: 'nobody', role: 'owner' })).status).toBe(422);
  });

  it('are those of one workspace', async () => {
    const other = await system.addWorkspace();
    const stranger = await system.signIn(await system.addMember(other, 'admin'));
    const made = await invite();
    const place = `/api/v1/workspaces/${other}/invitations`;
    expect(codeOf(await stranger.delete(`${place}/${made.id}`))).toEqual(GONE);
    expect((await stranger.get<{ items: object[] }>(place)).body.items).toEqual([]);
  });
});
