import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  type CatalogueChange,
  type IntegrationView,
  listCatalogueChanges,
  listIntegrations,
  listIntegrationStates,
  listToolDefinitions,
  registryHeartbeat,
  removeIntegration,
  type ToolDefinition,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aTool, legacyMcp } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();

interface Pages<T> {
  readonly items: T[];
  readonly sizes: number[];
}

async function allDefinitions(of: IntegrationView, limit?: number): Promise<Pages<ToolDefinition>> {
  const items: ToolDefinition[] = [];
  const sizes: number[] = [];
  let cursor: string | null | undefined;
  do {
    const request = {
      workspaceId: of.workspaceId,
      integrationId: of.id,
      ...(limit && { limit }),
      ...(cursor && { cursor }),
    };
    const page = await suite.policy.ask(listToolDefinitions, request);
    items.push(...page.items);
    sizes.push(Buffer.byteLength(JSON.stringify(page)));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { items, sizes };
}

/** What is measured is the size of pages; a busy machine may take longer to make them than the bus waits. */
const PATIENCE = { timeoutMs: 30_000 };

async function allChanges(workspaceId: string, sinceRevision: number): Promise<Pages<CatalogueChange>> {
  const items: CatalogueChange[] = [];
  const sizes: number[] = [];
  let cursor: string | null | undefined;
  do {
    const request = { workspaceId, sinceRevision, ...(cursor && { cursor }) };
    const page = await suite.router.ask(listCatalogueChanges, request, PATIENCE);
    items.push(...page.changes);
    sizes.push(Buffer.byteLength(JSON.stringify(page)));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { items, sizes };
}

describe('the definitions of a server', () => {
  it('come in pages that fit a message, in the order of the listing', async () => {
    const tools = Array.from({ length: 40 }, (_, index) =>
      aTool(`t${index}`, { description: `${index} `.repeat(10_000) }),
    );
    const server = await suite.serve(legacyMcp(() => ({ tools })));
    const view = await suite.register({ serverUrl: server.url });
    const { items, sizes } = await allDefinitions(view);
    expect(items.map(({ name }) => name)).toEqual(tools.map((_, index) => `t${index}`));
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThan(256 * 1024);
    const small = await allDefinitions(view, 3);
    expect([small.items, small.sizes.length]).toEqual([items, 14]);
  });

  it('are given for some names alone', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [aTool('a'), aTool('A'), aTool('b\u0000')] })));
    const { workspaceId, id: integrationId } = await suite.register({ serverUrl: server.url });
    const names = ['b\u0000', 'A', 'missing', '', '\ud800', 'x'.repeat(2_000)];
    const page = await suite.policy.ask(listToolDefinitions, { workspaceId, integrationId, names });
    expect(page.items.map(({ name }) => name)).toEqual(['A', 'b\u0000']);
    expect((await suite.policy.ask(listToolDefinitions, { workspaceId, integrationId, names: [] })).items).toEqual([]);
  });

  it('keep names and texts as they are, byte for byte', async () => {
    const names = ['issue.get', 'issue__get', 'nul\u0000', 'caf\u00e9', 'cafe\u0301', '工具 🎉', 'x'.repeat(1_024)];
    const odd = { description: 'nul \u0000 and \u2028', inputSchema: { type: 'object', const: '\u0000', max: 1e21 } };
    const server = await suite.serve(legacyMcp(() => ({ tools: names.map((name) => aTool(name, odd)) })));
    const { items } = await allDefinitions(await suite.register({ serverUrl: server.url }));
    expect(items.map(({ name }) => name)).toEqual(names);
    for (const item of items) expect(item).toMatchObject(odd);
    expect(new Set(items.map(({ definitionHash }) => definitionHash)).size).toBe(names.length);
  });

  it('are refused behind a cursor that no page gave', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const { workspaceId, id: integrationId } = await suite.register({ serverUrl: server.url });
    const request = { workspaceId, integrationId, cursor: 'bm9uc2Vuc2U' };
    await expect(suite.policy.ask(listToolDefinitions, request)).rejects.toMatchObject({ code: 'request.invalid' });
    const changes = { workspaceId, sinceRevision: 0, cursor: 'bm9uc2Vuc2U' };
    await expect(suite.router.ask(listCatalogueChanges, changes)).rejects.toMatchObject({ code: 'request.invalid' });
    const list = { workspaceId, cursor: 'bm9uc2Vuc2U' };
    await expect(suite.gateway.ask(listIntegrations, list)).rejects.toMatchObject({ code: 'request.invalid' });
  });
});

describe('the changes of a workspace', () => {
  it('come in pages that fit a message, each row once, in the order of revisions', async () => {
    const tools = Array.from({ length: 1_500 }, (_, index) => aTool(`${index}`.padStart(500, '\u0001')));
    const server = await suite.serve(legacyMcp(() => ({ tools })));
    const view = await suite.register({ serverUrl: server.url });
    const other = await suite.register({ workspaceId: view.workspaceId, slug: 'Other', serverUrl: server.url });
    const { items, sizes } = await allChanges(view.workspaceId, 0);
    expect(items).toHaveLength(3_002);
    expect(new Set(items.map(({ integrationId, toolName }) => `${integrationId} ${toolName}`)).size).toBe(3_002);
    expect(items.map(({ revision }) => revision)).toEqual(items.map(({ revision }) => revision).sort((a, b) => a - b));
    expect(Math.max(...sizes)).toBeLessThan(256 * 1024);
    expect((await allChanges(view.workspaceId, 3)).items).toHaveLength(1_500);
    expect((await allChanges(view.workspaceId, 3)).items[0]?.integrationId).toBe(other.id);
  });

  it('have revisions without a gap, however many happen at once', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')] })));
    const workspaceId = randomUUID();
    const slugs = Array.from({ length: 8 }, (_, index) => `s${index}`);
    const views = await Promise.all(slugs.map((slug) => suite.register({ workspaceId, slug, serverUrl: server.url })));
    await Promise.all(
      views.map(({ id }) => suite.gateway.ask(verifyIntegration, { workspaceId, integrationId: id, actor: EDITOR })),
    );
    const events = await suite.events(workspaceId, 24);
    const revisions = events.map(({ data }) => data['revision'] as number).sort((a, b) => a - b);
    expect(revisions).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    for (const { id } of views) {
      const own = events.filter(({ aggregateId }) => aggregateId === id).map(({ data }) => data['revision'] as number);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
  });

  it('are announced by a heartbeat with every workspace’s revision', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const { workspaceId } = await suite.register({ serverUrl: server.url });
    const heard: unknown[] = [];
    const { connection } = await suite.registry.bus('mcp-router');
    const subscription = connection.subscribe(registryHeartbeat.subject, {
      callback: (_, message) => void heard.push(...message.json<{ workspaces: unknown[] }>().workspaces),
    });
    await eventually(() => expect(heard).toContainEqual({ workspaceId, revision: 2 }));
    subscription.unsubscribe();
  });
});

describe('the integrations of a workspace', () => {
  it('come in pages, in the order of their registration', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const workspaceId = randomUUID();
    for (const slug of ['c', 'a', 'b']) await suite.register({ workspaceId, slug, serverUrl: server.url });
    const first = await suite.gateway.ask(listIntegrations, { workspaceId, limit: 2 });
    expect(first.items.map(({ slug }) => slug)).toEqual(['c', 'a']);
    const cursor = first.nextCursor ?? '';
    const second = await suite.gateway.ask(listIntegrations, { workspaceId, limit: 2, cursor });
    expect([second.items.map(({ slug }) => slug), second.nextCursor]).toEqual([['b'], null]);
  });

  it('are told with how far each is, removed ones too, in pages', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')] })));
    const workspaceId = randomUUID();
    const ids: string[] = [];
    for (const slug of ['c', 'a', 'b']) {
      ids.push((await suite.register({ workspaceId, slug, posture: 'ask', serverUrl: server.url })).id);
    }
    const [moved = '', verified = '', removed = ''] = ids;
    const headers = [{ name: 'X-Key', value: 'k' }];
    await suite.gateway.ask(updateIntegration, { workspaceId, integrationId: moved, actor: EDITOR, headers });
    await suite.gateway.ask(verifyIntegration, { workspaceId, integrationId: verified, actor: EDITOR });
    await suite.gateway.ask(removeIntegration, { workspaceId, integrationId: removed, actor: EDITOR });
    const first = await suite.policy.ask(listIntegrationStates, { workspaceId, limit: 2 });
    const cursor = first.nextCursor ?? '';
    const second = await suite.policy.ask(listIntegrationStates, { workspaceId, limit: 2, cursor });
    const fields = { posture: 'ask', connectionRevision: 1, snapshotRevision: 1, removed: false };
    expect([...first.items, ...second.items]).toEqual([
      { integrationId: moved, slug: 'c', ...fields, connectionRevision: 2, snapshotRevision: 2 },
      { integrationId: verified, slug: 'a', ...fields, snapshotRevision: 2 },
      { integrationId: removed, slug: 'b', ...fields, removed: true },
    ]);
    const { revision } = await suite.router.ask(listCatalogueChanges, { workspaceId, sinceRevision: 0 });
    expect([first.revision, second.revision, second.nextCursor]).toEqual([revision, revision, null]);
  });
});
