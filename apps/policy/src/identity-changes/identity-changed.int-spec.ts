import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor, ApprovalRequested } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aDefinition, anApprovalRequest } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('a revoked token', () => {
  let system: PolicySystem;
  let workspaceId: string;
  let integrationId: string;
  const remove = aDefinition('issue.delete');

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  beforeEach(async () => {
    workspaceId = newId();
    integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
  });
  afterAll(async () => {
    await system.stop();
  });

  const aToken = (): Actor => ({ kind: 'token', id: newId(), name: 'Editor', ownerId: newId() });
  const asks = (principal: Actor): Promise<ApprovalRequested> =>
    system.pendingApproval(workspaceId, integrationId, remove, { principal });
  const stateOf = async ({ approvalId }: ApprovalRequested): Promise<string> =>
    (await system.gateway.getApproval(workspaceId, approvalId)).state;
  const voided = { outcome: 'invalidated', reasonCode: 'token_revoked', grant: null, decidedBy: null };

  it('voids what it asked for, and nothing that others asked for', async () => {
    const token = aToken();
    const [first, second] = [await asks(token), await asks(token)];
    const ofAnother = await asks({ ...aToken(), ownerId: token.ownerId ?? '' });
    const ofNamesake = await asks({ kind: 'run', id: token.id, name: 'A run' });
    await system.gateway.revoke(workspaceId, token.id);
    expect(await system.outcomeOf(first.approvalId)).toMatchObject(voided);
    expect(await system.outcomeOf(second.approvalId)).toMatchObject(voided);
    expect([await stateOf(ofAnother), await stateOf(ofNamesake)]).toEqual(['pending', 'pending']);
    await expect(system.gateway.decide(workspaceId, first.approvalId, 'approve')).rejects.toMatchObject({
      code: 'approval.not_pending',
      details: { state: 'invalidated', reasonCode: 'token_revoked' },
    });
  });

  it('voids what the runs asked for that it started, now and later, and leaves those of others', async () => {
    const [token, other] = [newId(), newId()];
    const ask = (tokenId: string | null): ApprovalRequested =>
      anApprovalRequest(integrationId, remove, { runId: newId(), tokenId });
    const [first, second, ofAnother, ofAPerson] = [ask(token), ask(token), ask(other), ask(null)];
    for (const request of [first, second, ofAnother, ofAPerson]) await system.router.request(workspaceId, request);
    for (const request of [first, second, ofAnother, ofAPerson]) {
      await eventually(async () => expect(await stateOf(request)).toBe('pending'));
    }
    await system.gateway.revoke(workspaceId, token);
    for (const { approvalId } of [first, second]) expect(await system.outcomeOf(approvalId)).toMatchObject(voided);
    const late = ask(token);
    await system.router.request(workspaceId, late);
    expect(await system.outcomeOf(late.approvalId)).toMatchObject(voided);
    expect([await stateOf(ofAnother), await stateOf(ofAPerson)]).toEqual(['pending', 'pending']);
  });

  it('voids a request that arrives later', async () => {
    const [token, other] = [aToken(), aToken()];
    const earlier = await asks(token);
    await system.gateway.revoke(workspaceId, token.id);
    await system.outcomeOf(earlier.approvalId);
    const late = anApprovalRequest(integrationId, remove, { principal: token });
    await system.router.request(workspaceId, late);
    expect(await system.outcomeOf(late.approvalId)).toMatchObject(voided);
    await asks(other);
  });

  it('voids what stands behind a person who was removed, until they are a member again', async () => {
    const token = aToken();
    const userId = token.ownerId ?? '';
    const asked = await asks(token);
    const ofTheirRun = anApprovalRequest(integrationId, remove, {
      principal: { kind: 'run', id: newId(), name: 'A run', ownerId: userId },
      runId: newId(),
    });
    await system.router.request(workspaceId, ofTheirRun);
    await eventually(async () => expect(await stateOf(ofTheirRun)).toBe('pending'));
    const ofAnother = await asks(aToken());
    await system.gateway.remove(workspaceId, userId);
    const removed = { ...voided, reasonCode: 'member_removed' };
    for (const { approvalId } of [asked, ofTheirRun]) expect(await system.outcomeOf(approvalId)).toMatchObject(removed);
    const late = anApprovalRequest(integrationId, remove, { principal: { ...token, id: newId() } });
    await system.router.request(workspaceId, late);
    expect(await system.outcomeOf(late.approvalId)).toMatchObject(removed);
    expect(await stateOf(ofAnother)).toBe('pending');
    await system.gateway.remove(workspaceId, userId, false);
    await eventually(async () => {
      const again = anApprovalRequest(integrationId, remove, { principal: { ...token, id: newId() } });
      await system.router.request(workspaceId, again);
      await eventually(async () => expect(await stateOf(again)).toBe('pending'), { timeoutMs: 1_000 });
    });
  });

  it('leaves a decision that was first alone', async () => {
    const token = aToken();
    const [decided, pending] = [await asks(token), await asks(token)];
    await system.gateway.decide(workspaceId, decided.approvalId, 'approve');
    await system.gateway.revoke(workspaceId, token.id);
    await system.outcomeOf(pending.approvalId);
    expect(await stateOf(decided)).toBe('approved');
  });

  it('is announced once, however often and in whatever order its events come', async () => {
    const tokens = Array.from({ length: 5 }, aToken);
    const requests = await Promise.all(tokens.map(asks));
    for (const { id } of tokens) system.gateway.noteRevoked(workspaceId, id);
    const eventId = newId();
    for (const revision of [5, 2, 5, 1]) await system.gateway.announceIdentity(workspaceId, revision, eventId);
    await system.gateway.announceIdentity(workspaceId, 3);
    for (const { approvalId } of requests) await system.outcomeOf(approvalId);
    await eventually(async () => {
      const rows = await system.query(workspaceId, 'select 1 from inbox where consumer like $1', ['%identity%']);
      expect(rows).toHaveLength(2);
    });
    for (const { approvalId } of requests) expect(system.router.outcomesOf(approvalId)).toHaveLength(1);
  });
});
