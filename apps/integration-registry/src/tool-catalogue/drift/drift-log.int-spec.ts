import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { listCatalogueChanges, listToolChanges, removeIntegration, type ToolChange } from '@countersign/contracts';
import { aTool } from '../../fixtures/hand-written-server.fixture-spec.js';
import { aSuite } from '../../fixtures/suite.fixture-spec.js';
import { DriftingServers, requestOf } from './drifting-servers.fixture-spec.js';

const suite = aSuite();
const servers = new DriftingServers(suite);

/** As the service may, and no more. */
async function asService(workspaceId: string, statement: string): Promise<unknown> {
  return suite.registry.sql(
    `set role $schema_app; select set_config('app.workspace_id', '${workspaceId}', false); ${statement}`,
  );
}

describe('the drift log', () => {
  it('is read in pages that fit a message, the newest snapshot first', async () => {
    const schemaOf = (generation: number) => ({
      type: 'object',
      ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`p${index}`, `${generation}`.repeat(400)])),
    });
    const toolsOf = (generation: number) =>
      Array.from({ length: 20 }, (_, index) => aTool(`t${index}`, { inputSchema: schemaOf(generation) }));
    const watched = await servers.offering(...toolsOf(1));
    await servers.nowOffers(watched, ...toolsOf(2));
    await servers.nowOffers(watched, ...toolsOf(3));
    const items: ToolChange[] = [];
    const { workspaceId, id: integrationId } = watched.view;
    let cursor: string | null | undefined;
    do {
      const page = await suite.gateway.ask(listToolChanges, { workspaceId, integrationId, ...(cursor && { cursor }) });
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(256 * 1024);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    const names = Array.from({ length: 20 }, (_, index) => `t${index}`);
    expect(items.map(({ name, snapshotRevision }) => `${snapshotRevision} ${name}`)).toEqual([
      ...names.map((name) => `3 ${name}`),
      ...names.map((name) => `2 ${name}`),
    ]);
    expect(items.every(({ truncated, differences }) => truncated && differences.length > 10)).toBe(true);
    const first = await suite.gateway.ask(listToolChanges, { workspaceId, integrationId, toolName: 't7', limit: 1 });
    const rest = await suite.gateway.ask(listToolChanges, {
      workspaceId,
      integrationId,
      toolName: 't7',
      cursor: first.nextCursor ?? '',
    });
    expect([...first.items, ...rest.items]).toEqual(items.filter(({ name }) => name === 't7'));
  });

  it('keeps the last thousand, and the warnings of a listing before its other news', async () => {
    const watched = await servers.offering();
    const names = (prefix: string) => Array.from({ length: 700 }, (_, index) => aTool(`${prefix}${index}`));
    await servers.nowOffers(watched, ...names('a'));
    await servers.nowOffers(watched, ...names('b'), aTool('b\u200b'));
    const kept = await suite.registry.sql<{ snapshot_revision: number; count: string }>(
      `select snapshot_revision, count(*) from $schema.tool_changes where integration_id = $1 group by 1 order by 1`,
      [watched.view.id],
    );
    expect(kept).toEqual([{ snapshot_revision: 3, count: '1000' }]);
    expect((await servers.changesOf(watched))[0]).toMatchObject({
      name: 'b\u200b',
      warnings: ['not_ascii', 'invisible'],
    });
    const event = await servers.lastEvent(watched, 4);
    const drift = event['drift'] as object[];
    expect([event['complete'], drift.length]).toEqual([false, 100]);
    expect(drift[0]).toMatchObject({ name: 'b\u200b' });
  });

  it('lets nobody write it anew or take its last rows away', async () => {
    const watched = await servers.offering(aTool('a'));
    await servers.nowOffers(watched, aTool('b'));
    const { workspaceId } = watched.view;
    await expect(asService(workspaceId, `update $schema.tool_changes set kinds = '{}'`)).rejects.toThrow(
      'permission denied',
    );
    await expect(asService(workspaceId, 'delete from $schema.tool_changes')).rejects.toThrow('the last 1,000 changes');
    await expect(suite.registry.sql(`update $schema.tool_changes set kinds = '{}'`)).rejects.toThrow(
      'never written anew',
    );
    expect(await servers.changesOf(watched)).toHaveLength(2);
  });

  it('is of one workspace', async () => {
    const watched = await servers.offering(aTool('a'));
    await servers.nowOffers(watched, aTool('b'));
    const { id: integrationId } = watched.view;
    const asked = suite.gateway.ask(listToolChanges, { workspaceId: randomUUID(), integrationId });
    await expect(asked).rejects.toMatchObject({ code: 'integration.not_found' });
  });

  it('refuses what no page gave, and knows no tool with a name that is none', async () => {
    const watched = await servers.offering(aTool('a'));
    await servers.nowOffers(watched, aTool('b'));
    const { workspaceId, id: integrationId } = watched.view;
    const asked = suite.gateway.ask(listToolChanges, { workspaceId, integrationId, cursor: 'bm9uc2Vuc2U' });
    await expect(asked).rejects.toMatchObject({ code: 'request.invalid' });
    for (const toolName of ['\ud800', 'ü'.repeat(1_000), 'missing'])
      expect(await servers.changesOf(watched, toolName)).toEqual([]);
  });

  it('goes with its integration, and so do the definitions of tools that had gone', async () => {
    const watched = await servers.offering(aTool('a', { description: 'private-7f3a' }));
    await servers.nowOffers(watched, aTool('b', { description: 'private-7f3a' }));
    const kept = await suite.registry.dump();
    expect(kept.split('private-7f3a')).toHaveLength(3);
    await suite.gateway.ask(removeIntegration, requestOf(watched.view));
    expect(await suite.registry.dump()).not.toContain('private-7f3a');
    const tables = ['tool_changes', 'discovery_attempts'].map((table) =>
      suite.registry.sql(`select 1 from $schema.${table} where integration_id = $1`, [watched.view.id]),
    );
    expect(await Promise.all(tables)).toEqual([[], []]);
    const { workspaceId } = watched.view;
    const { changes } = await suite.router.ask(listCatalogueChanges, { workspaceId, sinceRevision: 3 });
    expect(changes.map(({ toolName, removed }) => [toolName, removed])).toEqual([
      [null, true],
      ['b', true],
    ]);
  });

  it('forgets the definitions of tools that went long ago, and says that they were there all the same', async () => {
    const watched = await servers.offering(aTool('first', { title: 'A' }));
    const names = (prefix: string) => Array.from({ length: 600 }, (_, index) => aTool(`${prefix}${index}`));
    await servers.nowOffers(watched, ...names('a'));
    await servers.nowOffers(watched, ...names('b'));
    await servers.nowOffers(watched, aTool('last'));
    await servers.nowOffers(watched, aTool('first', { title: 'B' }), aTool('b1', { title: 'B' }));
    const changes = await servers.changesOf(watched);
    expect(changes.map(({ name, kinds }) => [name, ...kinds]).slice(0, 3)).toEqual([
      ['last', 'removed'],
      ['first', 'reappeared'],
      ['b1', 'reappeared', 'title_changed'],
    ]);
    expect(changes[1]?.beforeHash).toMatch(/^[0-9a-f]{64}$/);
  });
});
