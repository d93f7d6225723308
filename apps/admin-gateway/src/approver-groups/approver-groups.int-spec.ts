import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, listIntegrations, listTools } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { anIntegration, aTool, aToolPage } from '../test-builders.fixture-spec.js';
import type { HttpAnswer, HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';
import type { GroupDetailsView, GroupList } from './approver-group.dto.js';

const PATH = '/api/v1/workspaces/default/approver-groups';

describe('approver groups', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let workspaceId: string;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    workspaceId = await system.workspaceId();
  });
  beforeEach(() => nothingNamesGroups());
  afterAll(() => system.stop());

  function nothingNamesGroups(): void {
    system.neighbours.answer(listIntegrations, () => ({ items: [], nextCursor: null }));
  }

  const create = async (body: object): Promise<GroupDetailsView> =>
    (await admin.post<GroupDetailsView>(PATH, body)).body;
  const list = async (): Promise<GroupList['items']> => (await admin.get<GroupList>(PATH)).body.items;
  const put = (group: GroupDetailsView, userId: string): Promise<HttpAnswer<GroupDetailsView>> =>
    admin.send<GroupDetailsView>('PUT', `${PATH}/${group.id}/members/${userId}`);

  it('have a name, a description and members of the workspace', async () => {
    const group = await create({ name: 'Release managers', description: 'Who ships' });
    expect(group).toMatchObject({ name: 'Release managers', description: 'Who ships', memberCount: 0, members: [] });
    const member = await system.addMember(workspaceId, 'approver');
    const { body: people } = await admin.get<{ items: object[] }>('/api/v1/workspaces/default/members');
    const { id: userId, email } = member;
    expect(people.items).toContainEqual(expect.objectContaining({ userId, name: email, email, role: 'approver' }));
    const added = await put(group, userId);
    const one = {
      ...group,
      memberCount: 1,
      version: 2,
      members: [{ userId, name: email, email, addedAt: expect.any(String) }],
    };
    expect([added.status, added.body]).toEqual([200, one]);
    expect((await put(group, userId)).body).toEqual(one);
    expect(await list()).toContainEqual(expect.objectContaining({ id: group.id, memberCount: 1 }));
    for (let round = 0; round < 2; round += 1) {
      const removed = await admin.delete<GroupDetailsView>(`${PATH}/${group.id}/members/${userId}`);
      expect([removed.status, removed.body]).toEqual([200, { ...group, version: 3 }]);
    }
  });

  it('have nobody in them who is no member of the workspace, or no longer', async () => {
    const group = await create({ name: 'Leavers' });
    const other = await system.addMember(await system.addWorkspace(), 'admin');
    for (const userId of [other.id, newId()]) {
      const { status, body } = await put(group, userId);
      expect([status, (body as unknown as { code: string }).code]).toEqual([404, 'member.not_found']);
    }
    const leaver = await system.addMember(workspaceId, 'approver');
    expect((await put(group, leaver.id)).body.memberCount).toBe(1);
    await system.asOwner(`delete from members where user_id = '${leaver.id}'`);
    expect((await admin.get<GroupDetailsView>(`${PATH}/${group.id}`)).body.members).toEqual([]);
  });

  it('have names that differ in more than case, also when they come at once', async () => {
    const bodies = ['Legal', 'legal', 'LEGAL', 'LegaL'].map((name) => admin.post(PATH, { name }));
    const answers = await Promise.all(bodies);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body['code']).toBe('approver_group.name_taken');
    const { id } = await create({ name: 'Finance' });
    expect((await admin.patch(`${PATH}/${id}`, { name: 'lEgAl' })).body['code']).toBe('approver_group.name_taken');
    expect((await admin.patch(`${PATH}/${id}`, { name: 'FINANCE' })).body['name']).toBe('FINANCE');
  });

  it('are changed, or removed, by one of those who saw the same, members included', async () => {
    const { id } = await create({ name: 'On call', description: 'a' });
    const etag = String((await admin.get(`${PATH}/${id}`)).headers['etag']);
    expect(etag).toMatch(/^"1\.[0-9a-f]{16}"$/);
    const send = (method: string, tag: string, body?: object) =>
      admin.send(method, `${PATH}/${id}`, { headers: { 'if-match': tag }, ...(body && { body }) });
    const answers = await Promise.all(
      ['b', 'c', 'd'].map((description) => send('PATCH', etag, { description })).concat(send('DELETE', etag)),
    );
    const [made, ...late] = answers.sort((a, b) => a.status - b.status);
    expect([made?.status, ...late.map(({ status }) => status)]).toEqual([
      made?.status === 204 ? 204 : 200,
      ...(made?.status === 204 ? [404, 404, 404] : [412, 412, 412]),
    ]);
    if (made?.status === 204) return;
    expect(late[0]?.body).toMatchObject({ code: 'precondition.failed', details: { version: 2 } });
    await admin.send('PUT', `${PATH}/${id}/members/${(await system.addMember(workspaceId, 'approver')).id}`);
    expect((await send('DELETE', String(made?.headers['etag']))).status).toBe(412);
    expect((await send('PATCH', 'W/"3"', { description: 'weak' })).status).toBe(412);
    expect((await send('PATCH', '*', { description: 'whatever it is' })).headers['etag']).toMatch(/^"4\./);
    expect((await send('DELETE', '"4"')).status).toBe(204);
  });

  it.each([
    [{}, '/name'],
    [{ name: '' }, '/name'],
    [{ name: ' padded' }, '/name'],
    [{ name: 'padded ' }, '/name'],
    [{ name: 'in\u200bvisible' }, '/name'],
    [{ name: 'a\u0000b' }, '/name'],
    [{ name: 'x'.repeat(129) }, '/name'],
    [{ name: 'n', description: 'a\u0000b' }, '/description'],
    [{ name: 'n', members: [] }, '/members'],
  ])('refuse %.60j', async (body, pointer) => {
    const answer = await admin.post<{ errors: { pointer: string }[] }>(PATH, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, pointer]);
  });

  it('are at most as many as go with a decision', async () => {
    const before = (await list()).length;
    const values = Array.from(
      { length: 200 - before },
      (_, index) => `('${newId()}', '${workspaceId}', 'g${index}', '')`,
    );
    await system.asOwner(`alter table approver_groups no force row level security;
      insert into approver_groups (id, workspace_id, name, description) values ${values.join(',')};
      alter table approver_groups force row level security`);
    const { status, body } = await admin.post(PATH, { name: 'one more' });
    expect([status, body['code']]).toEqual([409, 'approver_group.too_many']);
    await system.asOwner(`alter table approver_groups no force row level security;
      delete from approver_groups where name ~ '^g[0-9]+$';
      alter table approver_groups force row level security`);
  });

  describe('that tools name', () => {
    const integration = anIntegration({ slug: 'Tracker' });
    const naming = (approverGroup: string) => aTool({ name: 'issue.delete', approval: { approverGroup } });

    function toolNames(group: string): void {
      system.neighbours.answer(listIntegrations, ({ cursor }) =>
        cursor ? { items: [integration], nextCursor: null } : { items: [anIntegration()], nextCursor: 'next' },
      );
      system.neighbours.answer(listTools, ({ integrationId }) => {
        if (integrationId !== integration.id) throw new DomainError('integration.not_found', 'not merged yet');
        return aToolPage({ integrationId, items: [aTool(), naming(group)] });
      });
    }

    it('are neither removed nor called something else, and say what names them', async () => {
      const group = await create({ name: 'Operators' });
      toolNames('Operators');
      for (const answer of [
        await admin.delete(`${PATH}/${group.id}`),
        await admin.patch(`${PATH}/${group.id}`, { name: 'Ops' }),
      ]) {
        expect(answer.body).toMatchObject({ status: 409, code: 'approver_group.in_use' });
        expect(answer.body['detail']).toContain('is named by Tracker issue.delete: without it');
        const tools = [{ integration: 'Tracker', tool: 'issue.delete' }];
        expect(answer.body['details']).toEqual({ tools, isTruncated: false });
      }
      const described = await admin.patch(`${PATH}/${group.id}`, { description: 'On duty' });
      expect([described.status, described.body['description']]).toEqual([200, 'On duty']);
    });

    it('are removed by force, with their members', async () => {
      const group = await create({ name: 'Forced' });
      await put(group, (await system.addMember(workspaceId, 'approver')).id);
      toolNames('Forced');
      expect((await admin.delete(`${PATH}/${group.id}?force=false`)).status).toBe(409);
      expect((await admin.delete(`${PATH}/${group.id}?force=true`)).status).toBe(204);
      expect((await admin.get(`${PATH}/${group.id}`)).body['code']).toBe('approver_group.not_found');
      expect((await create({ name: 'Forced' })).members).toEqual([]);
    });

    it('stay where nobody can tell what names them', async () => {
      const group = await create({ name: 'Unknown' });
      system.neighbours.answer(listIntegrations, () => {
        throw new DomainError('bus.timeout', 'no answer');
      });
      expect((await admin.delete(`${PATH}/${group.id}`)).status).toBe(504);
      expect(await list()).toContainEqual(expect.objectContaining({ id: group.id }));
      nothingNamesGroups();
      expect((await admin.delete(`${PATH}/${group.id}`)).status).toBe(204);
    });
  });

  it('are shown to whoever reads approvals, and changed by admins alone', async () => {
    const reader = await system.clientWith(['approval:read']);
    expect((await reader.get(PATH)).status).toBe(200);
    const editor = await system.clientWith(['approval:read', 'approval:decide', 'approval:edit', 'policy:update']);
    expect((await editor.post(PATH, { name: 'Mine' })).body['details']).toEqual({ scope: 'workspace:admin' });
  });

  it('are of one workspace, and the database shows them to no other', async () => {
    const other = await system.addWorkspace();
    const { id: userId } = await system.addMember(other, 'admin');
    const elsewhere = await system.signIn({ ...(await emailOf(userId)), password: 'a generated password' });
    const group = await create({ name: 'Ours' });
    await put(group, (await system.addMember(workspaceId, 'approver')).id);
    const theirs = `/api/v1/workspaces/${other}/approver-groups`;
    expect((await elsewhere.get<GroupList>(theirs)).body.items).toEqual([]);
    for (const [method, place] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['PUT', `/members/${userId}`],
      ['DELETE', `/members/${userId}`],
    ] as const) {
      const body = method === 'PATCH' ? { description: 'taken over' } : undefined;
      const answer = await elsewhere.send(method, `${theirs}/${group.id}${place}`, { body });
      expect([method, answer.body['code']]).toEqual([method, 'approver_group.not_found']);
    }
    expect((await elsewhere.post(theirs, { name: 'Ours' })).status).toBe(201);
    const database = system.app.get(Database);
    for (const table of ['approver_groups', 'approver_group_members']) {
      const rows = await database.read(other, (tx) =>
        tx.query(`select 1 from ${table} where workspace_id = $1`, [workspaceId]),
      );
      expect(rows).toEqual([]);
    }
  });

  async function emailOf(userId: string): Promise<{ email: string }> {
    const database = system.app.get(Database);
    const rows = await database.system((tx) =>
      tx.query<{ email: string }[]>('select email from users where id = $1', [userId]),
    );
    return rows[0] ?? { email: '' };
  }
});
