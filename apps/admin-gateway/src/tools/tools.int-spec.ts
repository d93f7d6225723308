import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DomainError,
  getEntitlements,
  getIntegrationPolicy,
  getToolReview,
  type IntegrationPolicyView,
  listTools,
  type ListToolsRequest,
  pruneTools,
  type ToolReview,
  updateIntegrationPolicy,
  updateToolPolicies,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { aTool, aToolPage } from '../test-builders.fixture-spec.js';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const OF_REVISION_7 = expect.stringMatching(/^"7\.[0-9a-f]{16}"$/);

describe('tools', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  const integrationId = newId();
  const path = `/api/v1/workspaces/default/mcp-integrations/${integrationId}`;

  const paged = ({ cursor }: ListToolsRequest) =>
    aToolPage({ integrationId, items: [aTool({ name: cursor ?? 'first' })], nextCursor: cursor ? null : 'second' });

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    system.neighbours.answer(updateToolPolicies, () => ({ revision: 8 }));
    system.neighbours.answer(listTools, paged);
  });
  afterAll(() => system.stop());

  it('lists a page with the policy revision in its ETag', async () => {
    const { status, headers, body } = await admin.get<{ items: { name: string }[] }>(`${path}/tools`);
    expect([status, headers['etag'], body.items.map(({ name }) => name)]).toEqual([200, OF_REVISION_7, ['first']]);
  });

  it('answers a definition that drifted under the same policy revision to whoever has the old one', async () => {
    const drifting = newId();
    const tools = `/api/v1/workspaces/default/mcp-integrations/${drifting}/tools`;
    let description = 'Gets an issue.';
    system.neighbours.answer(listTools, ({ integrationId: id }) =>
      aToolPage({ integrationId: id, items: [aTool({ name: 'first', description })] }),
    );
    const { headers } = await admin.get(tools);
    const known = { headers: { 'if-none-match': String(headers['etag']) } };
    expect((await admin.get(tools, known)).status).toBe(304);
    description = 'Gets an issue, and sends it elsewhere.';
    expect(await admin.get(tools, known)).toMatchObject({ status: 200, body: { items: [{ description }] } });
    system.neighbours.answer(listTools, paged);
  });

  it('answers a change with the whole list and its new ETag', async () => {
    const body = {
      tools: [{ name: 'issue.delete', requiresApproval: true, enabled: null, approval: { expiresInSeconds: 60 } }],
      minSnapshotRevision: 3,
    };
    const answer = await admin.patch<{ items: { name: string }[] }>(`${path}/tools`, body, {
      headers: { 'if-match': '"6"' },
    });
    expect([answer.status, answer.headers['etag']]).toEqual([200, OF_REVISION_7]);
    expect(answer.body.items.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(system.neighbours.inputsOf(updateToolPolicies).at(-1)).toMatchObject({
      ...body,
      integrationId,
      ifRevision: 6,
    });
  });

  it.each(['W/"6"', '6', '"x"', '"6", "7"'])('never matches If-Match %s', async (ifMatch) => {
    const asked = system.neighbours.inputsOf(updateToolPolicies).length;
    const { body } = await admin.patch(
      `${path}/tools`,
      { tools: [{ name: 'a' }] },
      { headers: { 'if-match': ifMatch } },
    );
    expect(body).toMatchObject({ status: 412, code: 'precondition.failed' });
    expect(system.neighbours.inputsOf(updateToolPolicies)).toHaveLength(asked);
  });

  it('lets a stored approver group be taken away by an empty one', async () => {
    const tools = [{ name: 'b', approval: { approverGroup: '' } }];
    expect((await admin.patch(`${path}/tools`, { tools })).status).toBe(200);
    expect(system.neighbours.inputsOf(updateToolPolicies).at(-1)).toMatchObject({ tools });
  });

  it.each([
    [{ tools: [] }, '/tools'],
    [{}, '/tools'],
    [{ tools: [{ name: '' }] }, '/tools/0/name'],
    [{ tools: [{ name: 'a' }, { name: 'b', requireApproval: true }] }, '/tools/1/requireApproval'],
    [{ tools: [{ name: 'a', enabled: 'yes' }] }, '/tools/0/enabled'],
    [{ tools: [{ name: 'a', approval: { expiresInSeconds: 1 } }] }, '/tools/0/approval/expiresInSeconds'],
    [{ tools: [{ name: 'a' }], ifRevision: 1 }, '/ifRevision'],
  ])('refuses %j with a pointer', async (body, pointer) => {
    const answer = await admin.patch<{ errors: { pointer: string }[] }>(`${path}/tools`, body);
    expect([answer.status, answer.body.errors.map((error) => error.pointer)]).toEqual([
      422,
      expect.arrayContaining([pointer]),
    ]);
  });

  it('says on which way policies were changed', async () => {
    const view: IntegrationPolicyView = {
      integrationId,
      posture: 'ask',
      trusted: false,
      resources: false,
      prompts: false,
      revision: 1,
    };
    system.neighbours.answer(updateIntegrationPolicy, () => view);
    system.neighbours.answer(pruneTools, () => ({ pruned: 0, revision: 1 }));
    const waysOf = async (client: HttpClient): Promise<unknown[]> => {
      const answers = [
        await client.patch(`${path}/tools`, { tools: [{ name: 'a' }] }),
        await client.patch(`${path}/policy`, { trusted: true }),
        await client.post(`${path}/tools/prune`, {}),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      const { neighbours } = system;
      return [
        neighbours.inputsOf(updateToolPolicies).at(-1)?.way,
        neighbours.inputsOf(updateIntegrationPolicy).at(-1)?.way,
        neighbours.inputsOf(pruneTools).at(-1)?.way,
      ];
    };
    const editor = await system.clientWith(['integration:read', 'policy:update']);
    expect(await waysOf(admin)).toEqual(['web', 'web', 'web']);
    expect(await waysOf(editor)).toEqual(['api', 'api', 'api']);
    expect(await waysOf(editor.with({ 'x-countersign-client': 'cli' }))).toEqual(['cli', 'cli', 'cli']);
    const claimed = await admin.patch<{ errors: { pointer: string }[] }>(`${path}/policy`, {
      trusted: true,
      way: 'cli',
    });
    expect([claimed.status, claimed.body.errors[0]?.pointer]).toEqual([422, '/way']);
  });

  it('lets a tool name an approver group that there is', async () => {
    await admin.post('/api/v1/workspaces/default/approver-groups', { name: 'Release managers' });
    const tools = [{ name: 'b', approval: { approverGroup: 'Release managers' } }];
    expect((await admin.patch(`${path}/tools`, { tools })).status).toBe(200);
    expect(system.neighbours.inputsOf(updateToolPolicies).at(-1)).toMatchObject({ tools });
  });

  it('refuses a group that there is not, in these letters, so that no tool becomes undecidable', async () => {
    const asked = system.neighbours.inputsOf(updateToolPolicies).length;
    const tools = [
      { name: 'a', approval: { approverGroup: 'Release managers' } },
      { name: 'b', approval: { approverGroup: 'release managers' } },
      { name: 'c', approval: { approverGroup: 'Release managers\0' } },
    ];
    const { body } = await admin.patch(`${path}/tools`, { tools });
    expect(body).toMatchObject({
      status: 422,
      code: 'approval.unknown_group',
      errors: [{ pointer: '/tools/1/approval/approverGroup' }, { pointer: '/tools/2/approval/approverGroup' }],
    });
    expect(system.neighbours.inputsOf(updateToolPolicies)).toHaveLength(asked);
  });

  it.each([
    ['policy.unknown_tool', 404],
    ['policy.duplicate_tool', 422],
    ['policy.definition_moved', 409],
    ['policy.not_verified', 409],
    ['policy.not_yet_merged', 409],
    ['entitlement.required', 403],
    ['precondition.failed', 412],
    ['integration.not_found', 404],
  ])('passes %s on as %d', async (code, status) => {
    system.neighbours.answer(updateToolPolicies, () => {
      throw new DomainError(code, 'no');
    });
    expect((await admin.patch(`${path}/tools`, { tools: [{ name: 'a' }] })).body).toMatchObject({ status, code });
  });

  it('shows how the definition of a tool differs from what was acknowledged', async () => {
    const difference = { pointer: '/description', operation: 'changed', before: '"a"', after: '"b"' } as const;
    const review: ToolReview = {
      toolName: 'issue/ü?',
      review: 'changed',
      definitionHash: 'b'.repeat(64),
      acknowledgedHash: 'a'.repeat(64),
      differences: [difference],
      truncated: false,
    };
    system.neighbours.answer(getToolReview, () => review);
    expect((await admin.get(`${path}/tools/review?name=${encodeURIComponent('issue/ü?')}`)).body).toEqual(review);
    expect(system.neighbours.inputsOf(getToolReview).at(-1)).toMatchObject({ integrationId, toolName: 'issue/ü?' });
    expect((await admin.get(`${path}/tools/review`)).status).toBe(422);
    expect((await admin.get(`${path}/tools/review?name=`)).status).toBe(422);
  });

  it('forgets missing tools, those that are named or all of them, with policy:update', async () => {
    system.neighbours.answer(pruneTools, () => ({ pruned: 2, revision: 9 }));
    const answer = await admin.post(`${path}/tools/prune`, { names: ['a', 'b'] });
    expect([answer.status, answer.body]).toEqual([200, { pruned: 2, revision: 9 }]);
    expect(system.neighbours.inputsOf(pruneTools).at(-1)).toMatchObject({
      integrationId,
      names: ['a', 'b'],
      actor: { kind: 'user' },
    });
    await admin.post(`${path}/tools/prune`, {});
    expect(system.neighbours.inputsOf(pruneTools).at(-1)).not.toHaveProperty('names');
    const reader = await system.clientWith(['integration:read']);
    expect((await reader.post(`${path}/tools/prune`, {})).body['details']).toEqual({ scope: 'policy:update' });
  });

  it('shows and changes the policy of the integration', async () => {
    const policy: IntegrationPolicyView = {
      integrationId,
      posture: 'ask',
      trusted: false,
      resources: false,
      prompts: false,
      revision: 9,
    };
    system.neighbours.answer(getIntegrationPolicy, () => policy);
    system.neighbours.answer(updateIntegrationPolicy, () => ({ ...policy, trusted: true }));
    expect((await admin.get(`${path}/policy`)).body).toEqual(policy);
    expect((await admin.patch(`${path}/policy`, { trusted: true })).body).toEqual({ ...policy, trusted: true });
    expect(system.neighbours.inputsOf(updateIntegrationPolicy).at(-1)).toMatchObject({ integrationId, trusted: true });
    await admin.patch(`${path}/policy`, { resources: true, prompts: false });
    expect(system.neighbours.inputsOf(updateIntegrationPolicy).at(-1)).toMatchObject({
      resources: true,
      prompts: false,
    });
    expect((await admin.patch(`${path}/policy`, { tools: true })).status).toBe(422);
    const etag = String((await admin.get(`${path}/policy`)).headers['etag']);
    expect(etag).toMatch(/^"9\./);
    await admin.patch(`${path}/policy`, { trusted: true }, { headers: { 'if-match': etag } });
    expect(system.neighbours.inputsOf(updateIntegrationPolicy).at(-1)).toMatchObject({ ifRevision: 9 });
    const foreign = await admin.patch(`${path}/policy`, { trusted: true }, { headers: { 'if-match': '"x"' } });
    expect(foreign.body).toMatchObject({ status: 412, code: 'precondition.failed' });
  });

  it('tells the entitlements to everybody of the workspace', async () => {
    system.neighbours.answer(getEntitlements, () => ({ agent_approvals: false }));
    const anybody = await system.clientWith([]);
    expect((await anybody.get('/api/v1/workspaces/default/entitlements')).body).toEqual({ agent_approvals: false });
  });
});
