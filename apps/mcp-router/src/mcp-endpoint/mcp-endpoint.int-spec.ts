import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport, type CallToolResult } from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { eventually } from '@countersign/testing';
import { newId } from '@countersign/database';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

/** What the tests need of either SDK's client. */
interface TestClient {
  names(): Promise<string[]>;
  call(name: string, args?: Record<string, unknown>): Promise<CallToolResult>;
  close(): Promise<void>;
}

const text = ({ content }: CallToolResult): string =>
  content.map((block) => ('text' in block ? block.text : '')).join('\n');

describe.each(['legacy', 'modern'] as const)('the MCP endpoint for a %s client', (era) => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;
  let sub: string;

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 2 });
    upstream = await TestUpstream.start(era);
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });
  beforeEach(async () => {
    upstream.calls.length = 0;
    upstream.behaviour = 'ok';
    sub = newId();
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'issue.get');
    await system.tool(workspace.id, integration, 'issue__get', { requiresApproval: true });
    await system.tool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
    await system.tool(workspace.id, integration, 'issue.off', { enabled: false });
    await system.tool(workspace.id, integration, 'issue.gone', { status: 'missing' });
  });

  const connect = async (claims: Parameters<RouterSystem['clientToken']>[1] = {}, replica = 0): Promise<TestClient> => {
    const token = system.clientToken(workspace.id, { sub, ...claims });
    const options = { requestInit: { headers: { authorization: `Bearer ${token}` } } };
    const url = new URL(system.mcpUrl(replica));
    if (era === 'legacy') {
      const client = new LegacyClient({ name: 'test', version: '1' });
      await client.connect(new LegacyTransport(url, options));
      return {
        names: async () => (await client.listTools()).tools.map(({ name }) => name),
        call: async (name, args = {}) => (await client.callTool({ name, arguments: args })) as CallToolResult,
        close: () => client.close(),
      };
    }
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(new StreamableHTTPClientTransport(url, options));
    return {
      names: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: async (name, args = {}) => await client.callTool({ name, arguments: args }),
      close: () => client.close(),
    };
  };
  const pendingIn = async (): Promise<string> =>
    eventually(async () => {
      const sql = `select id from calls where state = 'pending_approval'`;
      const [row] = await system.query<{ id: string }>(workspace.id, sql);
      if (row === undefined) throw new Error('nothing is pending');
      return row.id;
    });

  it('lists what may be called under exposed names, and nothing else', async () => {
    const client = await connect();
    expect(await client.names()).toEqual([
      'Tracker__issue__get',
      'Tracker__issue_x2Edelete',
      'Tracker__issue_x2Eget',
      'countersign__approval_status',
    ]);
    await client.close();
  });

  it('leaves out what the token does not reach, and uses the token’s prefix', async () => {
    const client = await connect({ integrations: [] });
    expect(await client.names()).toEqual(['countersign__approval_status']);
    expect(text(await client.call('Tracker__issue_x2Eget'))).toBe('Not available: there is no tool of this name.');
    await client.close();
    const prefixed = await connect({ prefix: 'p_', nameBudget: 64 });
    expect(await prefixed.names()).toContain('p_Tracker__issue_x2Eget');
    expect(upstream.calls).toHaveLength(0);
    await prefixed.close();
  });

  it('answers an allowed call at once with the result of the server', async () => {
    const client = await connect();
    const result = await client.call('Tracker__issue_x2Eget', { id: 7 });
    expect(result).toMatchObject({ content: [{ type: 'text', text: 'ran issue.get 1' }] });
    expect(result.isError ?? false).toBe(false);
    expect(upstream.calls).toMatchObject([{ name: 'issue.get', argumentsText: '{"id":7}' }]);
    await client.close();
  });

  it.each([
    ['a disabled tool', 'Tracker__issue_x2Eoff', 'Not available: This tool is disabled.'],
    ['a missing tool', 'Tracker__issue_x2Egone', 'Not available: The server no longer offers this tool.'],
    ['an unknown tool', 'Tracker__nothing', 'Not available: there is no tool of this name.'],
    ['a raw name', 'issue.get', 'Not available: there is no tool of this name.'],
  ])('refuses %s by name, as an error result', async (_what, name, expected) => {
    const client = await connect();
    const result = await client.call(name);
    expect(result.isError).toBe(true);
    expect(text(result)).toBe(expected);
    expect(upstream.calls).toHaveLength(0);
    await client.close();
  });

  it('holds a call until a person approves it, on whichever replica, and executes it once', async () => {
    const client = await connect({}, 1);
    const answer = client.call('Tracker__issue_x2Edelete', { id: 7 });
    await system.approve(workspace.id, await pendingIn());
    expect(text(await answer)).toBe('ran issue.delete 1');
    expect(upstream.calls).toMatchObject([{ name: 'issue.delete', argumentsText: '{"id":7}' }]);
    await client.close();
  });

  it('lets the client read why its call was denied', async () => {
    const client = await connect();
    const answer = client.call('Tracker__issue_x2Edelete', { id: 7 });
    const request = await system.requestOf(await pendingIn());
    await system.neighbours.decide(
      workspace.id,
      system.decision(request, { outcome: 'denied', reason: 'not this one' }),
    );
    const result = await answer;
    expect(result.isError).toBe(true);
    expect(text(result)).toBe('Denied by Grace: not this one');
    expect(upstream.calls).toHaveLength(0);
    await client.close();
  });

  it('gives a ticket after the hold, and the result to whoever collects it, by id or by the identical call', async () => {
    const client = await connect({ holdMs: 50 });
    const ticket = await client.call('Tracker__issue_x2Edelete', { b: 1, a: 2 });
    expect(ticket.isError).toBe(true);
    expect(text(ticket)).toMatch(/^NOT EXECUTED YET/);
    const callId = await pendingIn();
    const { approvalId } = await system.requestOf(callId);
    expect(text(ticket)).toContain(approvalId);
    // The identical call is the same call, however it is spelled; one that differs is not.
    expect(text(await client.call('Tracker__issue_x2Edelete', { a: 2, b: 1 }))).toContain(approvalId);
    expect(text(await client.call('Tracker__issue_x2Edelete', { a: 2, b: 2 }))).not.toContain(approvalId);
    await system.approve(workspace.id, callId);
    const collected = await client.call('countersign__approval_status', { approval_id: approvalId });
    expect(text(collected)).toBe('ran issue.delete 1');
    expect(text(await client.call('Tracker__issue_x2Edelete', { a: 2, b: 1 }))).toBe('ran issue.delete 1');
    expect(upstream.calls).toHaveLength(1);
    await client.close();
  });

  it('tells nobody else about a call, by id or by an identical one', async () => {
    const client = await connect({ holdMs: 50 });
    await client.call('Tracker__issue_x2Edelete', { id: 7 });
    const { approvalId } = await system.requestOf(await pendingIn());
    const stranger = await connect({ sub: newId(), holdMs: 50 });
    const told = await stranger.call('countersign__approval_status', { approval_id: approvalId });
    expect(text(told)).toBe('Not available: no approval or call of yours has this id.');
    expect(text(await stranger.call('Tracker__issue_x2Edelete', { id: 7 }))).not.toContain(approvalId);
    await Promise.all([client.close(), stranger.close()]);
  });

  it('never lets the approval of one tool reach another that a naive codec confuses with it', async () => {
    const client = await connect({ holdMs: 50 });
    await client.call('Tracker__issue__get', { id: 1 });
    const callId = await pendingIn();
    expect(text(await client.call('Tracker__issue_x2Eget', { id: 1 }))).toBe('ran issue.get 1');
    await system.approve(workspace.id, callId);
    await system.callIn(workspace.id, callId, 'succeeded');
    expect(upstream.calls.map(({ name }) => name)).toEqual(['issue.get', 'issue__get']);
    await client.close();
  });

  it('goes on with a call whose client has gone, and keeps its result for later', async () => {
    const client = await connect();
    const answer = client.call('Tracker__issue_x2Edelete', { id: 7 }).catch(() => undefined);
    const callId = await pendingIn();
    await client.close();
    await answer;
    await system.approve(workspace.id, callId);
    await system.callIn(workspace.id, callId, 'succeeded');
    const back = await connect();
    expect(text(await back.call('Tracker__issue_x2Edelete', { id: 7 }))).toBe('ran issue.delete 1');
    expect(upstream.calls).toHaveLength(1);
    await back.close();
  });

  it('meets two identical calls at the same time with one approval', async () => {
    const client = await connect({ holdMs: 50 });
    const tickets = await Promise.all([1, 2, 3].map(() => client.call('Tracker__issue_x2Edelete', { id: 7 })));
    expect(new Set(tickets.map(text)).size).toBe(1);
    const sql = `select 1 from calls where state = 'pending_approval'`;
    expect(await system.query(workspace.id, sql)).toHaveLength(1);
    await client.close();
  });

  it('says of a lost answer that nobody knows, without inviting to try again', async () => {
    upstream.behaviour = 'reset';
    const client = await connect();
    const result = await client.call('Tracker__issue_x2Eget', { id: 7 });
    expect(result.isError).toBe(true);
    expect(text(result)).toMatch(/^Outcome unknown: .* Do not repeat it/);
    expect(upstream.calls).toHaveLength(1);
    await client.close();
  });

  it('takes no revoked token any more', async () => {
    const jti = newId();
    await (await connect({ jti })).close();
    system.neighbours.revoke(workspace.id, jti);
    await eventually(() => expect(connect({ jti })).rejects.toThrow(/revoked|401/));
  });
});

describe('the MCP endpoint over plain HTTP', () => {
  let system: RouterSystem;
  let workspace: TestWorkspace;
  let token: string;

  beforeAll(async () => {
    system = await RouterSystem.start();
    workspace = await system.workspace();
    token = system.clientToken(workspace.id);
  });
  afterAll(() => system.stop());

  const post = (body: string | object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(system.mcpUrl(), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${token}`,
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

  it.each([
    ['no token', {}],
    ['another scheme', { authorization: 'Basic eA==' }],
    ['a token that is none', { authorization: 'Bearer a.b.c' }],
  ])('challenges a request with %s and says where to learn more', async (_what, headers) => {
    const response = await fetch(system.mcpUrl(), { method: 'POST', headers, body: JSON.stringify(list) });
    expect(response.status).toBe(401);
    const challenge = response.headers.get('www-authenticate') ?? '';
    expect(challenge).toContain('resource_metadata="http://127.0.0.1:7401/.well-known/oauth-protected-resource/mcp"');
    const metadata = await fetch(system.mcpUrl().replace('/mcp', '/.well-known/oauth-protected-resource/mcp'));
    expect(await metadata.json()).toMatchObject({ resource: 'http://127.0.0.1:7401/mcp' });
  });

  it('takes neither a run token nor an API token', async () => {
    for (const other of [workspace.runToken, system.clientToken(workspace.id, { kind: 'api' })]) {
      const response = await post(list, { authorization: `Bearer ${other}` });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
  });

  it('refuses a foreign origin, and answers an allowed one', async () => {
    expect((await post(list, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(list, { origin: 'http://localhost:5173' })).status).toBe(200);
  });

  it.each([
    ['{"jsonrpc":"2.0",', 400, -32_700, null],
    ['{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"a","arguments":{"x":1,"x":2}}}', 400, -32_602, 7],
    [
      '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"a","arguments":{"x":9007199254740993}}}',
      400,
      -32_602,
      7,
    ],
    ['[]', 400, -32_600, null],
  ])('answers %s with a JSON-RPC error and stays up', async (body, status, code, id) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ id, error: { code } });
    expect((await post(list)).status).toBe(200);
    expect(await system.query(workspace.id, 'select 1 from calls')).toHaveLength(0);
  });

  it('takes no body over its limit', async () => {
    const response = await post({ ...list, filling: 'x'.repeat(5 * 1_024 * 1_024) });
    expect(response.status).toBe(413);
    expect((await post(list)).status).toBe(200);
  });

  it('has no other path and no session to listen to or to end', async () => {
    expect((await fetch(system.mcpUrl().replace('/mcp', '/'), {})).status).toBe(404);
    for (const method of ['GET', 'DELETE']) {
      const response = await fetch(system.mcpUrl(), { method, headers: { authorization: `Bearer ${token}` } });
      expect(response.status).toBe(405);
    }
  });

  it('is out of service while the rules are out of date', async () => {
    system.neighbours.silent.add('integration-registry');
    await eventually(async () => expect((await post(list)).status).toBe(503), { timeoutMs: 15_000 });
    system.neighbours.silent.clear();
    await eventually(async () => expect((await post(list)).status).toBe(200));
  });
});
