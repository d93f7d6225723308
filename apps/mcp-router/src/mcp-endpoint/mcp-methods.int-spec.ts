import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noteTokenUses, type NoteTokenUsesRequest } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { MethodTable } from './methods/method-table.js';
import { MODERN_META, TestMcpPost } from './test-mcp-post.fixture-spec.js';

const TOOL = 'Tracker__get';
const ERAS = ['legacy', 'modern'] as const;

describe('the methods of MCP', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let post: TestMcpPost;

  beforeAll(async () => {
    system = await RouterSystem.start();
    upstream = await TestUpstream.start('modern');
    workspace = await system.workspace();
    await system.tool(workspace.id, await system.integration(workspace.id, 'Tracker', upstream), 'get');
    post = new TestMcpPost(system.mcpUrl(), system.clientToken(workspace.id));
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });

  const resultOf = async (response: Response): Promise<Record<string, unknown>> => {
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    return ((await response.json()) as { result: Record<string, unknown> }).result;
  };

  it('are these, each in its eras', () => {
    const { all } = system.get(MethodTable);
    expect(Object.fromEntries(all.map(({ name, eras }) => [name, eras.join(' ')]))).toEqual({
      'completion/complete': 'legacy modern',
      initialize: 'legacy',
      'logging/setLevel': 'legacy',
      ping: 'legacy',
      'prompts/get': 'legacy modern',
      'prompts/list': 'legacy modern',
      'resources/list': 'legacy modern',
      'resources/read': 'legacy modern',
      'resources/templates/list': 'legacy modern',
      'server/discover': 'modern',
      'subscriptions/listen': 'modern',
      'tasks/cancel': 'legacy modern',
      'tasks/get': 'legacy modern',
      'tasks/result': 'legacy',
      'tasks/update': 'modern',
      'tools/call': 'legacy modern',
      'tools/list': 'legacy modern',
    });
  });

  it('are a use of their token, of which the gateway is told once in a while', async () => {
    const told: NoteTokenUsesRequest[] = [];
    system.neighbours.answer('admin-gateway', noteTokenUses, (message) => {
      told.push(message);
      return {};
    });
    const tokenId = newId();
    const used = new TestMcpPost(system.mcpUrl(), system.clientToken(workspace.id, { jti: tokenId }));
    for (let count = 0; count < 5; count += 1) expect((await used.request('modern', 'tools/list')).status).toBe(200);
    const uses = () => told.flatMap((message) => message.uses).filter((use) => use.tokenId === tokenId);
    await eventually(() => expect(uses()).not.toEqual([]));
    expect(Date.parse(uses()[0]?.usedAt ?? '')).toBeLessThanOrEqual(Date.now());
    // Two where a minute of the clock ended between the requests.
    expect(uses().length).toBeLessThanOrEqual(2);
    expect(new Set(told.map(({ workspaceId }) => workspaceId))).toEqual(new Set([workspace.id]));
  });

  it('are nobody’s without a token, in either era, by any verb', async () => {
    const nobody = new TestMcpPost(system.mcpUrl(), 'a.b.c');
    for (const { name } of system.get(MethodTable).all) {
      for (const era of ERAS) expect((await nobody.request(era, name)).status).toBe(401);
    }
    for (const method of ['GET', 'DELETE', 'PUT'] as const) expect((await nobody.without(method)).status).toBe(401);
  });

  it('do not exist in the other era, nor anywhere when nobody declared them', async () => {
    const declared = system.get(MethodTable).all;
    for (const name of [...declared.map((method) => method.name), 'tasks/list', 'constructor']) {
      for (const era of ERAS) {
        if (declared.find((method) => method.name === name)?.eras.includes(era) === true) continue;
        if (name === 'initialize') continue;
        const response = await post.request(era, name);
        expect([name, era, response.status]).toEqual([name, era, era === 'modern' ? 404 : 200]);
        expect(await response.json()).toMatchObject({ id: 1, error: { code: -32_601 } });
      }
    }
    const modernInitialize = await post.request('modern', 'initialize');
    expect(modernInitialize.status).toBe(404);
  });

  it('tell a legacy client what is spoken: its own revision, or the newest that it may know', async () => {
    for (const [asked, spoken] of [
      ['2025-11-25', '2025-11-25'],
      ['2025-06-18', '2025-06-18'],
      ['2025-03-26', '2025-03-26'],
      ['1999-01-01', '2025-11-25'],
      ['2026-07-28', '2025-11-25'],
    ]) {
      const result = await resultOf(await post.request('legacy', 'initialize', { protocolVersion: asked }));
      expect(result).toMatchObject({ protocolVersion: spoken, capabilities: { tools: { listChanged: true } } });
    }
    expect(await (await post.request('legacy', 'initialize', {})).json()).toMatchObject({ error: { code: -32_602 } });
  });

  it('tell a modern client what there is, and for how long it may believe it', async () => {
    expect(await resultOf(await post.request('modern', 'server/discover'))).toMatchObject({
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: { listChanged: true } },
      cacheScope: 'private',
      ttlMs: expect.any(Number),
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'countersign' } },
    });
  });

  it('list and call tools in the words of the era', async () => {
    const modernList = await resultOf(await post.request('modern', 'tools/list'));
    expect(modernList).toMatchObject({ resultType: 'complete', ttlMs: 5_000, cacheScope: 'private' });
    const legacyList = await resultOf(await post.request('legacy', 'tools/list'));
    expect(Object.keys(legacyList)).toEqual(['tools']);
    // Of 2025-11-25 alone: in the other era it is a matter of the request.
    const execution = { taskSupport: 'optional' };
    const modernTools = modernList['tools'] as { name: string }[];
    expect(legacyList['tools']).toEqual(
      modernTools.map((tool) => (tool.name === TOOL ? { ...tool, execution } : tool)),
    );
    const modernCall = await resultOf(await post.request('modern', 'tools/call', { name: TOOL }));
    expect(modernCall).toMatchObject({
      resultType: 'complete',
      content: [{ type: 'text', text: expect.stringMatching(/^ran get/) }],
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'countersign' } },
    });
    const legacyCall = await resultOf(await post.request('legacy', 'tools/call', { name: TOOL, arguments: {} }));
    expect(Object.keys(legacyCall)).toEqual(['content']);
    expect(await resultOf(await post.request('legacy', 'ping'))).toEqual({});
  });

  it.each(ERAS)('say to a %s client what is wrong with its parameters, and make no call of it', async (era) => {
    const before = upstream.calls.length;
    for (const [method, params] of [
      ['tools/call', {}],
      ['tools/call', { name: TOOL, arguments: [] }],
      ['tools/list', { cursor: 7 }],
      ['tools/list', { cursor: '!!' }],
    ] as const) {
      const response = await post.request(era, method, params);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ id: 1, error: { code: -32_602 } });
    }
    expect(upstream.calls).toHaveLength(before);
  });

  it('refuse a modern request whose headers say something else than its body', async () => {
    const call = { name: TOOL };
    for (const headers of [
      { 'mcp-protocol-version': '' },
      { 'mcp-protocol-version': '2027-01-01' },
      { 'mcp-method': '' },
      { 'mcp-method': 'tools/list' },
      { 'mcp-name': '' },
      { 'mcp-name': 'Tracker__delete' },
      { 'mcp-name': '=?base64?!?=' },
    ]) {
      const response = await post.request('modern', 'tools/call', call, headers);
      expect([headers, response.status]).toEqual([headers, 400]);
      expect(await response.json()).toMatchObject({ id: 1, error: { code: -32_020 } });
    }
    const coded = `=?base64?${Buffer.from(TOOL).toString('base64')}?=`;
    expect((await post.request('modern', 'tools/call', call, { 'mcp-name': coded })).status).toBe(200);
  });

  it('refuse revisions that nobody speaks, and say which are spoken', async () => {
    const version = '2027-01-01';
    const _meta = { ...MODERN_META, 'io.modelcontextprotocol/protocolVersion': version };
    const modern = await post.request('modern', 'tools/list', { _meta }, { 'mcp-protocol-version': version });
    expect(modern.status).toBe(400);
    expect(await modern.json()).toMatchObject({
      error: { code: -32_022, data: { supported: ['2026-07-28'], requested: version } },
    });
    const legacy = await post.request('legacy', 'tools/list', {}, { 'mcp-protocol-version': '2025-01-01' });
    expect(legacy.status).toBe(400);
    expect(await legacy.json()).toMatchObject({
      error: { code: -32_000, message: expect.stringContaining('2025-11-25') },
    });
    const half = await post.request('legacy', 'tools/list', {}, { 'mcp-protocol-version': '2026-07-28' });
    expect(half.status).toBe(400);
    expect(await half.json()).toMatchObject({ error: { code: -32_602 } });
  });

  it('answer a batch with a batch, its notifications with nothing', async () => {
    const batch = [
      { jsonrpc: '2.0', id: 'a', method: 'ping' },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 'b', method: 'nonsense' },
    ];
    const response = await post.body(batch);
    expect(await response.json()).toMatchObject([
      { id: 'a', result: {} },
      { id: 'b', error: { code: -32_601 } },
    ]);
    for (const silent of [[batch[1]], batch[1], { jsonrpc: '2.0', id: 1, result: {} }]) {
      const answer = await post.body(silent as object);
      expect([answer.status, await answer.text()]).toEqual([202, '']);
    }
    expect((await post.request('modern', 'ping', {}, { accept: 'application/json' })).status).toBe(404);
  });

  it('take JSON only, and other verbs not at all', async () => {
    expect((await post.body('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post.without('PUT')).status).toBe(405);
  });
});
