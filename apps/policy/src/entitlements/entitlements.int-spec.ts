import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { REQUESTS, type UpdateToolPoliciesRequest } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { EntitlementRepository } from './entitlement.repository.js';
import { SetEntitlements } from './set-entitlements.use-case.js';

describe('the entitlement agent_approvals', () => {
  let system: PolicySystem;
  let workspaceId: string;
  let integrationId: string;
  const get = aDefinition('issue.get');
  const remove = aDefinition('issue.delete');
  const list = aDefinition('issue.list');
  const operator = { kind: 'operator', id: 'operator', name: 'Operator' } as const;

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });
  /** `issue.delete` requires approval, and then the workspace loses what that needs. */
  beforeEach(async () => {
    workspaceId = newId();
    integrationId = await system.integrationWith(workspaceId, [get, remove]);
    await update([{ name: 'issue.delete', requiresApproval: true }]);
  });

  const update = (tools: UpdateToolPoliciesRequest['tools']) =>
    system.gateway.updateTools(workspaceId, integrationId, tools);
  const set = (agent_approvals: boolean, of = workspaceId) =>
    system.get(SetEntitlements).execute(of, { agent_approvals }, operator);
  const tool = (name: string) => system.gateway.tool(workspaceId, integrationId, name);

  it('is there until an operator says otherwise', async () => {
    expect(await system.gateway.getEntitlements(newId())).toEqual({ agent_approvals: true });
  });

  it('is of one workspace: another one keeps its own', async () => {
    await set(false);
    expect(await system.gateway.getEntitlements(workspaceId)).toEqual({ agent_approvals: false });
    expect(await system.gateway.getEntitlements(newId())).toEqual({ agent_approvals: true });
  });

  it('is set by no request of the bus: only by the operator, on the machine of the service', () => {
    const about = REQUESTS.map(({ subject }) => subject).filter((subject) => subject.includes('entitlement'));
    expect(about).toEqual(['policy.get-entitlements.v1']);
  });

  describe('where it is missing', () => {
    beforeEach(async () => {
      await set(false);
    });

    it('refuses to enable approval, naming itself and the entry', async () => {
      await expect(
        update([
          { name: 'issue.delete', enabled: false },
          { name: 'issue.get', requiresApproval: true },
        ]),
      ).rejects.toMatchObject({
        code: 'entitlement.required',
        details: {
          entitlement: 'agent_approvals',
          toolName: 'issue.get',
          problems: [{ pointer: '/tools/1/requiresApproval', entitlement: 'agent_approvals' }],
        },
      });
      expect(await tool('issue.delete')).toMatchObject({ enabled: true });
    });

    it.each<[string, UpdateToolPoliciesRequest['tools'], object]>([
      ['approval to be switched off', [{ name: 'issue.delete', requiresApproval: false }], { requiresApproval: false }],
      ['a true that is true already', [{ name: 'issue.delete', requiresApproval: true }], { requiresApproval: true }],
      ['a tool to be disabled', [{ name: 'issue.delete', enabled: false }], { enabled: false }],
      ['a tool to be enabled', [{ name: 'issue.delete', enabled: true }], { enabled: true }],
      ['settings of an approval', [{ name: 'issue.delete', approval: { expiresInSeconds: 60 } }], { enabled: true }],
    ])('allows %s', async (_what, updates, expected) => {
      await update(updates);
      expect(await tool('issue.delete')).toMatchObject(expected);
    });

    it('denies the tools that need an approval, with a reason that names it, and leaves the others alone', async () => {
      const denied = await tool('issue.delete');
      expect(denied).toMatchObject({ verdict: 'deny', requiresApproval: true, enabled: true });
      expect(denied.verdictReason).toContain('agent_approvals');
      expect(await tool('issue.get')).toMatchObject({ verdict: 'allow' });
    });

    it('denies tools that wait for an acknowledgement, which still opens them', async () => {
      await system.discover(workspaceId, integrationId, {
        snapshotRevision: 2,
        connectionRevision: 1,
        tools: [get, remove, list],
      });
      expect(await tool('issue.list')).toMatchObject({ review: 'new', verdict: 'deny' });
      await update([{ name: 'issue.list', acknowledge: list.definitionHash }]);
      expect(await tool('issue.list')).toMatchObject({ verdict: 'allow' });
    });

    it('opens nothing and bricks nothing: an integration whose tools all ask is listed, denied and comes back', async () => {
      const asking = await system.integrationWith(workspaceId, [get, remove], { posture: 'ask' });
      const verdicts = async () =>
        (await system.gateway.listTools(workspaceId, asking)).tools.map(({ verdict }) => verdict);
      expect(await verdicts()).toEqual(['deny', 'deny']);
      await set(true);
      expect(await verdicts()).toEqual(['ask', 'ask']);
    });

    it('leaves every policy as it is, so that getting it back restores everything', async () => {
      await set(true);
      expect(await tool('issue.delete')).toMatchObject({ verdict: 'ask', requiresApproval: true });
    });
  });

  it('that is being taken away is waited for by whoever needs it', async () => {
    const isWaitedFor = async (): Promise<void> => {
      const [row] = await system.query<{ count: number }>(
        workspaceId,
        `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(row?.count).toBe(1);
    };
    let enabling: Promise<unknown> = Promise.resolve();
    await system.get(Database).transaction(workspaceId, async (tx) => {
      const revision = await system.get(WorkspaceRevisionRepository).takeNext(tx, workspaceId);
      await system.get(EntitlementRepository).set(tx, workspaceId, { agent_approvals: false }, revision);
      enabling = update([{ name: 'issue.get', requiresApproval: true }]).catch((error: unknown) => error);
      await eventually(isWaitedFor);
    });
    expect(await enabling).toMatchObject({ code: 'entitlement.required' });
  });

  it('reaches the routers under a revision of its own, and takes none where nothing changes', async () => {
    const revision = await set(false);
    expect(await set(false)).toBe(revision);
    const { changes } = await system.router.changesSince(workspaceId, revision - 1);
    expect(changes).toEqual([{ revision, kind: 'entitlements', entitlements: { agent_approvals: false } }]);
  });
});
