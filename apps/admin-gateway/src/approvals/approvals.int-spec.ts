import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decideApproval, DomainError, getApproval, getCall, listApprovals } from '@countersign/contracts';
import { aCall, anApproval } from '../test-builders.fixture-spec.js';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const PATH = '/api/v1/workspaces/default/approvals';

describe('approvals', () => {
  let system: GatewaySystem;
  let approver: HttpClient;
  const call = aCall({ state: 'pending_approval', arguments: '{"id":7}' });
  const approval = anApproval({ callId: call.id });
  const path = `${PATH}/${approval.id}`;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    approver = await system.clientWith(['approval:read', 'approval:decide']);
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

  it('shows one with the arguments that the decision is about', async () => {
    expect((await approver.get(path)).body).toEqual({
      ...approval,
      arguments: '{"id":7}',
      clientGoneAt: null,
    });
    expect(system.neighbours.inputsOf(getCall).at(-1)).toMatchObject({ callId: call.id });
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

  it('says of everybody who decides that they are in no group, for there are none yet', async () => {
    system.neighbours.answer(decideApproval, () => ({ ...approval, state: 'denied' as const }));
    await approver.post(`${path}/decision`, { decision: 'deny' });
    expect(system.neighbours.inputsOf(decideApproval).at(-1)?.approverGroups).toEqual([]);
  });

  it.each([
    [{ decision: 'maybe' }, '/decision'],
    [{}, '/decision'],
    [{ decision: 'approve', approverGroups: ['admins'] }, '/approverGroups'],
    [{ decision: 'approve', arguments: {} }, '/arguments'],
    [{ decision: 'deny', reason: 'x'.repeat(2_001) }, '/reason'],
  ])('refuses the decision %.60j', async (body, pointer) => {
    const answer = await approver.post<{ errors: { pointer: string }[] }>(`${path}/decision`, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, pointer]);
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
