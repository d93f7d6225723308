import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { durableOf } from '@countersign/messaging';
import { discoveryCompleted } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('merging discoveries', () => {
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

  const revision = async (): Promise<number> => (await system.router.changesSince(workspaceId, 0)).revision;
  const handled = async (eventId: string): Promise<void> => {
    await eventually(async () => {
      const rows = await system.query(workspaceId, 'select 1 from inbox where consumer = $1 and event_id = $2', [
        durableOf('policy', discoveryCompleted),
        eventId,
      ]);
      expect(rows).toHaveLength(1);
    });
  };
  it('gives the tools of a first discovery policies by posture, in the order of the listing', async () => {
    const integrationId = await system.integrationWith(workspaceId, [get, remove, aDefinition('issue.list')], {
      posture: 'ask',
    });
    const { tools } = await system.gateway.listTools(workspaceId, integrationId);
    expect(tools.map(({ name }) => name)).toEqual(['issue.get', 'issue.delete', 'issue.list']);
    expect(tools[0]).toMatchObject({
      policyKey: 'mcp.Tracker.issue.get',
      exposedName: 'Tracker__issue_x2Eget',
      description: 'Does issue.get.',
      definitionHash: get.definitionHash,
      acknowledgedHash: get.definitionHash,
      requiresApproval: true,
      review: 'none',
      verdict: 'ask',
      problem: null,
    });
  });

  it.each([
    ['open', { enabled: true, requiresApproval: false }],
    ['ask', { enabled: true, requiresApproval: true }],
    ['off', { enabled: false }],
  ] as const)('takes the posture %s from the registration', async (posture, fields) => {
    const integrationId = await system.integrationWith(workspaceId, [get], { posture });
    expect(await system.gateway.tool(workspaceId, integrationId, 'issue.get')).toMatchObject(fields);
  });

  it('opens only read-only tools where the posture goes by annotations', async () => {
    const readOnly = aDefinition('issue.get', { annotations: { readOnlyHint: true } });
    const integrationId = await system.integrationWith(workspaceId, [readOnly, remove], { posture: 'by-annotation' });
    expect((await system.gateway.tool(workspaceId, integrationId, 'issue.get')).verdict).toBe('allow');
    expect((await system.gateway.tool(workspaceId, integrationId, 'issue.delete')).verdict).toBe('ask');
  });

  it('keeps any name and any definition exactly as the server spells them', async () => {
    const names = ['nul\0inside', 'emoji 🛠', 'x'.repeat(128), 'issue__get', 'issue.get'];
    const tools = names.map((name) => aDefinition(name, { description: 'with a NUL: \0.' }));
    const integrationId = await system.integrationWith(workspaceId, tools);
    const list = await system.gateway.listTools(workspaceId, integrationId);
    expect(list.tools.map(({ name }) => name)).toEqual(names);
    expect(list.tools.map(({ description }) => description)).toEqual(names.map(() => 'with a NUL: \0.'));
    expect(new Set(list.tools.map(({ exposedName }) => exposedName)).size).toBe(names.length);
  });

  it('lets a tool that came later wait for an acknowledgement, and keeps what people decided', async () => {
    const integrationId = await system.integrationWith(workspaceId, [get]);
    await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.get', enabled: false }]);
    const snapshot = { snapshotRevision: 2, connectionRevision: 1, tools: [get, remove] };
    await system.discover(workspaceId, integrationId, snapshot);
    expect(await system.gateway.tool(workspaceId, integrationId, 'issue.get')).toMatchObject({ enabled: false });
    const later = await system.gateway.tool(workspaceId, integrationId, 'issue.delete');
    expect(later).toMatchObject({ review: 'new', verdict: 'ask' });
  });

  it('keeps a tool that is gone as missing, behind the others, and gives its policy back when it returns', async () => {
    const integrationId = await system.integrationWith(workspaceId, [remove, get]);
    await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.delete', requiresApproval: true }]);
    await system.discover(workspaceId, integrationId, { snapshotRevision: 2, connectionRevision: 1, tools: [get] });
    const { tools } = await system.gateway.listTools(workspaceId, integrationId);
    expect(tools.map(({ name, status, verdict }) => [name, status, verdict])).toEqual([
      ['issue.get', 'available', 'allow'],
      ['issue.delete', 'missing', 'deny'],
    ]);
    const both = { snapshotRevision: 3, connectionRevision: 1, tools: [get, remove] };
    await system.discover(workspaceId, integrationId, both);
    const returned = await system.gateway.tool(workspaceId, integrationId, 'issue.delete');
    expect(returned).toMatchObject({ status: 'available', requiresApproval: true, review: 'none' });
  });

  it('asks about a tool whose definition changed, and trusts a trusted integration', async () => {
    const changed = aDefinition('issue.get', { description: 'Something else.' });
    const [wary, trusting] = [
      await system.integrationWith(workspaceId, [get]),
      await system.integrationWith(workspaceId, [get]),
    ];
    await system.gateway.updatePolicy(workspaceId, trusting, { trusted: true });
    for (const integrationId of [wary, trusting]) {
      const snapshot = { snapshotRevision: 2, connectionRevision: 1, tools: [changed] };
      await system.discover(workspaceId, integrationId, snapshot);
    }
    const fields = { review: 'changed', description: 'Something else.', definitionHash: changed.definitionHash };
    expect(await system.gateway.tool(workspaceId, wary, 'issue.get')).toMatchObject({ ...fields, verdict: 'ask' });
    expect(await system.gateway.tool(workspaceId, trusting, 'issue.get')).toMatchObject({
      ...fields,
      verdict: 'allow',
    });
  });

  it('verifies a server without tools, which differs from one never verified', async () => {
    const integrationId = await system.integrationWith(workspaceId, []);
    const list = await system.gateway.listTools(workspaceId, integrationId);
    expect(list).toMatchObject({ tools: [], snapshotRevision: 1 });
  });

  describe('events', () => {
    it('may be repeated, under the same id and under another, without any effect', async () => {
      const integrationId = await system.integrationWith(workspaceId, [get]);
      const before = await revision();
      const [same, other] = [newId(), newId()];
      for (const eventId of [same, same, other]) {
        await system.registry.announceDiscovery(workspaceId, integrationId, { eventId });
      }
      await handled(same);
      await handled(other);
      expect(await revision()).toBe(before);
    });

    it('that are older than what is merged change nothing and fetch nothing', async () => {
      const integrationId = await system.integrationWith(workspaceId, [get]);
      await system.discover(workspaceId, integrationId, { snapshotRevision: 5, connectionRevision: 1, tools: [get] });
      const [before, asked, eventId] = [await revision(), system.registry.asked, newId()];
      await system.registry.announceDiscovery(workspaceId, integrationId, { eventId, snapshotRevision: 3 });
      await handled(eventId);
      expect([await revision(), system.registry.asked]).toEqual([before, asked]);
    });

    it('of several snapshots merge the newest, in whatever order they come', async () => {
      const integrationId = await system.integrationWith(workspaceId, [get]);
      const tools = [get, remove];
      system.registry.setSnapshot(integrationId, { snapshotRevision: 4, connectionRevision: 1, tools });
      const eventIds = [newId(), newId(), newId()];
      for (const [index, snapshotRevision] of [3, 2, 4].entries()) {
        const eventId = eventIds[index] ?? newId();
        await system.registry.announceDiscovery(workspaceId, integrationId, { eventId, snapshotRevision });
      }
      for (const eventId of eventIds) await handled(eventId);
      const list = await system.gateway.listTools(workspaceId, integrationId);
      expect(list.snapshotRevision).toBe(4);
      expect(list.tools).toHaveLength(2);
    });

    it('that overtake the registration wait for it, since the posture comes with it', async () => {
      const integrationId = newId();
      const snapshot = { snapshotRevision: 1, connectionRevision: 1, tools: [get] };
      system.registry.setSnapshot(integrationId, snapshot);
      await system.registry.announceDiscovery(workspaceId, integrationId);
      await system.registry.register(workspaceId, { integrationId, posture: 'off' });
      await eventually(async () => {
        const tool = await system.gateway.tool(workspaceId, integrationId, 'issue.get');
        expect(tool.enabled).toBe(false);
      });
    });

    it('of a removed integration are refused by its tombstone, late registrations included', async () => {
      const integrationId = newId();
      await system.registry.remove(workspaceId, integrationId);
      await eventually(async () => {
        const rows = await system.query(
          workspaceId,
          'select 1 from integrations where integration_id = $1 and removed_at is not null',
          [integrationId],
        );
        expect(rows).toHaveLength(1);
      });
      await system.registry.register(workspaceId, { integrationId });
      system.registry.setSnapshot(integrationId, { snapshotRevision: 1, connectionRevision: 1, tools: [get] });
      const eventId = newId();
      await system.registry.announceDiscovery(workspaceId, integrationId, { eventId });
      await handled(eventId);
      await expect(system.gateway.listTools(workspaceId, integrationId)).rejects.toMatchObject({
        code: 'integration.not_found',
      });
    });

    it('of an integration that the registry no longer knows are done with', async () => {
      const integrationId = await system.integrationWith(workspaceId, [get]);
      system.registry.forget(integrationId);
      const eventId = newId();
      await system.registry.announceDiscovery(workspaceId, integrationId, { eventId, snapshotRevision: 7 });
      await handled(eventId);
      expect((await system.gateway.listTools(workspaceId, integrationId)).snapshotRevision).toBe(1);
    });
  });

  describe('a connection that moved', () => {
    it('marks every tool changed and keeps what people decided', async () => {
      const integrationId = await system.integrationWith(workspaceId, [get, remove]);
      await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.delete', enabled: false }]);
      await system.registry.move(workspaceId, integrationId, 2);
      await eventually(async () => {
        const { tools } = await system.gateway.listTools(workspaceId, integrationId);
        expect(tools.map(({ review, enabled }) => [review, enabled])).toEqual([
          ['changed', true],
          ['changed', false],
        ]);
      });
    });

    it('is noticed by the discovery too, where that overtakes the announcement, and only once', async () => {
      const integrationId = await system.integrationWith(workspaceId, [get]);
      await system.discover(workspaceId, integrationId, { snapshotRevision: 2, connectionRevision: 2, tools: [get] });
      const tool = await system.gateway.tool(workspaceId, integrationId, 'issue.get');
      expect(tool.review).toBe('changed');
      await system.gateway.updateTools(workspaceId, integrationId, [
        { name: 'issue.get', acknowledge: get.definitionHash },
      ]);
      await system.registry.move(workspaceId, integrationId, 2);
      await system.registry.move(workspaceId, integrationId, 3);
      await eventually(async () => {
        const audit = await system.query<{ before: string }>(
          workspaceId,
          `select before from audit where integration_id = $1 and action = 'integration_policy.connection_moved'`,
          [integrationId],
        );
        expect(audit.map(({ before }) => JSON.parse(before) as unknown)).toEqual([{ connectionRevision: 2 }]);
      });
    });

    it('is not a rename', async () => {
      const integrationId = await system.integrationWith(workspaceId, [get]);
      const before = await revision();
      await system.registry.rename(workspaceId, integrationId);
      await system.registry.move(workspaceId, integrationId, 2);
      await eventually(async () => expect(await revision()).toBe(before + 1));
    });
  });

  it('takes no revision and writes nothing down for a discovery that finds what is known', async () => {
    const integrationId = await system.integrationWith(workspaceId, [get, remove]);
    const before = await revision();
    const snapshot = { snapshotRevision: 2, connectionRevision: 1, tools: [get, remove] };
    await system.discover(workspaceId, integrationId, snapshot);
    expect(await revision()).toBe(before);
    const sql = `select 1 from audit where integration_id = $1 and action = 'discovery.merged'`;
    expect(await system.query(workspaceId, sql, [integrationId])).toHaveLength(1);
    // What comes later is compared with it all the same.
    await system.discover(workspaceId, integrationId, { ...snapshot, snapshotRevision: 3, tools: [remove, get] });
    expect(await revision()).toBe(before + 1);
  });

  it('writes down what a discovery changed', async () => {
    const integrationId = await system.integrationWith(workspaceId, [get]);
    const audit = await system.query<{ action: string; after: string }>(
      workspaceId,
      'select action, after from audit where integration_id = $1 order by id',
      [integrationId],
    );
    expect(audit.map(({ action }) => action)).toEqual(['integration_policy.created', 'discovery.merged']);
    expect(JSON.parse(audit[1]?.after ?? '')).toEqual({
      snapshotRevision: 1,
      available: 1,
      missing: 0,
      toReview: 0,
      changed: { names: ['issue.get'], total: 1 },
      duplicates: { names: [], total: 0 },
    });
  });
});
