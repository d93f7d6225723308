import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client as NewClient, StreamableHTTPClientTransport as NewTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { eventually } from '@countersign/testing';
import { startDemoTracker, type DemoTracker } from './demo-tracker.server.js';
import { ISSUE_TOOLS, LONG_NAME, UNICODE_NAME } from './issue-tools.js';
import type { LedgerEntry } from './ledger.js';

const CLIENT = { name: 'test', version: '1.0.0' };
const ALL_NAMES = ISSUE_TOOLS.map(({ definition }) => definition.name);

interface TextResult {
  readonly text: string;
  readonly isError: boolean;
}

/** What the two SDKs' clients have in common, as far as these tests go. */
interface McpClient {
  readonly listPage: (cursor?: string) => Promise<{ names: string[]; nextCursor: string | undefined }>;
  readonly call: (
    name: string,
    args: Record<string, unknown>,
    options?: { signal?: AbortSignal },
  ) => Promise<TextResult>;
  readonly close: () => Promise<void>;
}

function toTextResult(result: unknown): TextResult {
  const { content, isError = false } = result as { content: { text: string }[]; isError?: boolean };
  return { text: content.map(({ text }) => text).join(''), isError };
}

async function connectNew(
  url: string,
  mode: 'auto' | 'legacy',
  headers: Record<string, string> = {},
): Promise<McpClient> {
  const client = new NewClient(CLIENT, { versionNegotiation: { mode } });
  await client.connect(new NewTransport(new URL(url), { requestInit: { headers } }));
  return {
    // Not listTools(): without a cursor that one follows all cursors by itself.
    listPage: async (cursor) =>
      toPage(await client.request({ method: 'tools/list', params: cursor === undefined ? {} : { cursor } })),
    call: async (name, args, options) => toTextResult(await client.callTool({ name, arguments: args }, options)),
    close: () => client.close(),
  };
}

async function connectOld(url: string): Promise<McpClient> {
  const client = new OldClient(CLIENT);
  await client.connect(new OldTransport(new URL(url)));
  return {
    listPage: async (cursor) => toPage(await client.listTools(cursor === undefined ? {} : { cursor })),
    call: async (name, args, options) =>
      toTextResult(await client.callTool({ name, arguments: args }, undefined, options)),
    close: () => client.close(),
  };
}

function toPage({ tools, nextCursor }: { tools: { name: string }[]; nextCursor?: string | undefined }) {
  return { names: tools.map(({ name }) => name), nextCursor };
}

let tracker: DemoTracker;
let folder: string;
let clients: McpClient[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-tracker-'));
  clients = [];
  tracker = await startDemoTracker({ port: 0, adminPort: 0, ledgerFile: join(folder, 'ledger.jsonl') });
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await tracker.stop();
  rmSync(folder, { recursive: true });
});

async function connected(client: Promise<McpClient>): Promise<McpClient> {
  clients.push(await client);
  return client;
}

async function ledger(since = 0): Promise<readonly LedgerEntry[]> {
  const response = await fetch(`${tracker.adminUrl}/ledger?since=${since}`);
  return ((await response.json()) as { entries: LedgerEntry[] }).entries;
}

async function flip(body: object): Promise<Response> {
  return fetch(`${tracker.adminUrl}/switches`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
}

const ERAS = [
  ['the successor SDK, modern era', 'modern', () => connectNew(tracker.url, 'auto')],
  ['the successor SDK, legacy era', 'legacy', () => connectNew(tracker.url, 'legacy')],
  ['the v1 SDK', 'legacy', () => connectOld(tracker.url)],
] as const;

describe.each(ERAS)('a client of %s', (_name, era, connect) => {
  it('sees all tools, page by page', async () => {
    const client = await connected(connect());
    const first = await client.listPage();
    expect(first.names).toHaveLength(5);
    const second = await client.listPage(first.nextCursor);
    expect([...first.names, ...second.names]).toEqual(ALL_NAMES);
    expect(second.nextCursor).toBeUndefined();
  });

  it('reaches exactly the tool it names', async () => {
    const client = await connected(connect());
    const args = { id: 'ISSUE-1' };
    expect(JSON.parse((await client.call('issue.get', args)).text)).toMatchObject({ id: 'ISSUE-1', state: 'open' });
    expect((await client.call('issue__get', args)).text).toMatch(/^ARCHIVE: /);
    expect((await client.call('getIssue', args)).text).toMatch(/^SUMMARY: /);
    expect((await client.call(LONG_NAME, {})).text).toBe('REPORT: 3 issues.');
    expect((await client.call(UNICODE_NAME, { query: '検索' })).text).toContain('ISSUE-3');
    expect((await ledger()).map(({ tool, ranTool }) => [tool, ranTool])).toEqual(
      ['issue.get', 'issue__get', 'getIssue', LONG_NAME, UNICODE_NAME].map((name) => [name, name]),
    );
  });

  it('changes the issues, and every call is in the ledger', async () => {
    const client = await connected(connect());
    await client.call('issue.create', { title: 'New' });
    await client.call('issue.comment.add', { id: 'ISSUE-4', text: 'Hello' });
    await client.call('issue.delete', { id: 'ISSUE-1' });
    expect(await client.call('issue.delete', { id: 'ISSUE-1' })).toEqual({
      text: 'There is no issue ISSUE-1.',
      isError: true,
    });
    expect(await client.call('issue.delete', { nr: 1 })).toMatchObject({ isError: true });
    await expect(client.call('issue.close', {})).rejects.toThrow(/Unknown tool/);

    const entries = await ledger();
    expect(entries.map(({ seq, executed, outcome }) => [seq, executed, outcome])).toEqual([
      [1, true, 'ok'],
      [2, true, 'ok'],
      [3, true, 'ok'],
      [4, true, 'tool_error'],
      [5, false, 'invalid_arguments'],
      [6, false, 'unknown_tool'],
    ]);
    expect(entries[1]).toMatchObject({ tool: 'issue.comment.add', arguments: { id: 'ISSUE-4', text: 'Hello' }, era });
    expect((await ledger(4)).map(({ seq }) => seq)).toEqual([5, 6]);
    const { issues } = (await (await fetch(`${tracker.adminUrl}/issues`)).json()) as { issues: unknown[] };
    expect(issues).toContainEqual({ id: 'ISSUE-4', title: 'New', body: '', state: 'open', comments: ['Hello'] });
  });
});

describe('the ledger', () => {
  it('keeps the exact body, and headers only as hashes unless they are harmless', async () => {
    const client = await connected(connectNew(tracker.url, 'auto', { authorization: 'Bearer hunter2' }));
    await client.call('issue.get', { id: 'ISSUE-2' });
    const [entry] = await ledger();
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      method: 'tools/call',
      params: { arguments: { id: 'ISSUE-2' } },
    });
    expect(entry?.headers).toMatchObject({ 'mcp-method': 'tools/call', 'mcp-name': 'issue.get' });
    expect(entry?.meta).toMatchObject({ 'io.modelcontextprotocol/protocolVersion': '2026-07-28' });
    expect(entry?.headerHashes['authorization']).toBe(createHash('sha256').update('Bearer hunter2').digest('hex'));
    const file = readFileSync(join(folder, 'ledger.jsonl'), 'utf8');
    expect(file).not.toContain('hunter2');
    expect(
      file
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { kind: string }).kind),
    ).toEqual(['received', 'changed', 'changed']);
  });

  it('cannot be cleared', async () => {
    for (const [method, path] of [
      ['POST', '/ledger/clear'],
      ['DELETE', '/ledger'],
      ['POST', '/ledger'],
    ] as const) {
      expect((await fetch(`${tracker.adminUrl}${path}`, { method })).status).toBe(404);
    }
  });
});

describe('the switches', () => {
  it('break a call before its tool runs', async () => {
    const client = await connected(connectNew(tracker.url, 'auto'));
    for (const fail of ['http-500', 'jsonrpc-error', 'reset']) {
      await flip({ fail });
      await expect(client.call('issue.delete', { id: 'ISSUE-1' })).rejects.toThrow();
    }
    await flip({ fail: null });
    expect((await ledger()).map(({ executed, outcome }) => [executed, outcome])).toEqual(
      Array(3).fill([false, 'failed']),
    );
    expect(await client.call('issue.delete', { id: 'ISSUE-1' })).toMatchObject({ isError: false });
  });

  it.each([
    ['modern', () => connectNew(tracker.url, 'auto')],
    ['legacy', () => connectOld(tracker.url)],
  ])('lose the answer after the tool has run (%s)', async (_era, connect) => {
    const client = await connected(connect());
    await flip({ fail: { mode: 'reset', when: 'after', tool: 'issue.delete', times: 1 } });
    await expect(client.call('issue.delete', { id: 'ISSUE-1' })).rejects.toThrow();
    expect(await client.call('issue.delete', { id: 'ISSUE-1' })).toMatchObject({ isError: true });
    expect((await ledger()).map(({ executed, outcome }) => [executed, outcome])).toEqual([
      [true, 'ok'],
      [true, 'tool_error'],
    ]);
  });

  it('hang', async () => {
    const client = await connected(connectNew(tracker.url, 'auto'));
    await flip({ hang: true });
    const abort = new AbortController();
    const call = client.call('issue.delete', { id: 'ISSUE-1' }, { signal: abort.signal });
    await eventually(async () => expect(await ledger()).toHaveLength(1));
    abort.abort(new Error('enough'));
    await expect(call).rejects.toThrow();
    expect((await ledger())[0]).toMatchObject({ executed: false, outcome: 'received' });
  });

  it('answer slowly, and a cancelled call does not run', async () => {
    const client = await connected(connectNew(tracker.url, 'auto'));
    await flip({ delayMs: 60_000 });
    const abort = new AbortController();
    const call = client.call('issue.delete', { id: 'ISSUE-1' }, { signal: abort.signal });
    await eventually(async () => expect(await ledger()).toHaveLength(1));
    abort.abort(new Error('enough'));
    await expect(call).rejects.toThrow();
    await eventually(async () => expect((await ledger())[0]?.outcome).toBe('cancelled'));
    await flip({ delayMs: 50 });
    expect(await client.call('issue.delete', { id: 'ISSUE-1' })).toMatchObject({ isError: false });
  });

  it('require a header', async () => {
    await flip({ requireHeader: { name: 'authorization', value: 'Bearer hunter2' } });
    await expect(connectNew(tracker.url, 'auto')).rejects.toThrow();
    const client = await connected(connectNew(tracker.url, 'auto', { authorization: 'Bearer hunter2' }));
    expect((await client.listPage()).names).toHaveLength(5);
  });

  it('break, rename and empty the listing', async () => {
    const client = await connected(connectNew(tracker.url, 'auto'));
    await flip({ rename: { from: 'issue.get', to: 'issue.read' } });
    expect((await client.listPage()).names[0]).toBe('issue.read');
    expect((await client.call('issue.read', { id: 'ISSUE-1' })).isError).toBe(false);
    expect((await ledger())[0]).toMatchObject({ tool: 'issue.read', ranTool: 'issue.get' });
    await flip({ emptyListing: true });
    expect((await client.listPage()).names).toEqual([]);
    await flip({ restore: true, fail: { mode: 'http-500', method: 'tools/list' } });
    await expect(client.listPage()).rejects.toThrow();
  });

  it('refuse what they do not know, and change nothing', async () => {
    const before = await (await fetch(`${tracker.adminUrl}/switches`)).json();
    expect((await flip({ emptyListing: true, explode: 1 })).status).toBe(422);
    expect(await (await fetch(`${tracker.adminUrl}/switches`)).json()).toEqual(before);
  });

  it('forget the sessions of legacy clients', async () => {
    const client = await connected(connectOld(tracker.url));
    expect((await client.listPage()).names).toHaveLength(5);
    await fetch(`${tracker.adminUrl}/sessions/forget`, { method: 'POST' });
    await expect(client.listPage()).rejects.toThrow(/Session not found/);
  });
});

describe('bad input', () => {
  it.each([
    ['{"jsonrpc":', 400],
    ['[]', 400],
    ['', 400],
  ])('%j is refused and the server lives on', async (body, status) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    expect((await fetch(tracker.url, { method: 'POST', body, headers })).status).toBe(status);
    const client = await connected(connectNew(tracker.url, 'auto'));
    expect((await client.listPage()).names).toHaveLength(5);
  });

  it('refuses a foreign Origin on both ports', async () => {
    const headers = { origin: 'https://evil.example', 'content-type': 'application/json' };
    expect((await fetch(tracker.url, { method: 'POST', body: '{}', headers })).status).toBe(403);
    expect((await fetch(`${tracker.adminUrl}/switches`, { method: 'POST', body: '{}', headers })).status).toBe(403);
  });
});
