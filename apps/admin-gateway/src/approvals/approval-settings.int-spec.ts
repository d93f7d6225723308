import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getApprovalSettings, listApprovals, updateApprovalSettings } from '@countersign/contracts';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const PATH = '/api/v1/workspaces/default/approval-settings';

describe('the approval settings of a workspace', () => {
  let system: GatewaySystem;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    system.neighbours.answer(getApprovalSettings, () => ({ allowSelfApproval: true, revision: 0 }));
    system.neighbours.answer(updateApprovalSettings, () => ({ allowSelfApproval: false, revision: 7 }));
    system.neighbours.answer(listApprovals, () => ({ items: [], nextCursor: null }));
  });
  afterAll(() => system.stop());

  it('are read by whoever may see approvals, with their ETag', async () => {
    const approver = await system.clientWith(['approval:read']);
    const { status, body, headers } = await approver.get(PATH);
    expect([status, body, headers['etag']]).toEqual([
      200,
      { allowSelfApproval: true, revision: 0 },
      expect.stringMatching(/^"0\.[0-9a-f]{16}"$/),
    ]);
  });

  it('are changed with the scope of policies, in the name and on the way of who changes them', async () => {
    const approver = await system.clientWith(['approval:read', 'approval:decide']);
    const { body: refused } = await approver.patch(PATH, { allowSelfApproval: false });
    expect(refused).toMatchObject({ code: 'scope.required', details: { scope: 'policy:update' } });
    const options = { headers: { 'if-match': String((await admin.get(PATH)).headers['etag']) } };
    const { status, headers } = await admin.patch(PATH, { allowSelfApproval: false }, options);
    expect([status, headers['etag']]).toEqual([200, expect.stringMatching(/^"7\./)]);
    expect(system.neighbours.inputsOf(updateApprovalSettings)).toMatchObject([
      { allowSelfApproval: false, ifRevision: 0, way: 'web', actor: { kind: 'user' } },
    ]);
  });

  it.each([
    [{ allowSelfApproval: 'no' }, '/allowSelfApproval'],
    [{ selfApproval: false }, '/selfApproval'],
    [{ allowSelfApproval: false, ifRevision: 1 }, '/ifRevision'],
  ])('are not changed by %j', async (body, pointer) => {
    const answer = await admin.patch<{ errors: { pointer: string }[] }>(PATH, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, pointer]);
  });

  it('are never matched by an ETag that no revision has', async () => {
    const options = { headers: { 'if-match': 'W/"0"' } };
    const { body } = await admin.patch(PATH, { allowSelfApproval: true }, options);
    expect(body).toMatchObject({ status: 412, code: 'precondition.failed' });
  });

  it('are applied to a list by who looks at it', async () => {
    await admin.get('/api/v1/workspaces/default/approvals?mine=true');
    expect(system.neighbours.inputsOf(listApprovals).at(-1)).toMatchObject({ viewer: { kind: 'user' }, forGroups: [] });
  });
});
