import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalRequested, ToolDefinition } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { assertGrantBinds, bindingHash, canonicalArguments } from '@countersign/tokens';
import {
  aBoundRequest,
  aDefinition,
  anApprovalRequest,
  aUser,
  bindingOf,
  inSeconds,
} from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

const MAIL = {
  type: 'object',
  properties: { to: { type: 'string' }, cc: { type: 'array', items: { type: 'string' } }, urgent: { type: 'boolean' } },
  required: ['to'],
  additionalProperties: false,
};
const ASKED = { to: 'all@example.com', cc: ['boss@example.com'] };
const EDITED = { to: 'team@example.com', urgent: true };
/** A hundred wait for one row: on a busy machine the last of them waits longer than one alone may. */
const CROWD = { timeoutMs: 30_000 };

describe('approving with edited arguments', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const send = aDefinition('mail.send', { inputSchema: MAIL });
  let integrationId: string;

  beforeAll(async () => {
    system = await PolicySystem.start({ replicas: 3 });
    integrationId = await system.integrationWith(workspaceId, [send], { posture: 'ask' });
  });
  afterAll(async () => {
    await system.stop();
  });

  const aPending = async (
    overrides: Partial<ApprovalRequested> = {},
    tool: ToolDefinition = send,
  ): Promise<ApprovalRequested> => {
    const request = aBoundRequest(workspaceId, anApprovalRequest(integrationId, tool, overrides), ASKED);
    system.router.argumentsOf.set(request.callId, canonicalArguments(ASKED).text);
    return system.pendingApproval(workspaceId, integrationId, tool, request);
  };
  const approve = (request: ApprovalRequested, args: unknown, options = {}, patience = {}) => {
    const text = typeof args === 'string' ? args : JSON.stringify(args);
    return system.gateway.decide(workspaceId, request.approvalId, 'approve', { arguments: text, ...options }, patience);
  };
  const stateOf = async ({ approvalId }: ApprovalRequested) =>
    (await system.gateway.getApproval(workspaceId, approvalId)).state;

  it('carries a grant for exactly those, and keeps what was asked for with the difference', async () => {
    const request = await aPending();
    const actor = aUser({ name: 'Grace' });
    const view = await approve(request, EDITED, { actor, way: 'web', reason: 'not to everybody' });
    expect(view).toMatchObject({
      state: 'approved',
      argumentsEdited: true,
      decidedVia: 'web',
      reasonCode: 'approved',
      bindingHash: request.bindingHash,
    });
    const { grant } = await system.outcomeOf(request.approvalId);
    const claims = system.grants.verify(grant ?? '');
    expect(claims).toMatchObject({ decision: 'edited', argumentsEdited: true, jti: request.approvalId });
    assertGrantBinds(claims, bindingOf(workspaceId, request, EDITED));
    expect(claims.bindingHash).not.toBe(request.bindingHash);
    const { edit } = await system.gateway.getApproval(workspaceId, request.approvalId);
    expect(edit).toEqual({
      original: canonicalArguments(ASKED).text,
      edited: canonicalArguments(EDITED).text,
      differences: [
        { pointer: '/cc', operation: 'removed', before: '["boss@example.com"]', after: null },
        { pointer: '/to', operation: 'changed', before: '"all@example.com"', after: '"team@example.com"' },
        { pointer: '/urgent', operation: 'added', before: null, after: 'true' },
      ],
      truncated: false,
    });
    expect(await system.router.readEdited(workspaceId, request.approvalId)).toEqual({
      arguments: canonicalArguments(EDITED).text,
      summary:
        'Grace changed the arguments of this call before it was executed: /cc (["boss@example.com"]) was removed; ' +
        '/to was changed from "all@example.com" to "team@example.com"; /urgent was added as true.',
    });
  });

  it('can be asked for again, with a grant for the same', async () => {
    const request = await aPending();
    await approve(request, EDITED);
    const told = await system.outcomeOf(request.approvalId);
    const { decided } = await system.router.findOutcome(workspaceId, request.approvalId);
    expect(system.grants.verify(decided?.grant ?? '')).toEqual(system.grants.verify(told.grant ?? ''));
  });

  it('has its hashes and its way in the audit', async () => {
    const request = await aPending();
    await approve(request, EDITED, { way: 'cli' });
    const [row] = await system.query<{ way: string; after: string }>(
      workspaceId,
      `select way, after from audit where approval_id = $1 and action = 'approval.approved'`,
      [request.approvalId],
    );
    expect(row?.way).toBe('cli');
    expect(JSON.parse(row?.after ?? '')).toMatchObject({
      editedArgumentsHash: canonicalArguments(EDITED).hash,
      bindingHash: bindingHash(bindingOf(workspaceId, request, EDITED)),
    });
  });

  it('is a plain approval where they are the same, however they are written', async () => {
    const request = await aPending();
    const view = await approve(request, '{ "cc": ["boss@example.com"], "to": "\\u0061ll@example.com" }');
    expect(view).toMatchObject({ state: 'approved', argumentsEdited: false });
    const { grant } = await system.outcomeOf(request.approvalId);
    expect(system.grants.verify(grant ?? '')).toMatchObject({
      decision: 'approved',
      bindingHash: request.bindingHash,
    });
    await expect(system.router.readEdited(workspaceId, request.approvalId)).rejects.toMatchObject({
      code: 'approval.not_edited',
    });
  });

  it('again with the same ones changes nothing; with others, with none, or as a denial it is too late', async () => {
    const request = await aPending();
    const first = await approve(request, EDITED);
    expect(await approve(request, '{"urgent":true, "to":"team@example.com"}')).toEqual(first);
    const { approvalId } = request;
    const others = [
      () => approve(request, { ...EDITED, to: 'other@example.com' }),
      () => approve(request, ASKED),
      () => system.gateway.decide(workspaceId, approvalId, 'approve'),
      () => system.gateway.decide(workspaceId, approvalId, 'deny'),
    ];
    for (const decide of others) {
      await expect(decide()).rejects.toMatchObject({
        code: 'approval.already_decided',
        details: { state: 'approved', argumentsEdited: true, decidedBy: first.decidedBy },
      });
    }
    await system.outcomeOf(approvalId);
    expect(system.router.outcomesOf(approvalId)).toHaveLength(1);
  });

  it('after a plain approval is too late', async () => {
    const request = await aPending();
    await system.gateway.decide(workspaceId, request.approvalId, 'approve');
    await expect(approve(request, EDITED)).rejects.toMatchObject({
      code: 'approval.already_decided',
      details: { argumentsEdited: false },
    });
  });

  it('a hundred times at once, each with others, has one winner, and all the rest learn who that was', async () => {
    const request = await aPending();
    const tries = Array.from({ length: 100 }, (_, index) => ({ to: `person-${index}@example.com` }));
    const results = await Promise.allSettled(
      tries.map((args, index) => approve(request, args, { actor: aUser({ name: `person ${index}` }) }, CROWD)),
    );
    const winners = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    expect(winners).toHaveLength(1);
    const { edit, decidedBy } = await system.gateway.getApproval(workspaceId, request.approvalId);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      const details = { state: 'approved', decidedBy: { name: decidedBy?.name } };
      expect(result).toMatchObject({ reason: { code: 'approval.already_decided', details } });
    }
    expect(edit?.edited).toBe(canonicalArguments(tries[winners[0] ?? 0]).text);
  });

  it.each<[string, string, string, string[]]>([
    ['a key twice', '{"to":"a","to":"b"}', 'json.duplicate_key', ['/arguments/to']],
    ['a key that reaches a prototype', '{"to":"a","__proto__":{}}', 'json.forbidden_key', ['/arguments/__proto__']],
    ['an unsafe integer', '{"to":9007199254740993}', 'json.unsafe_integer', ['/arguments/to']],
    ['no JSON', '{"to":', 'json.malformed', ['/arguments']],
    ['no object', '["to"]', 'json.malformed', ['/arguments']],
    ['more than 64 levels', `{"to":${'['.repeat(65)}${']'.repeat(65)}}`, 'json.too_deep', []],
    ['more than 128 KiB', `{"to":"${'x'.repeat(128 * 1_024)}"}`, 'json.too_large', ['/arguments']],
    ['a missing key', '{}', 'approval.invalid_arguments', ['/arguments/to']],
    [
      'wrong types and more than is asked for',
      '{"to":1,"cc":[2],"bcc":"c"}',
      'approval.invalid_arguments',
      ['/arguments/bcc', '/arguments/to', '/arguments/cc/0'],
    ],
  ])('refuses %s, and goes on waiting', async (_what, text, code, pointers) => {
    const request = await aPending();
    const refusal = await approve(request, text).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code });
    const { problems } = (refusal as { details: { problems: { pointer: string }[] } }).details;
    if (pointers.length > 0) expect(problems.map(({ pointer }) => pointer)).toEqual(pointers);
    expect(await stateOf(request)).toBe('pending');
  });

  it('is for an approval only', async () => {
    const request = await aPending();
    const options = { arguments: JSON.stringify(EDITED) };
    await expect(system.gateway.decide(workspaceId, request.approvalId, 'deny', options)).rejects.toMatchObject({
      details: { problems: [{ pointer: '/arguments', code: 'not_an_approval' }] },
    });
    expect(await stateOf(request)).toBe('pending');
  });

  it('is checked against the definition that was asked about, not against a newer one', async () => {
    const newer = aDefinition('mail.send', { inputSchema: { type: 'object', required: ['subject'] } });
    const request = await aPending({ askReason: 'definition_drift' }, newer);
    // Policy has never seen it, so nobody can say what it takes.
    await expect(approve(request, EDITED)).rejects.toMatchObject({ code: 'approval.uncheckable_arguments' });
    expect(await stateOf(request)).toBe('pending');
  });

  it('is refused where the schema of the tool cannot be used, and a plain approval is not', async () => {
    const odd = aDefinition('odd', { inputSchema: { $ref: 'https://example.com/schema.json' } });
    const own = await system.integrationWith(workspaceId, [odd], { posture: 'ask' });
    const request = aBoundRequest(workspaceId, anApprovalRequest(own, odd), ASKED);
    await system.pendingApproval(workspaceId, own, odd, request);
    await expect(approve(request, EDITED)).rejects.toMatchObject({ code: 'approval.uncheckable_arguments' });
    expect((await system.gateway.decide(workspaceId, request.approvalId, 'approve')).state).toBe('approved');
  });

  it.each<[string, (request: ApprovalRequested) => void, string]>([
    [
      'has other arguments',
      ({ callId }) => system.router.argumentsOf.set(callId, '{"to":"x"}'),
      'approval.not_editable',
    ],
    ['does not know the call', ({ callId }) => system.router.argumentsOf.delete(callId), 'call.not_found'],
  ])('is refused where the router %s', async (_what, prepare, code) => {
    const request = await aPending();
    prepare(request);
    await expect(approve(request, EDITED)).rejects.toMatchObject({ code });
    expect(await stateOf(request)).toBe('pending');
  });

  it('is refused where the request does not bind what it says', async () => {
    const request = await aPending();
    const other = anApprovalRequest(integrationId, send, { argumentsHash: request.argumentsHash });
    system.router.argumentsOf.set(other.callId, canonicalArguments(ASKED).text);
    await system.pendingApproval(workspaceId, integrationId, send, other);
    await expect(approve(other, EDITED)).rejects.toMatchObject({ code: 'approval.not_editable' });
  });

  it('tells those who may not decide nothing about the arguments', async () => {
    const own = await system.integrationWith(workspaceId, [send], { posture: 'ask' });
    const approval = { approverGroup: 'release managers' };
    await system.gateway.updateTools(workspaceId, own, [{ name: 'mail.send', approval }]);
    const request = await system.pendingApproval(workspaceId, own, send);
    await expect(approve(request, { nonsense: true })).rejects.toMatchObject({ code: 'approval.not_in_group' });
  });

  it('after the expiry has no effect', async () => {
    const request = await aPending({ expiresAt: inSeconds(2) });
    expect((await system.outcomeOf(request.approvalId)).outcome).toBe('expired');
    await expect(approve(request, EDITED)).rejects.toMatchObject({ code: 'approval.expired' });
  });
});
