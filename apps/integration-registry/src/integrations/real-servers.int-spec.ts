import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type IntegrationView,
  listToolDefinitions,
  type ToolDefinition,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import type { StartedProcess } from '@countersign/testing';
import { TestTracker } from '../fixtures/demo-tracker.fixture-spec.js';
import { startEverything } from '../fixtures/everything.fixture-spec.js';
import { type ReceivedRequest, sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();
let tracker: TestTracker;

beforeAll(async () => {
  tracker = await TestTracker.start();
});
afterEach(() => tracker.throwSwitches({ restore: true }));
afterAll(() => tracker.stop());

async function definitions({ workspaceId, id: integrationId }: IntegrationView): Promise<ToolDefinition[]> {
  return (await suite.policy.ask(listToolDefinitions, { workspaceId, integrationId })).items;
}

function verify({ workspaceId, id: integrationId }: IntegrationView): Promise<IntegrationView> {
  return suite.gateway.ask(verifyIntegration, { workspaceId, integrationId, actor: EDITOR });
}

const PASSED_HEADERS = ['accept', 'content-type', 'mcp-session-id', 'mcp-protocol-version'];

/** The tracker as a server from before 2026: it does not know `server/discover`. */
async function oldTracker(): Promise<string> {
  const server = await suite.serve(async ({ method, headers, body }: ReceivedRequest, response) => {
    if (headers['mcp-method'] !== undefined) return sendJson(response, 400, { error: 'unknown method' });
    const passed = Object.entries(headers).filter(([name]) => PASSED_HEADERS.includes(name)) as [string, string][];
    const init = { method, headers: passed, ...(body === '' ? {} : { body }) };
    const answer = await fetch(tracker.url, init);
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  });
  return server.url;
}

describe('the demo tracker', () => {
  it('is discovered the same in both eras, over all pages', async () => {
    const modern = await suite.register({ serverUrl: tracker.url });
    const legacy = await suite.register({ serverUrl: await oldTracker() });
    const warnings = [{ code: 'tool.name_not_ascii', message: expect.stringContaining('"課題.検索"') }];
    expect(modern).toMatchObject({ era: 'modern', protocolVersion: '2026-07-28', warnings });
    expect(legacy).toMatchObject({ era: 'legacy', protocolVersion: '2025-11-25', warnings });
    expect(modern.toolCount).toBeGreaterThan(5);
    expect(await definitions(legacy)).toEqual(await definitions(modern));
    const names = (await definitions(modern)).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['issue.get', 'issue__get', 'issue.delete', '課題.検索']));
    expect(names.some((name) => name.length === 128)).toBe(true);
    const byName = new Map((await definitions(modern)).map((tool) => [tool.name, tool]));
    expect(byName.get('issue.delete')?.annotations).toMatchObject({ destructiveHint: true });
    expect(byName.get('課題.検索')?.flags).toEqual(['not_ascii']);
    expect(byName.get('issue.get')?.definitionHash).not.toBe(byName.get('issue__get')?.definitionHash);
  });

  it('changes, and the next verification tells how', async () => {
    const view = await suite.register({ serverUrl: tracker.url });
    await tracker.throwSwitches({
      rename: { from: 'issue.get', to: 'issue.read' },
      remove: 'issue.create',
      change: { name: 'issue.delete', annotations: { readOnlyHint: true } },
    });
    await tracker.throwSwitches({ duplicate: 'issue.list' });
    const after = await verify(view);
    expect(after.warnings.slice(1)).toEqual([
      { code: 'tool.duplicate_name', message: expect.stringContaining('issue.list') },
    ]);
    const [event] = (await suite.events(view.workspaceId, 3)).slice(-1);
    expect(event?.data).toMatchObject({
      added: ['issue.read'],
      removed: ['issue.get', 'issue.create'],
      changed: ['issue.delete'],
    });
    await tracker.throwSwitches({ emptyListing: true });
    expect(await verify(view)).toMatchObject({ toolCount: 0, status: 'connected' });
  });

  it.each([
    [{ mode: 'http-500', method: 'tools/list' }, 'discovery.server_error'],
    [{ mode: 'jsonrpc-error', method: 'tools/list' }, 'discovery.server_error'],
    [{ mode: 'reset', method: 'tools/list' }, 'discovery.unreachable'],
    [{ mode: 'hang', method: 'tools/list' }, 'discovery.timed_out'],
  ])('fails with %j, which is kept and changes nothing', async (fail, errorCode) => {
    const view = await suite.register({ serverUrl: tracker.url, timeoutSeconds: 2 });
    await tracker.throwSwitches({ fail });
    expect(await verify(view)).toMatchObject({
      status: 'check_failed',
      snapshotRevision: 1,
      toolCount: view.toolCount,
      lastAttempt: { succeeded: false, errorCode },
    });
  });

  it('wants a header, which is given and changed', async () => {
    await tracker.throwSwitches({ requireHeader: { name: 'x-key', value: 'one' } });
    await expect(suite.register({ serverUrl: tracker.url })).rejects.toMatchObject({ code: 'discovery.refused' });
    const view = await suite.register({ serverUrl: tracker.url, headers: [{ name: 'X-Key', value: 'one' }] });
    await tracker.throwSwitches({ requireHeader: { name: 'x-key', value: 'two' } });
    expect(await verify(view)).toMatchObject({ lastAttempt: { errorCode: 'discovery.refused' } });
    const { workspaceId, id: integrationId } = view;
    const headers = [{ name: 'X-Key', value: 'two' }];
    const update = { workspaceId, integrationId, actor: EDITOR, headers };
    expect(await suite.gateway.ask(updateIntegration, update)).toMatchObject({ status: 'connected' });
  });
});

describe('server-everything', () => {
  type Everything = { readonly url: string; readonly process: StartedProcess };
  let everything: Everything;
  let old: Everything;
  beforeAll(async () => {
    [everything, old] = await Promise.all([startEverything(), startEverything('sse')]);
  });
  afterAll(() => Promise.all([everything, old].map(({ process }) => process.stop())));

  it('is discovered the same over HTTP+SSE, found out or chosen', async () => {
    const streamed = await suite.register({ serverUrl: everything.url });
    for (const transport of ['auto', 'sse'] as const) {
      const view = await suite.register({ serverUrl: old.url, transport });
      expect(view).toMatchObject({ transport, wireTransport: 'sse', era: 'legacy', protocolVersion: '2025-11-25' });
      expect(await definitions(view)).toEqual(await definitions(streamed));
      expect(await verify(view)).toMatchObject({ snapshotRevision: 2, wireTransport: 'sse', status: 'connected' });
    }
  });

  it('is discovered, with everything its tools say of themselves', async () => {
    const view = await suite.register({ serverUrl: everything.url, displayName: 'Everything' });
    expect(view).toMatchObject({ slug: 'Everything', era: 'legacy', protocolVersion: '2025-11-25', warnings: [] });
    const tools = await definitions(view);
    expect(tools).toHaveLength(view.toolCount);
    expect(tools.map(({ name }) => name)).toContain('echo');
    expect(tools.some(({ outputSchema }) => outputSchema !== null)).toBe(true);
    const again = await verify(view);
    expect(again.snapshotRevision).toBe(2);
    expect(await suite.changesSince(view.workspaceId, 2)).toEqual([]);
  });
});
