import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PrunedTools, pruneTools } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import { aDefinition, aUser } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('pruning missing tools', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const [get, remove, list] = ['issue.get', 'issue.delete', 'issue.list'].map((name) => aDefinition(name));

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  const discover = (integrationId: string, snapshotRevision: number, names: readonly string[]): Promise<void> =>
    system.discover(workspaceId, integrationId, {
      snapshotRevision,
      connectionRevision: 1,
      tools: names.map((name) => aDefinition(name)),
    });
  /** `issue.delete`, which a person switched off, and `issue.list` are missing. */
  const withMissing = async (): Promise<string> => {
    const integrationId = await system.integrationWith(
      workspaceId,
      [get, remove, list].flatMap((tool) => tool ?? []),
    );
    await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.delete', enabled: false }]);
    await discover(integrationId, 2, ['issue.get']);
    return integrationId;
  };
  const prune = (integrationId: string, names?: string[], actor = aUser()): Promise<PrunedTools> =>
    system.gateway.ask(pruneTools, { workspaceId, integrationId, actor, ...(names === undefined ? {} : { names }) });
  const namesOf = async (integrationId: string): Promise<string[]> =>
    (await system.gateway.listTools(workspaceId, integrationId)).tools.map(({ name }) => name);

  it('forgets all of them, under one revision, and answers with how many and with that revision', async () => {
    const integrationId = await withMissing();
    const { revision } = await system.gateway.listTools(workspaceId, integrationId);
    expect(await prune(integrationId)).toEqual({ pruned: 2, revision: revision + 1 });
    expect(await namesOf(integrationId)).toEqual(['issue.get']);
    expect((await system.gateway.listTools(workspaceId, integrationId)).revision).toBe(revision + 1);
  });

  it('forgets only those that are named', async () => {
    const integrationId = await withMissing();
    expect(await prune(integrationId, ['issue.list'])).toMatchObject({ pruned: 1 });
    expect(await namesOf(integrationId)).toEqual(['issue.get', 'issue.delete']);
  });

  it('takes no revision where nothing is missing', async () => {
    const integrationId = await withMissing();
    const { revision } = await prune(integrationId);
    expect(await prune(integrationId)).toEqual({ pruned: 0, revision });
  });

  it('tells the copies of the routers that there is no policy any more', async () => {
    const integrationId = await withMissing();
    const { revision } = await prune(integrationId, ['issue.delete']);
    const { changes } = await system.router.changesSince(workspaceId, revision - 1);
    expect(changes).toEqual([{ revision, kind: 'tool', integrationId, toolName: 'issue.delete', policy: null }]);
  });

  it('writes down what was forgotten and by whom', async () => {
    const integrationId = await withMissing();
    const actor = aUser({ name: 'Grace' });
    const { revision } = await prune(integrationId, ['issue.delete'], actor);
    const rows = await system.query<{ actor: string; way: string; before: string; after: null; revision: string }>(
      workspaceId,
      `select actor, way, before, after, revision from audit where integration_id = $1 and action = 'tool_policy.pruned'`,
      [integrationId],
    );
    expect(rows).toMatchObject([{ way: 'api', after: null, revision: String(revision) }]);
    expect(JSON.parse(rows[0]?.actor ?? '')).toEqual(actor);
    expect(JSON.parse(rows[0]?.before ?? '')).toMatchObject({ toolName: 'issue.delete', enabled: false });
  });

  it('makes a tool that comes back one that was discovered later: new, and nothing of its old policy', async () => {
    const integrationId = await withMissing();
    await prune(integrationId);
    await discover(integrationId, 3, ['issue.get', 'issue.delete']);
    const tool = await system.gateway.tool(workspaceId, integrationId, 'issue.delete');
    expect(tool).toMatchObject({ enabled: true, review: 'new', verdict: 'ask', acknowledgedHash: null });
    const { changes } = await system.router.changesSince(workspaceId, 0);
    expect(changes.filter(({ toolName }) => toolName === 'issue.delete').at(-1)?.policy).toMatchObject({
      review: 'new',
    });
  });

  it.each<[string, string[], string]>([
    ['a tool that the server still offers', ['issue.list', 'issue.get'], 'policy.tool_not_missing'],
    ['a tool that nobody knows', ['issue.list', 'issue.archive'], 'policy.unknown_tool'],
    ['a tool twice', ['issue.list', 'issue.list'], 'policy.duplicate_tool'],
    ['a list without tools', [], 'request.invalid'],
  ])('forgets nothing at all when asked for %s', async (_what, names, code) => {
    const integrationId = await withMissing();
    const { revision } = await system.gateway.listTools(workspaceId, integrationId);
    await expect(prune(integrationId, names)).rejects.toMatchObject({ code });
    const list = await system.gateway.listTools(workspaceId, integrationId);
    expect({ revision: list.revision, count: list.tools.length }).toEqual({ revision, count: 3 });
  });

  it('names every entry that it refuses, by its place in the request', async () => {
    const integrationId = await withMissing();
    await expect(prune(integrationId, ['issue.list', 'nobody', 'issue.get'])).rejects.toMatchObject({
      code: 'policy.unknown_tool',
      details: {
        toolName: 'nobody',
        problems: [{ pointer: '/names/1' }, { pointer: '/names/2', code: 'policy.tool_not_missing' }],
      },
    });
  });

  it('keeps a row that cannot be read, and refuses to forget it by name', async () => {
    const integrationId = await withMissing();
    await system.query(
      workspaceId,
      `insert into tool_policies (workspace_id, integration_id, tool_digest, tool_name, ordinal, document, revision)
       values ($1, $2, $3, $4, 9, 'broken', 0)`,
      [workspaceId, integrationId, toolNameDigest('broken'), toolNameBytes('broken')],
    );
    await expect(prune(integrationId, ['broken'])).rejects.toMatchObject({ code: 'policy.unreadable' });
    await prune(integrationId);
    expect(await namesOf(integrationId)).toEqual(['issue.get', 'broken']);
  });

  it('knows no tools of an integration that was never verified', async () => {
    const integrationId = newId();
    await system.registry.register(workspaceId, { integrationId });
    // Until the registration has arrived, it is not found.
    await eventually(async () => {
      await expect(prune(integrationId)).rejects.toMatchObject({ code: 'policy.not_verified' });
    });
  });
});
