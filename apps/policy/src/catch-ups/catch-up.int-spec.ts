import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { integrationRegistered } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aDefinition } from '../test-builders.fixture-spec.js';
import type { ToolList } from '../test-gateway.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import type { Owner } from './catch-up.repository.js';

const get = aDefinition('issue.get');
const remove = aDefinition('issue.delete');
const list = aDefinition('issue.list');

interface CatchUpRow {
  readonly heard: number;
  readonly reached: number;
  readonly attempts: number;
  readonly due_in: number;
}

const rowOf = async (system: PolicySystem, workspaceId: string, owner: Owner): Promise<CatchUpRow> => {
  const [row] = await system.querySystem<CatchUpRow>(
    `select heard_revision::int as heard, reached_revision::int as reached, attempts,
       extract(epoch from due_at - clock_timestamp())::float as due_in
     from catch_ups where workspace_id = $1 and owner = $2`,
    [workspaceId, owner],
  );
  if (row === undefined) throw new Error(`nothing was heard of ${workspaceId}`);
  return row;
};
/** Nobody waits for the time that lost events are given. What has been compared meanwhile stays as it is. */
const makeDue = (system: PolicySystem, workspaceId: string) =>
  system.querySystem(
    'update catch_ups set due_at = clock_timestamp() where workspace_id = $1 and reached_revision < heard_revision',
    [workspaceId],
  );

/** The owner says how far it is, and its workspace has been compared since. */
const comparedWith = async (system: PolicySystem, workspaceId: string, owner: Owner): Promise<CatchUpRow> => {
  const neighbour = owner === 'integration-registry' ? system.registry : system.gateway;
  const revision = neighbour.revisionOf(workspaceId);
  return eventually(async () => {
    neighbour.beat(workspaceId);
    const row = await rowOf(system, workspaceId, owner);
    if (row.reached < revision) await makeDue(system, workspaceId);
    expect(row).toMatchObject({ heard: revision, reached: revision });
    return row;
  });
};

describe('a policy service that hears how far the registry is', () => {
  let system: PolicySystem;
  let workspaceId: string;

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  beforeEach(() => {
    workspaceId = newId();
  });
  afterAll(async () => {
    await system.stop();
  });

  const compared = () => comparedWith(system, workspaceId, 'integration-registry');
  const revision = async (): Promise<number> => (await system.router.changesSince(workspaceId, 0)).revision;
  const toolsOf = (integrationId: string): Promise<ToolList> => system.gateway.listTools(workspaceId, integrationId);
  const integrationWithout = (events: { readonly posture?: 'open' | 'ask' | 'off'; readonly removed?: true } = {}) => {
    const integrationId = newId();
    system.registry.setSnapshot(integrationId, {
      snapshotRevision: 1,
      connectionRevision: 1,
      tools: [get, remove, list],
    });
    system.registry.keep(workspaceId, { integrationId, ...events });
    return integrationId;
  };

  it('learns of a workspace that no event ever named, with the postures of its registrations', async () => {
    const [open, off, gone] = [
      integrationWithout(),
      integrationWithout({ posture: 'off' }),
      integrationWithout({ removed: true }),
    ];
    await compared();
    expect((await toolsOf(open)).tools.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['issue.get', 'allow'],
      ['issue.delete', 'allow'],
      ['issue.list', 'allow'],
    ]);
    expect((await toolsOf(off)).tools.map(({ verdict }) => verdict)).toEqual(['deny', 'deny', 'deny']);
    await expect(toolsOf(gone)).rejects.toMatchObject({ code: 'integration.not_found' });
  });

  it('learns of a registration whose event was parked as a dead letter', async () => {
    const integrationId = integrationWithout({ posture: 'ask' });
    await system.registry.announce(integrationRegistered.subject, workspaceId, { integrationId, posture: 'strange' });
    await compared();
    expect((await toolsOf(integrationId)).tools.map(({ verdict }) => verdict)).toEqual(['ask', 'ask', 'ask']);
  });

  it('merges a discovery that was not announced, and keeps what people decided', async () => {
    const integrationId = await system.integrationWith(workspaceId, [get]);
    await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.get', enabled: false }]);
    system.registry.setSnapshot(integrationId, { snapshotRevision: 2, connectionRevision: 1, tools: [get, remove] });
    system.registry.keep(workspaceId, { integrationId });
    await compared();
    const { tools, snapshotRevision } = await toolsOf(integrationId);
    expect(snapshotRevision).toBe(2);
    expect(tools.map(({ name, enabled, review }) => [name, enabled, review])).toEqual([
      ['issue.get', false, 'none'],
      ['issue.delete', true, 'new'],
    ]);
  });

  it('voids what was asked about a connection that moved, or an integration that was removed, unheard', async () => {
    const moved = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const removed = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const ofMoved = await system.pendingApproval(workspaceId, moved, remove);
    const ofRemoved = await system.pendingApproval(workspaceId, removed, remove);
    system.registry.keep(workspaceId, { integrationId: moved, connectionRevision: 2 });
    system.registry.keep(workspaceId, { integrationId: removed, removed: true });
    await compared();
    expect(await system.outcomeOf(ofMoved.approvalId)).toMatchObject({ reasonCode: 'integration_moved' });
    expect(await system.outcomeOf(ofRemoved.approvalId)).toMatchObject({ reasonCode: 'integration_removed' });
    expect((await toolsOf(moved)).tools.map(({ review }) => review)).toEqual(['changed']);
    await expect(toolsOf(removed)).rejects.toMatchObject({ code: 'integration.not_found' });
  });

  it('does nothing twice: not by comparing again, and not by events that are only late', async () => {
    const integrationId = integrationWithout();
    await compared();
    const before = await revision();
    await system.registry.register(workspaceId, { integrationId, posture: 'off' });
    await system.registry.announceDiscovery(workspaceId, integrationId);
    await system.registry.move(workspaceId, integrationId, 1);
    await eventually(async () => {
      expect(await system.query(workspaceId, 'select 1 from inbox')).toHaveLength(3);
    });
    system.registry.keep(workspaceId, { integrationId });
    await compared();
    expect(await revision()).toBe(before);
    expect((await toolsOf(integrationId)).tools.map(({ enabled }) => enabled)).toEqual([true, true, true]);
  });

  it('leaves a tombstone for a removal, which a late registration finds', async () => {
    const integrationId = integrationWithout({ removed: true });
    await compared();
    await system.registry.register(workspaceId, { integrationId });
    await eventually(async () => {
      expect(await system.query(workspaceId, 'select 1 from inbox')).toHaveLength(1);
    });
    await expect(toolsOf(integrationId)).rejects.toMatchObject({ code: 'integration.not_found' });
  });

  it('catches up with the others where one integration cannot be read, and tries that one again', async () => {
    const broken = integrationWithout();
    const fine = integrationWithout();
    // Says that it has a newer connection than its definitions do, as in the moment of an edit.
    system.registry.keep(workspaceId, { integrationId: broken, connectionRevision: 2 });
    await eventually(async () => {
      system.registry.beat(workspaceId);
      await makeDue(system, workspaceId);
      expect((await toolsOf(fine)).tools).toHaveLength(3);
    });
    const behind = await rowOf(system, workspaceId, 'integration-registry');
    expect(behind).toMatchObject({ reached: 0 });
    expect(behind.attempts).toBeGreaterThan(0);
    expect(behind.due_in).toBeLessThanOrEqual(600);
    system.registry.setSnapshot(broken, { snapshotRevision: 2, connectionRevision: 2, tools: [get] });
    await eventually(async () => {
      await makeDue(system, workspaceId);
      expect((await toolsOf(broken)).tools).toHaveLength(1);
    });
    expect(await compared()).toMatchObject({ attempts: 0 });
  });

  it('gives events their time, and looks at what is up to date again within minutes', async () => {
    integrationWithout();
    const { due_in: period } = await compared();
    expect(period).toBeGreaterThan(300);
    expect(period).toBeLessThan(900);
    integrationWithout();
    await eventually(async () => {
      system.registry.beat(workspaceId);
      const { heard, due_in: grace } = await rowOf(system, workspaceId, 'integration-registry');
      expect(heard).toBe(system.registry.revisionOf(workspaceId));
      expect(grace).toBeLessThanOrEqual(10);
    });
  });

  it('voids what a token asked for whose revocation the gateway told nobody', async () => {
    const integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const principal = { kind: 'token', id: newId(), name: 'Editor' } as const;
    const { approvalId } = await system.pendingApproval(workspaceId, integrationId, remove, { principal });
    for (const id of [newId(), principal.id, newId()]) system.gateway.noteRevoked(workspaceId, id);
    await comparedWith(system, workspaceId, 'admin-gateway');
    expect(await system.outcomeOf(approvalId)).toMatchObject({ outcome: 'invalidated', reasonCode: 'token_revoked' });
  });

  it('ignores what is no heartbeat', async () => {
    for (const payload of ['{', '[]', '{"workspaces":[{"workspaceId":1}]}']) system.registry.beatRaw(payload);
    integrationWithout();
    expect(await compared()).toMatchObject({ heard: 1, reached: 1 });
  });
});

describe('two policy services', () => {
  let system: PolicySystem;

  beforeAll(async () => {
    system = await PolicySystem.start({ replicas: 2 });
  });
  afterAll(async () => {
    await system.stop();
  });

  it('share what is due: each workspace is compared by one of them', async () => {
    const workspaces = Array.from({ length: 20 }, () => newId());
    for (const workspaceId of workspaces) {
      system.registry.keep(workspaceId, { integrationId: newId() });
      system.registry.beat(workspaceId);
    }
    await eventually(async () => {
      for (const workspaceId of workspaces) {
        system.registry.beat(workspaceId);
        await rowOf(system, workspaceId, 'integration-registry');
      }
    });
    await system.querySystem('update catch_ups set due_at = clock_timestamp() where reached_revision = 0');
    await eventually(async () => {
      for (const workspaceId of workspaces) {
        expect(await rowOf(system, workspaceId, 'integration-registry')).toMatchObject({ reached: 1 });
      }
    });
    expect(workspaces.map((workspaceId) => system.registry.comparisonsOf(workspaceId))).toEqual(
      workspaces.map(() => 1),
    );
  });

  it('miss nothing of what was announced while none of them listened, on a bus that then lost all it stored', async () => {
    const workspaceId = newId();
    const known = await system.integrationWith(workspaceId, [get]);
    await system.stopReplicas();
    const fresh = newId();
    system.registry.setSnapshot(fresh, { snapshotRevision: 1, connectionRevision: 1, tools: [get, list] });
    await system.registry.register(workspaceId, { integrationId: fresh, posture: 'ask' });
    await system.registry.announceDiscovery(workspaceId, fresh);
    await system.registry.remove(workspaceId, known);
    system.registry.keep(workspaceId, { integrationId: fresh, posture: 'ask' });
    system.registry.keep(workspaceId, { integrationId: known, removed: true });
    await system.loseNatsStorage();
    await Promise.all([system.startReplica(), system.startReplica()]);
    await comparedWith(system, workspaceId, 'integration-registry');
    const { tools } = await system.gateway.listTools(workspaceId, fresh);
    expect(tools.map(({ verdict }) => verdict)).toEqual(['ask', 'ask']);
    await expect(system.gateway.listTools(workspaceId, known)).rejects.toMatchObject({
      code: 'integration.not_found',
    });
    const audit = await system.query<{ action: string }>(
      workspaceId,
      'select action from audit where integration_id = $1',
      [fresh],
    );
    expect(audit.map(({ action }) => action)).toEqual(['integration_policy.created', 'discovery.merged']);
  });
});
