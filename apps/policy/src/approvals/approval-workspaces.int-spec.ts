import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cancelApproval,
  decideApproval,
  decideApprovals,
  findApprovalOutcome,
  getApproval,
  getApprovalSettings,
  listApprovals,
  readEditedArguments,
  REQUESTS,
  type RequestContract,
  updateApprovalSettings,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { canonicalArguments } from '@countersign/tokens';
import { aBoundRequest, aDefinition, anApprovalRequest, aUser } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

const ASKED = { to: 'secret-of-theirs' };

describe('the approvals of one workspace, asked about in another one', () => {
  let system: PolicySystem;
  const [ours, theirs] = [newId(), newId()];
  const send = aDefinition('mail.send');
  const actor = aUser();
  const ids: { pending: string; edited: string } = { pending: '', edited: '' };

  beforeAll(async () => {
    system = await PolicySystem.start();
    const integrationId = await system.integrationWith(theirs, [send], { posture: 'ask' });
    await system.integrationWith(ours, [send], { posture: 'ask' });
    const request = aBoundRequest(theirs, anApprovalRequest(integrationId, send), ASKED);
    system.router.argumentsOf.set(request.callId, canonicalArguments(ASKED).text);
    await system.pendingApproval(theirs, integrationId, send, request);
    await system.gateway.decide(theirs, request.approvalId, 'approve', { arguments: '{"to":"edited-by-them"}' });
    ids.edited = request.approvalId;
    await system.gateway.ask(updateApprovalSettings, { workspaceId: theirs, actor, allowSelfApproval: false });
    ids.pending = (await system.pendingApproval(theirs, integrationId, send)).approvalId;
  });
  afterAll(async () => {
    await system.stop();
  });

  const notFound = { ok: false, error: { code: 'approval.not_found' } };
  const CASES: readonly (readonly [RequestContract<object, object>, object, object])[] = [
    [getApproval, {}, notFound],
    [decideApproval, { actor, decision: 'approve' }, notFound],
    [decideApproval, { actor, decision: 'deny' }, notFound],
    [decideApproval, { actor, decision: 'approve', arguments: '{"to":"x"}' }, notFound],
    [listApprovals, {}, { ok: true, data: { items: [], nextCursor: null } }],
    [listApprovals, { forGroups: [] }, { ok: true, data: { items: [], nextCursor: null } }],
    [getApprovalSettings, {}, { ok: true, data: { allowSelfApproval: true, revision: 0 } }],
    [updateApprovalSettings, { actor }, { ok: true, data: { allowSelfApproval: true, revision: 0 } }],
    [findApprovalOutcome, {}, { ok: true, data: { state: null, decided: null } }],
    [readEditedArguments, {}, { ok: false, error: { code: 'approval.not_edited' } }],
    [cancelApproval, { actor, reason: 'not ours' }, { ok: true, data: { state: 'cancelled', decided: null } }],
  ];
  const ask = (contract: RequestContract<object, object>, input: object): Promise<unknown> => {
    const asker = contract.requesters.includes('mcp-router') ? system.router : system.gateway;
    return asker.askRaw(contract, JSON.stringify(input));
  };
  const rowsOfTheirs = async (): Promise<unknown> => [
    await system.query(theirs, 'select * from approvals order by id'),
    await system.query(theirs, 'select * from approval_edits order by approval_id'),
    await system.query(theirs, 'select * from audit where approval_id is not null order by id'),
  ];

  it.each(CASES.map(([contract, input, reply]) => [contract.subject, contract, input, reply] as const))(
    'are not there for %s, and stay as they are',
    async (_subject, contract, input, expected) => {
      const before = await rowsOfTheirs();
      for (const approvalId of [ids.pending, ids.edited]) {
        const reply = await ask(contract, { workspaceId: ours, approvalId, ...input });
        expect(reply).toMatchObject(expected);
        expect(JSON.stringify(reply)).not.toMatch(/secret-of-theirs|edited-by-them/);
      }
      expect(await rowsOfTheirs()).toEqual(before);
    },
  );

  it('are not decided in a batch either', async () => {
    const before = await rowsOfTheirs();
    const decisions = [ids.pending, ids.edited].map((approvalId) => ({ approvalId, decision: 'approve' as const }));
    const items = await system.gateway.decideMany(ours, decisions);
    expect(items.map(({ problem }) => problem?.code)).toEqual(['approval.not_found', 'approval.not_found']);
    expect(await rowsOfTheirs()).toEqual(before);
  });

  it('are asked about here by every subject there is', () => {
    const ofApprovals = REQUESTS.filter(
      ({ responder, input }) => responder === 'policy' && /approval|edited/i.test(input.name),
    );
    const tried = new Set([...CASES.map(([{ subject }]) => subject), decideApprovals.subject]);
    expect([...tried].sort()).toEqual(ofApprovals.map(({ subject }) => subject).sort());
  });
});
