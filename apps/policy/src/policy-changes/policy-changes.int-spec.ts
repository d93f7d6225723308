import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PolicyChange, policyHeartbeat, toolPoliciesChanged } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { toolNameDigest } from '@countersign/tool-name';
import { eventually } from '@countersign/testing';
import { SetEntitlements } from '../entitlements/set-entitlements.use-case.js';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

/** What a copy makes of changes: the last one of each row. */
function apply(changes: readonly PolicyChange[]): Map<string, unknown> {
  return new Map(
    changes.map(({ kind, integrationId, toolName, policy, entitlements }) => [
      JSON.stringify([kind, integrationId, toolName]),
      policy === undefined ? entitlements : policy,
    ]),
  );
}

describe('policy changes', () => {
  let system: PolicySystem;
  const get = aDefinition('issue.get');
  const remove = aDefinition('issue.delete');
  const operator = { kind: 'operator', id: 'operator', name: 'Operator' } as const;

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  it('tell an empty copy everything, entitlements included', async () => {
    const workspaceId = newId();
    const integrationId = await system.integrationWith(workspaceId, [get, remove], { posture: 'ask' });
    const { revision, changes } = await system.router.changesSince(workspaceId, 0);
    expect(revision).toBe(2);
    expect(changes).toMatchObject([
      { revision: 0, kind: 'entitlements', entitlements: { agent_approvals: true } },
      {
        revision: 1,
        kind: 'integration',
        integrationId,
        policy: { posture: 'ask', trusted: false },
        connectionRevision: 1,
      },
      { revision: 2, kind: 'tool', integrationId },
      { revision: 2, kind: 'tool', integrationId },
    ]);
    const tools = changes.filter(({ kind }) => kind === 'tool');
    expect(tools.map(({ toolName }) => toolName).sort()).toEqual(['issue.delete', 'issue.get']);
    expect(tools.find(({ toolName }) => toolName === 'issue.get')?.policy).toMatchObject({
      toolName: 'issue.get',
      requiresApproval: true,
      definitionHash: get.definitionHash,
    });
  });

  it('of an unknown workspace are the defaults, at revision 0', async () => {
    expect(await system.router.changesSince(newId(), 0)).toMatchObject({
      revision: 0,
      changes: [{ kind: 'entitlements', entitlements: { agent_approvals: true } }],
    });
  });

  it('after a revision are only what changed since, each with its revision', async () => {
    const workspaceId = newId();
    const integrationId = await system.integrationWith(workspaceId, [get, remove]);
    const { revision } = await system.gateway.updateTools(workspaceId, integrationId, [
      { name: 'issue.get', enabled: false },
    ]);
    await system.gateway.updatePolicy(workspaceId, integrationId, { trusted: true });
    await system.get(SetEntitlements).execute(workspaceId, { agent_approvals: false }, operator);
    const since = await system.router.changesSince(workspaceId, revision - 1);
    expect(since).toMatchObject({
      revision: revision + 2,
      changes: [
        { revision, kind: 'tool', toolName: 'issue.get', policy: { enabled: false } },
        { revision: revision + 1, kind: 'integration', policy: { trusted: true } },
        { revision: revision + 2, kind: 'entitlements', entitlements: { agent_approvals: false } },
      ],
    });
    const nothing = await system.router.changesSince(workspaceId, revision + 2);
    expect(nothing).toEqual({ revision: revision + 2, changes: [], pages: 1 });
  });

  it('of a revision larger than a page come complete and once', async () => {
    const workspaceId = newId();
    const tools = Array.from({ length: 1_200 }, (_, index) => aDefinition(`tool-${index}`));
    await system.integrationWith(workspaceId, tools);
    const { changes, pages } = await system.router.changesSince(workspaceId, 0);
    const names = changes.flatMap(({ toolName }) => (toolName === undefined ? [] : [toolName]));
    expect(names.sort()).toEqual(tools.map(({ name }) => name).sort());
    expect(pages).toBeGreaterThan(2);
  });

  it('bring a copy to the same state, from whatever revision it starts', async () => {
    const workspaceId = newId();
    const first = await system.integrationWith(workspaceId, [get, remove]);
    const start = await system.router.changesSince(workspaceId, 0);
    const second = await system.integrationWith(workspaceId, [get], { posture: 'off' });
    await system.gateway.updateTools(workspaceId, first, [{ name: 'issue.get', requiresApproval: true }]);
    await system.discover(workspaceId, second, { snapshotRevision: 2, connectionRevision: 1, tools: [remove] });
    await system.registry.move(workspaceId, first, 2);
    await eventually(async () => {
      expect((await system.gateway.tool(workspaceId, first, 'issue.get')).review).toBe('changed');
    });
    const later = await system.router.changesSince(workspaceId, start.revision);
    const whole = await system.router.changesSince(workspaceId, 0);
    const stepwise = apply([...start.changes, ...later.changes]);
    expect([...stepwise].sort()).toEqual([...apply(whole.changes)].sort());
  });

  it('say which connection the policies are about, with the tools that it marked', async () => {
    const workspaceId = newId();
    const integrationId = await system.integrationWith(workspaceId, [get, remove]);
    await system.registry.move(workspaceId, integrationId, 2);
    const marked = { kind: 'tool', policy: { review: 'changed' } };
    const moved = { revision: 3, kind: 'integration', integrationId, connectionRevision: 2 };
    await eventually(async () => {
      const { changes } = await system.router.changesSince(workspaceId, 2);
      expect(changes).toMatchObject([moved, { revision: 3, ...marked }, { revision: 3, ...marked }]);
    });
    await system.discover(workspaceId, integrationId, { snapshotRevision: 2, connectionRevision: 3, tools: [get] });
    const { changes } = await system.router.changesSince(workspaceId, 3);
    expect(changes[0]).toMatchObject({ revision: 4, kind: 'integration', integrationId, connectionRevision: 3 });
  });

  it('say that a removed integration and its tools have no policy any more, while the rows stay', async () => {
    const workspaceId = newId();
    const integrationId = await system.integrationWith(workspaceId, [get, remove]);
    await system.registry.remove(workspaceId, integrationId);
    await eventually(async () => {
      const { changes } = await system.router.changesSince(workspaceId, 2);
      expect(changes).toMatchObject([
        { kind: 'integration', integrationId, policy: null },
        { kind: 'tool', integrationId, policy: null },
        { kind: 'tool', integrationId, policy: null },
      ]);
    });
    const rows = await system.query(workspaceId, 'select 1 from tool_policies where integration_id = $1', [
      integrationId,
    ]);
    expect(rows).toHaveLength(2);
  });

  it.each(['not JSON', '[]', `{"toolName":"issue.get","filler":"${'x'.repeat(70_000)}"}`])(
    'send a stored document that is no policy as none (%#)',
    async (document) => {
      const workspaceId = newId();
      const integrationId = await system.integrationWith(workspaceId, [get]);
      await system.query(
        workspaceId,
        'update tool_policies set document = $3 where integration_id = $1 and tool_digest = $2',
        [integrationId, toolNameDigest('issue.get'), document],
      );
      const { changes } = await system.router.changesSince(workspaceId, 1);
      expect(changes).toMatchObject([{ toolName: 'issue.get', policy: null }]);
    },
  );

  it('take revisions without a gap, however many people change at once', async () => {
    const workspaceId = newId();
    const integrations = await Promise.all([1, 2, 3].map(() => system.integrationWith(workspaceId, [get, remove])));
    const { revision: start } = await system.router.changesSince(workspaceId, 0);
    const updates = integrations.flatMap((integrationId) =>
      Array.from({ length: 8 }, (_, index) =>
        system.gateway.updateTools(workspaceId, integrationId, [
          { name: 'issue.get', approval: { expiresInSeconds: 60 + index } },
        ]),
      ),
    );
    const revisions = (await Promise.all(updates)).map(({ revision }) => revision).sort((a, b) => a - b);
    expect(revisions).toEqual(revisions.map((_, index) => start + 1 + index));
  });

  it('are announced as a hint, and by a heartbeat with the revision of every workspace', async () => {
    const workspaceId = newId();
    const hints = system.router.listen(toolPoliciesChanged.subject);
    const beats = system.router.listen(policyHeartbeat.subject);
    const integrationId = await system.integrationWith(workspaceId, [get]);
    const { revision } = await system.gateway.updateTools(workspaceId, integrationId, [
      { name: 'issue.get', enabled: false },
    ]);
    await eventually(() => {
      expect(hints).toContainEqual(expect.objectContaining({ workspaceId, data: { revision, integrationId } }));
      expect(beats).toContainEqual(
        expect.objectContaining({ workspaces: expect.arrayContaining([{ workspaceId, revision }]) as unknown }),
      );
    });
  });

  describe('of an integration', () => {
    it('change posture and trust, and leave absent and null fields alone', async () => {
      const workspaceId = newId();
      const integrationId = await system.integrationWith(workspaceId, [get], { posture: 'ask' });
      const before = await system.gateway.getPolicy(workspaceId, integrationId);
      expect(before).toMatchObject({ integrationId, posture: 'ask', trusted: false, revision: 1 });
      const after = await system.gateway.updatePolicy(workspaceId, integrationId, { posture: null, trusted: true });
      expect(after).toMatchObject({ posture: 'ask', trusted: true, revision: 3 });
      expect(await system.gateway.updatePolicy(workspaceId, integrationId, { trusted: true })).toEqual(after);
      const [audit] = await system.query<{ before: string; after: string }>(
        workspaceId,
        `select before, after from audit where action = 'integration_policy.updated'`,
      );
      expect(JSON.parse(audit?.before ?? '')).toMatchObject({ trusted: false });
      expect(JSON.parse(audit?.after ?? '')).toMatchObject({ trusted: true });
    });

    it('are made by one of those who saw the same', async () => {
      const workspaceId = newId();
      const { gateway } = system;
      const integrationId = await system.integrationWith(workspaceId, [get], { posture: 'ask' });
      const other = await system.integrationWith(workspaceId, [get]);
      const { revision: ifRevision } = await gateway.getPolicy(workspaceId, integrationId);
      // Of another integration, which is no reason to look again.
      await gateway.updatePolicy(workspaceId, other, { trusted: true });
      const outcomes = await Promise.allSettled(
        [{ trusted: true }, { posture: 'off' } as const].map((change) =>
          gateway.updatePolicy(workspaceId, integrationId, { ...change, ifRevision }),
        ),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const { revision } = await gateway.getPolicy(workspaceId, integrationId);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'precondition.failed', details: { revision } },
      });
      const again = { trusted: false, ifRevision: revision };
      expect(await gateway.updatePolicy(workspaceId, integrationId, again)).toMatchObject({ trusted: false });
    });

    it('do not touch the tools that people decided about', async () => {
      const workspaceId = newId();
      const integrationId = await system.integrationWith(workspaceId, [get]);
      await system.gateway.updatePolicy(workspaceId, integrationId, { posture: 'off' });
      expect((await system.gateway.tool(workspaceId, integrationId, 'issue.get')).enabled).toBe(true);
    });
  });
});
