import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  decideApproval,
  decideApprovals,
  DomainError,
  getApproval,
  getCall,
  listApprovals,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { aCall, anApproval } from '../test-builders.fixture-spec.js';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const PATH = '/api/v1/workspaces/default/approvals';
const GROUPS = '/api/v1/workspaces/default/approver-groups';

const idOf = async (client: HttpClient): Promise<string> => String((await client.get('/api/v1/me')).body['id']);

describe('approvals', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let approver: HttpClient;
  let editor: HttpClient;
  const call = aCall({ state: 'pending_approval', arguments: '{"id":7}' });
  const approval = anApproval({ callId: call.id });
  const path = `${PATH}/${approval.id}`;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    approver = await system.clientWith(['approval:read', 'approval:decide']);
    editor = await system.clientWith(['approval:decide', 'approval:edit']);
    system.neighbours.answer(listApprovals, () => ({ items: [approval], nextCursor: null }));
    system.neighbours.answer(getApproval, () => approval);
    system.neighbours.answer(getCall, () => call);
  });
  afterAll(() => system.stop());

  it('lists by state', async () => {
    expect((await approver.get(`${PATH}?state=pending`)).body).toEqual({ items: [approval], nextCursor: null });
    expect(system.neighbours.inputsOf(listApprovals).at(-1)).toMatchObject({ state: 'pending' });
    expect((await approver.get(`${PATH}?state=open`)).status).toBe(422);
  });

  it('lists what one may decide oneself: what everybody may, and what the groups of the person behind may', async () => {
    const { body: release } = await admin.post(GROUPS, { name: 'release' });
    await admin.post(GROUPS, { name: 'not mine' });
    await admin.send('PUT', `${GROUPS}/${String(release['id'])}/members/${await idOf(admin)}`);
    for (const client of [approver, admin]) {
      expect((await client.get(`${PATH}?mine=true&state=pending`)).status).toBe(200);
      const input = system.neighbours.inputsOf(listApprovals).at(-1);
      expect(input).toMatchObject({ state: 'pending', forGroups: ['release'] });
    }
    const stranger = await system.signIn(await system.addMember(await system.workspaceId(), 'approver'));
    await stranger.get(`${PATH}?mine=true`);
    expect(system.neighbours.inputsOf(listApprovals).at(-1)).toMatchObject({ forGroups: [] });
    await approver.get(`${PATH}?mine=false`);
    expect(system.neighbours.inputsOf(listApprovals).at(-1)).not.toHaveProperty('forGroups');
    expect((await approver.get(`${PATH}?mine=yes`)).status).toBe(422);
  });

  it('lists nothing as decidable by whoever may decide nothing', async () => {
    const reader = await system.clientWith(['approval:read']);
    expect((await reader.get(`${PATH}?mine=true`)).body).toEqual({ items: [], nextCursor: null });
  });

  it('shows one with the arguments that the decision is about', async () => {
    expect((await approver.get(path)).body).toEqual({
      ...approval,
      arguments: '{"id":7}',
      clientGoneAt: null,
    });
    expect(system.neighbours.inputsOf(getCall).at(-1)).toMatchObject({ callId: call.id });
  });

  it('shows what an approver changed', async () => {
    const difference = { pointer: '/id', operation: 'changed', before: '7', after: '8' } as const;
    const edit = { original: '{"id":7}', edited: '{"id":8}', differences: [difference], truncated: false };
    system.neighbours.answer(getApproval, () => ({ ...approval, argumentsEdited: true, edit }));
    expect((await approver.get(path)).body).toMatchObject({ argumentsEdited: true, edit, arguments: '{"id":7}' });
  });

  it('passes a decision on in the name of who decided', async () => {
    const decided = { ...approval, state: 'approved' as const };
    system.neighbours.answer(decideApproval, () => decided);
    const answer = await approver.post(`${path}/decision`, { decision: 'approve', reason: 'looks right' });
    expect([answer.status, answer.body]).toEqual([200, decided]);
    const input = system.neighbours.inputsOf(decideApproval).at(-1);
    expect(input).toMatchObject({
      approvalId: approval.id,
      decision: 'approve',
      reason: 'looks right',
      actor: { kind: 'token' },
    });
  });

  it('says of whoever decides which groups they are in at that moment, a token by its owner', async () => {
    const { body: group } = await admin.post(GROUPS, { name: 'on call' });
    const membership = `${GROUPS}/${String(group['id'])}/members/${await idOf(admin)}`;
    const groupsSent = async (): Promise<unknown> => {
      await approver.post(`${path}/decision`, { decision: 'deny' });
      return system.neighbours.inputsOf(decideApproval).at(-1)?.approverGroups;
    };
    expect(await groupsSent()).not.toContain('on call');
    await admin.send('PUT', membership);
    expect(await groupsSent()).toContain('on call');
    await admin.delete(membership);
    expect(await groupsSent()).not.toContain('on call');
  });

  it('says on which way it was decided, which opens nothing', async () => {
    const wayOf = async (client: HttpClient): Promise<unknown> => {
      await client.post(`${path}/decision`, { decision: 'deny' });
      return system.neighbours.inputsOf(decideApproval).at(-1)?.way;
    };
    expect(await wayOf(approver)).toBe('api');
    expect(await wayOf(approver.with({ 'x-countersign-client': 'cli' }))).toBe('cli');
    expect(await wayOf(admin)).toBe('web');
  });

  describe('with edited arguments', () => {
    it('needs the scope for that too, by name', async () => {
      const asked = system.neighbours.inputsOf(decideApproval).length;
      const { body } = await approver.post(`${path}/decision`, { decision: 'approve', arguments: { id: 8 } });
      expect(body).toMatchObject({ status: 403, code: 'scope.required', details: { scope: 'approval:edit' } });
      expect(system.neighbours.inputsOf(decideApproval)).toHaveLength(asked);
    });

    it('passes on the very text, with members that other readers drop', async () => {
      const edited = '{"z":1,"constructor":{"a":[1.5,null]},"":"\\u00e9\\u0000"}';
      await editor.post(`${path}/decision`, `{"decision":"approve","arguments":${edited}}`);
      const { arguments: text } = system.neighbours.inputsOf(decideApproval).at(-1) ?? {};
      expect(text).toBe('{"":"é\\u0000","constructor":{"a":[1.5,null]},"z":1}');
    });

    it('of nothing at all is the decision alone', async () => {
      await editor.post(`${path}/decision`, { decision: 'approve', arguments: null });
      expect(system.neighbours.inputsOf(decideApproval).at(-1)).not.toHaveProperty('arguments');
    });

    it.each([
      ['{"id":1,"id":2}', 400, 'json.duplicate_key'],
      ['{"id":9007199254740993}', 400, 'json.unsafe_integer'],
      ['{"__proto__":{}}', 400, 'json.forbidden_key'],
      ['"{}"', 422, 'request.invalid'],
      ['[]', 422, 'request.invalid'],
      [`{"text":"${'x'.repeat(128 * 1_024)}"}`, 422, 'request.invalid'],
    ])('refuses %.40s', async (edited, status, code) => {
      const answer = await editor.post(`${path}/decision`, `{"decision":"approve","arguments":${edited}}`);
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
    });
  });

  describe('several at once', () => {
    const [first, second] = [newId(), newId()];
    const decisions = [
      { approvalId: first, decision: 'approve' },
      { approvalId: second, decision: 'deny', reason: 'not today' },
    ];

    it('are answered one by one, whatever became of each', async () => {
      const problem = { code: 'approval.already_decided', message: 'Ann has approved it.', details: { by: 'Ann' } };
      const items = [
        { approvalId: first, approval: { ...approval, state: 'approved' as const }, problem: null },
        { approvalId: second, approval: null, problem },
      ];
      system.neighbours.answer(decideApprovals, () => ({ items }));
      const answer = await approver.post(`${PATH}/decisions`, { decisions });
      expect([answer.status, answer.body]).toEqual([200, { items }]);
      expect(system.neighbours.inputsOf(decideApprovals).at(-1)).toMatchObject({
        decisions,
        actor: { kind: 'token' },
        approverGroups: expect.arrayContaining(['release']),
        way: 'api',
      });
    });

    it.each([
      [{ decisions: [] }, '/decisions'],
      [{ decisions: Array.from({ length: 101 }, () => decisions[0]) }, '/decisions'],
      [{ decisions: [{ approvalId: first, decision: 'maybe' }] }, '/decisions/0/decision'],
      [{ decisions: [{ ...decisions[0], arguments: {} }] }, '/decisions/0/arguments'],
      [{ decisions, approverGroups: ['release'] }, '/approverGroups'],
    ])('are refused as %.60j', async (body, pointer) => {
      const answer = await approver.post<{ errors: { pointer: string }[] }>(`${PATH}/decisions`, body);
      expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, pointer]);
    });

    it('need the scope to decide', async () => {
      const agent = await system.clientWith(['workspace:admin', 'approval:read', 'approval:edit']);
      const { body } = await agent.post(`${PATH}/decisions`, { decisions });
      expect(body).toMatchObject({ code: 'scope.required', details: { scope: 'approval:decide' } });
    });
  });

  it.each([
    [{ decision: 'maybe' }, '/decision'],
    [{}, '/decision'],
    [{ decision: 'approve', approverGroups: ['admins'] }, '/approverGroups'],
    [{ decision: 'approve', way: 'web' }, '/way'],
    [{ decision: 'deny', reason: 'x'.repeat(2_001) }, '/reason'],
  ])('refuses the decision %.60j', async (body, pointer) => {
    const answer = await approver.post<{ errors: { pointer: string }[] }>(`${path}/decision`, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, pointer]);
  });

  it('decides nothing by any link, whoever follows it: not with a login, a token or the best of queries', async () => {
    const asked = system.neighbours.inputsOf(decideApproval).length;
    const query = '?decision=approve&reason=link&_method=POST';
    for (const client of [system.anonymous, admin, approver]) {
      for (const link of [`/approvals/${approval.id}`, path, `${path}/decision`]) {
        await client.get(`${link}${query}`);
      }
    }
    const { status } = await system.anonymous.post(`${path}/decision${query}`, { decision: 'approve' });
    expect([status, system.neighbours.inputsOf(decideApproval).length]).toEqual([401, asked]);
  });

  it('lets nobody decide whose token has not that scope by name, an admin token least of all', async () => {
    const agent = await system.clientWith(['workspace:admin', 'policy:update', 'approval:read', 'approval:edit']);
    expect((await agent.post(`${path}/decision`, { decision: 'approve' })).body).toMatchObject({
      status: 403,
      code: 'scope.required',
      details: { scope: 'approval:decide' },
    });
  });

  it.each([
    ['approval.already_decided', 409],
    ['approval.expired', 409],
    ['approval.not_pending', 409],
    ['approval.self_approval', 403],
    ['approval.not_in_group', 403],
    ['approval.not_found', 404],
  ])('passes %s on as %d', async (code, status) => {
    system.neighbours.answer(decideApproval, () => {
      throw new DomainError(code, 'no');
    });
    expect((await approver.post(`${path}/decision`, { decision: 'deny' })).body).toMatchObject({ status, code });
  });
});
