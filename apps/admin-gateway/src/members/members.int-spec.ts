import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getEntitlements, identityChanged, listIdentityChanges } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { RequestClient } from '@countersign/messaging';
import { eventually } from '@countersign/testing';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem, lockOfMembers } from '../test-system.fixture-spec.js';

const MEMBERS = '/api/v1/workspaces/default/members';

describe('members', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let workspaceId: string;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    system.neighbours.answer(getEntitlements, () => ({ agent_approvals: true }));
    admin = await system.signIn();
    workspaceId = await system.workspaceId();
  });
  afterAll(() => system.stop());

  const rolesIn = async (client: HttpClient): Promise<string[]> => {
    const { body } = await client.get<{ workspaces: { role: string }[] }>('/api/v1/me');
    return body.workspaces.map(({ role }) => role);
  };
  const me = async (): Promise<string> => String((await admin.get('/api/v1/me')).body['id']);

  it('have a role that an admin changes, for the next request on', async () => {
    const member = await system.addMember(workspaceId, 'viewer');
    const client = await system.signIn(member);
    const { status, body } = await admin.patch(`${MEMBERS}/${member.id}`, { role: 'approver' });
    expect([status, body]).toEqual([
      200,
      {
        userId: member.id,
        name: member.email,
        email: member.email,
        role: 'approver',
        joinedAt: expect.any(String),
        hasPassword: true,
        isLocked: false,
      },
    ]);
    expect(await rolesIn(client)).toEqual(['approver']);
    const { body: audit } = await admin.get<{ items: object[] }>(
      '/api/v1/workspaces/default/audit?action=member.role_changed',
    );
    expect(audit.items[0]).toMatchObject({ details: { userId: member.id, before: 'viewer', after: 'approver' } });
  });

  it('cannot be given more than their giver has', async () => {
    const member = await system.addMember(workspaceId, 'viewer');
    const token = await system.clientWith(['workspace:admin', 'approval:read']);
    const { status, body } = await token.patch(`${MEMBERS}/${member.id}`, { role: 'admin' });
    expect([status, body['code']]).toEqual([403, 'scope.required']);
    expect((await admin.get(`${MEMBERS}/${member.id}`)).body['role']).toBe('viewer');
  });

  it('always have an admin among them, also when two remove each other at the same time', async () => {
    const own = await me();
    for (const attempt of [admin.patch(`${MEMBERS}/${own}`, { role: 'viewer' }), admin.delete(`${MEMBERS}/${own}`)]) {
      const { status, body } = await attempt;
      expect([status, body['code']]).toEqual([409, 'member.last_admin']);
    }
    const other = await system.addWorkspace();
    const [first, second] = [await system.addMember(other, 'admin'), await system.addMember(other, 'admin')];
    const clients = [await system.signIn(first), await system.signIn(second)];
    const place = `/api/v1/workspaces/${other}/members`;
    await Promise.all([clients[0]?.delete(`${place}/${second.id}`), clients[1]?.delete(`${place}/${first.id}`)]);
    const left = await Promise.all(clients.map((client) => client.get(place)));
    expect(left.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('are not those of another workspace', async () => {
    const stranger = await system.addMember(await system.addWorkspace(), 'viewer');
    for (const id of [stranger.id, newId(), 'nobody']) {
      for (const answer of [
        await admin.get(`${MEMBERS}/${id}`),
        await admin.patch(`${MEMBERS}/${id}`, { role: 'viewer' }),
        await admin.delete(`${MEMBERS}/${id}`),
      ]) {
        expect([answer.status, answer.body['code']]).toEqual([404, 'member.not_found']);
      }
    }
    expect((await (await system.signIn(stranger)).get('/api/v1/me')).status).toBe(200);
  });

  describe('when one is removed', () => {
    const tokenOf = async (client: HttpClient, kind: 'api' | 'mcp'): Promise<{ id: string; token: string }> => {
      const { body } = await client.post('/api/v1/workspaces/default/tokens', { name: 'Theirs', kind, scopes: [] });
      return { id: String(body['id']), token: String(body['token']) };
    };

    it('nothing of theirs works any more, and the other services are told at once', async () => {
      const member = await system.addMember(workspaceId, 'admin');
      const client = await system.signIn(member);
      const [api, mcp] = [await tokenOf(client, 'api'), await tokenOf(client, 'mcp')];
      const { body: group } = await admin.post('/api/v1/workspaces/default/approver-groups', { name: 'With them' });
      const place = `/api/v1/workspaces/default/approver-groups/${String(group['id'])}`;
      await admin.send('PUT', `${place}/members/${member.id}`);
      const { connection } = system.neighbours.busOf('mcp-router');
      let toldAt = 0;
      connection.subscribe(identityChanged.subject, { callback: () => void (toldAt = performance.now()) });
      await connection.flush();

      const startedAt = performance.now();
      expect((await admin.delete(`${MEMBERS}/${member.id}`)).status).toBe(204);
      expect((await client.get('/api/v1/me')).status).toBe(401);
      const bearer = system.anonymous.with({ authorization: `Bearer ${api.token}` });
      expect((await bearer.get('/api/v1/workspaces/default')).body['code']).toBe('token.revoked');
      await eventually(() => expect(toldAt).toBeGreaterThan(0));
      expect(toldAt - startedAt).toBeLessThan(1_000);

      const router = new RequestClient(system.neighbours.busOf('mcp-router'));
      const { changes } = await router.ask(listIdentityChanges, { workspaceId, sinceRevision: 0 });
      expect(changes.slice(-3).map(({ kind, id, revoked }) => [kind, id, revoked])).toEqual([
        ['token_revoked', api.id, true],
        ['token_revoked', mcp.id, true],
        ['member_removed', member.id, true],
      ]);
      expect((await admin.get(place)).body['members']).toEqual([]);
      const { body: audit } = await admin.get<{ items: object[] }>('/api/v1/workspaces/default/audit?action=member');
      expect(audit.items[0]).toMatchObject({ action: 'member.removed', details: { userId: member.id, role: 'admin' } });
    });

    it('a token that they make at that moment is not made', async () => {
      const member = await system.addMember(workspaceId, 'admin');
      const client = await system.signIn(member);
      const place = '/api/v1/workspaces/default/tokens';
      const { status } = await system.whileItWaits(
        lockOfMembers(workspaceId),
        () => client.post(place, { name: 'Late', kind: 'mcp', scopes: [] }),
        `delete from members where user_id = '${member.id}'`,
      );
      expect(status).toBe(404);
      const { body } = await admin.get<{ items: object[] }>(place);
      expect(body.items).not.toContainEqual(expect.objectContaining({ name: 'Late' }));
    });

    it('their session stays where they are a member still', async () => {
      const member = await system.addMember(workspaceId, 'viewer');
      const other = await system.addWorkspace();
      await system.asOwner(
        `insert into members (workspace_id, user_id, role) values ('${other}', '${member.id}', 'viewer')`,
      );
      const client = await system.signIn(member);
      await admin.delete(`${MEMBERS}/${member.id}`);
      expect((await client.get('/api/v1/workspaces/default')).status).toBe(404);
      expect((await client.get(`/api/v1/workspaces/${other}`)).status).toBe(200);
    });
  });
});
