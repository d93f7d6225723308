import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UpdateToolPoliciesRequest } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aDefinition, aUser } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

type Updates = UpdateToolPoliciesRequest['tools'];

describe('updating tool policies', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const get = aDefinition('issue.get');
  const remove = aDefinition('issue.delete');

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  const anIntegration = (): Promise<string> => system.integrationWith(workspaceId, [get, remove]);
  const update = (integrationId: string, tools: unknown, options: Partial<UpdateToolPoliciesRequest> = {}) =>
    system.gateway.updateTools(workspaceId, integrationId, tools as Updates, options);
  const fieldsOf = async (integrationId: string, name: string) => {
    const tool = await system.gateway.tool(workspaceId, integrationId, name);
    const { enabled, requiresApproval, idempotent, approval, review } = tool;
    return { enabled, requiresApproval, idempotent, approval, review };
  };

  it('changes the fields that are there, and leaves absent and null ones alone', async () => {
    const integrationId = await anIntegration();
    await update(integrationId, [{ name: 'issue.get', requiresApproval: true, approval: { expiresInSeconds: 600 } }]);
    await update(integrationId, [{ name: 'issue.get', enabled: null, idempotent: true, approval: null }]);
    await update(integrationId, [{ name: 'issue.get', approval: { allowSelfApproval: false } }]);
    expect(await fieldsOf(integrationId, 'issue.get')).toEqual({
      enabled: true,
      requiresApproval: true,
      idempotent: true,
      approval: { expiresInSeconds: 600, allowSelfApproval: false },
      review: 'none',
    });
  });

  it('takes an approver group away by an empty one, and by nothing else', async () => {
    const integrationId = await anIntegration();
    const approvalOf = async () => (await fieldsOf(integrationId, 'issue.get')).approval;
    const set = (approval: unknown) => update(integrationId, [{ name: 'issue.get', approval }]);
    await set({ approverGroup: 'release managers', expiresInSeconds: 600 });
    for (const approval of [null, {}, { approverGroup: null }, { allowSelfApproval: true }]) await set(approval);
    expect(await approvalOf()).toMatchObject({ approverGroup: 'release managers' });
    const { revision } = await set({ approverGroup: '' });
    expect(await approvalOf()).toEqual({ expiresInSeconds: 600, allowSelfApproval: true });
    expect(await set({ approverGroup: '' })).toEqual({ revision });
    expect(await update(integrationId, [{ name: 'issue.delete', approval: { approverGroup: '' } }])).toEqual({
      revision,
    });
  });

  it('answers with the new revision, which the list then has', async () => {
    const integrationId = await anIntegration();
    const before = (await system.gateway.listTools(workspaceId, integrationId)).revision;
    const { revision } = await update(integrationId, [{ name: 'issue.get', enabled: false }]);
    expect(revision).toBe(before + 1);
    expect((await system.gateway.listTools(workspaceId, integrationId)).revision).toBe(revision);
  });

  it('takes no revision for what is already so', async () => {
    const integrationId = await anIntegration();
    const first = await update(integrationId, [{ name: 'issue.get', enabled: false }]);
    expect(await update(integrationId, [{ name: 'issue.get', enabled: false }])).toEqual(first);
  });

  it('changes hundreds of tools at once', async () => {
    const tools = Array.from({ length: 500 }, (_, index) => aDefinition(`tool-${index}`));
    const integrationId = await system.integrationWith(workspaceId, tools);
    const before = (await system.gateway.listTools(workspaceId, integrationId)).revision;
    const { revision } = await update(
      integrationId,
      tools.map(({ name }) => ({ name, enabled: false })),
    );
    expect(revision).toBe(before + 1);
    const list = await system.gateway.listTools(workspaceId, integrationId);
    expect(list.tools.filter(({ enabled }) => enabled)).toEqual([]);
  });

  it('writes down who changed what, with before and after', async () => {
    const integrationId = await anIntegration();
    const actor = aUser({ name: 'Grace' });
    await update(integrationId, [{ name: 'issue.get', enabled: false }], { actor });
    const [row] = await system.query<{ actor: string; before: string; after: string; request_id: string }>(
      workspaceId,
      `select actor, before, after, request_id from audit where integration_id = $1 and action = 'tool_policy.updated'`,
      [integrationId],
    );
    expect(JSON.parse(row?.actor ?? '')).toEqual(actor);
    expect(JSON.parse(row?.before ?? '')).toMatchObject({ toolName: 'issue.get', enabled: true });
    expect(JSON.parse(row?.after ?? '')).toMatchObject({ toolName: 'issue.get', enabled: false });
    expect(row?.request_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('acknowledges a tool by the hash that was seen', async () => {
    const integrationId = await anIntegration();
    const later = aDefinition('issue.list');
    const snapshot = { snapshotRevision: 2, connectionRevision: 1, tools: [get, remove, later] };
    await system.discover(workspaceId, integrationId, snapshot);
    await update(integrationId, [{ name: 'issue.list', acknowledge: later.definitionHash }]);
    const tool = await system.gateway.tool(workspaceId, integrationId, 'issue.list');
    expect(tool).toMatchObject({ review: 'none', acknowledgedHash: later.definitionHash, verdict: 'allow' });
  });

  describe('refuses, and writes nothing', () => {
    const refusal = async (tools: unknown, options: Partial<UpdateToolPoliciesRequest> = {}) => {
      const integrationId = await anIntegration();
      const before = await system.gateway.listTools(workspaceId, integrationId);
      const error: unknown = await update(integrationId, tools, options).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(await system.gateway.listTools(workspaceId, integrationId)).toEqual(before);
      return error;
    };

    it.each([
      ['an empty list', [], '/tools'],
      ['an empty name', [{ name: '' }], '/tools/0/name'],
      ['a missing name', [{ enabled: true }], '/tools/0/name'],
      ['a name of the wrong type', [{ name: 7 }], '/tools/0/name'],
      [
        'a field of the wrong type',
        [{ name: 'issue.get' }, { name: 'issue.delete', enabled: 'no' }],
        '/tools/1/enabled',
      ],
      [
        'an expiry below a minute',
        [{ name: 'issue.get', approval: { expiresInSeconds: 59 } }],
        '/tools/0/approval/expiresInSeconds',
      ],
      [
        'an expiry that is no whole number',
        [{ name: 'issue.get', approval: { expiresInSeconds: 60.5 } }],
        '/tools/0/approval/expiresInSeconds',
      ],
      ['an acknowledgement that is no hash', [{ name: 'issue.get', acknowledge: 'yes' }], '/tools/0/acknowledge'],
      ['a list that is none', { name: 'issue.get' }, '/tools'],
    ])('%s, pointing at it', async (_what, tools, pointer) => {
      const error = await refusal(tools);
      expect(error).toMatchObject({ code: 'request.invalid' });
      const { problems } = (error as { details: { problems: { pointer: string }[] } }).details;
      expect(problems.map((problem) => problem.pointer)).toContain(pointer);
    });

    it.each<[string, (index: number) => string, string]>([
      ['unknown', (index) => `${'\u0001'.repeat(90)}${index}`, 'policy.unknown_tool'],
      ['the same', () => 'issue.get', 'policy.duplicate_tool'],
    ])('very many tools, all of them %s, and says so of the first ones', async (_, nameOf, code) => {
      const error = await refusal(Array.from({ length: 1_700 }, (_none, index) => ({ name: nameOf(index) })));
      expect(error).toMatchObject({ code, details: { problems: { length: 50 } } });
    });

    it('a tool that is named twice', async () => {
      expect(
        await refusal([
          { name: 'issue.get', enabled: false },
          { name: 'issue.get', enabled: true },
        ]),
      ).toMatchObject({
        code: 'policy.duplicate_tool',
        details: { problems: [{ code: 'policy.duplicate_tool', pointer: '/tools/1/name' }] },
      });
    });

    it.each([
      ['that is not there', 'no.such'],
      ['that differs in case', 'Issue.get'],
      ['that an exposed name is like', 'issue__get'],
      ['of one U+0000', '\0'],
      ['of half a character', '\ud800'],
      ['of the greatest length', 'x'.repeat(1_024)],
    ])('an unknown tool %s, naming it, though others are known', async (_what, name) => {
      expect(
        await refusal([
          { name: 'issue.get', enabled: false },
          { name, enabled: false },
        ]),
      ).toMatchObject({
        code: 'policy.unknown_tool',
        details: { toolName: name, problems: [{ pointer: '/tools/1/name' }] },
      });
    });

    it('an acknowledgement of another definition, naming the current one', async () => {
      expect(await refusal([{ name: 'issue.get', acknowledge: '0'.repeat(64) }])).toMatchObject({
        code: 'policy.definition_moved',
        details: { toolName: 'issue.get', currentDefinitionHash: get.definitionHash },
      });
    });

    it('a revision that is not the current one', async () => {
      expect(await refusal([{ name: 'issue.get', enabled: false }], { ifRevision: 0 })).toMatchObject({
        code: 'precondition.failed',
      });
    });
  });

  it('honours the current revision', async () => {
    const integrationId = await anIntegration();
    const { revision } = await system.gateway.listTools(workspaceId, integrationId);
    await update(integrationId, [{ name: 'issue.get', enabled: false }], { ifRevision: revision });
    expect((await fieldsOf(integrationId, 'issue.get')).enabled).toBe(false);
  });

  it('refuses a tool whose stored policy cannot be read', async () => {
    const integrationId = await anIntegration();
    await system.query(workspaceId, `update tool_policies set document = '[]' where integration_id = $1`, [
      integrationId,
    ]);
    await expect(update(integrationId, [{ name: 'issue.get', enabled: true }])).rejects.toMatchObject({
      code: 'policy.unreadable',
    });
  });

  it('refuses an integration that was never verified', async () => {
    const integrationId = newId();
    await system.registry.register(workspaceId, { integrationId });
    await eventually(async () => {
      await expect(update(integrationId, [{ name: 'issue.get', enabled: false }])).rejects.toMatchObject({
        code: 'policy.not_verified',
      });
    });
    // What was found so far is nothing, and so there is nothing to wait for.
    const waiting = update(integrationId, [{ name: 'issue.get', enabled: false }], { minSnapshotRevision: 0 });
    await expect(waiting).rejects.toMatchObject({ code: 'policy.not_verified' });
  });

  it('does not find an unknown integration, nor a removed one', async () => {
    const removed = await anIntegration();
    await system.registry.remove(workspaceId, removed);
    for (const integrationId of [newId(), removed]) {
      await eventually(async () => {
        await expect(update(integrationId, [{ name: 'issue.get', enabled: false }])).rejects.toMatchObject({
          code: 'integration.not_found',
          details: { integrationId },
        });
      });
    }
  });

  describe('with a snapshot to wait for', () => {
    it('waits for a discovery that is on its way', async () => {
      const integrationId = await anIntegration();
      const later = aDefinition('issue.list');
      const updating = update(integrationId, [{ name: 'issue.list', enabled: false }], { minSnapshotRevision: 2 });
      const snapshot = { snapshotRevision: 2, connectionRevision: 1, tools: [get, remove, later] };
      await system.discover(workspaceId, integrationId, snapshot);
      await updating;
      expect((await fieldsOf(integrationId, 'issue.list')).enabled).toBe(false);
    });

    it('waits for an integration that was registered a moment ago', async () => {
      const integrationId = newId();
      const updating = update(integrationId, [{ name: 'issue.get', enabled: false }], { minSnapshotRevision: 1 });
      await system.integrationWith(workspaceId, [get], { integrationId });
      await updating;
      expect((await fieldsOf(integrationId, 'issue.get')).enabled).toBe(false);
    });

    describe('that never comes', () => {
      let integrationId: string;
      let gaveUpAfterMs: number;
      let [outdated, unknown]: unknown[] = [];

      /** Both at once: each waits for as long as an update may. */
      beforeAll(async () => {
        integrationId = await anIntegration();
        const startedAt = performance.now();
        const refusal = (of: string, minSnapshotRevision: number) =>
          update(of, [{ name: 'issue.get', enabled: false }], { minSnapshotRevision }).catch((error: unknown) => {
            gaveUpAfterMs = performance.now() - startedAt;
            return error;
          });
        [outdated, unknown] = await Promise.all([refusal(integrationId, 2), refusal(newId(), 1)]);
      });

      it('gives up after five seconds, and writes nothing', async () => {
        expect(outdated).toMatchObject({
          code: 'policy.not_yet_merged',
          details: { minSnapshotRevision: 2, snapshotRevision: 1 },
        });
        expect(gaveUpAfterMs).toBeGreaterThan(4_900);
        expect((await fieldsOf(integrationId, 'issue.get')).enabled).toBe(true);
      });

      it('does not find the integration where that never came either', () => {
        expect(unknown).toMatchObject({ code: 'integration.not_found' });
      });
    });
  });
});
