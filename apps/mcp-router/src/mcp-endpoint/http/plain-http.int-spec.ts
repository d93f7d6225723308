import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';

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

  it('takes no body that would be many times its size once it is parsed', async () => {
    const filling = `[${'[],'.repeat(100_000)}0]`;
    const response = await post(`{"jsonrpc":"2.0","id":7,"method":"ping","filling":${filling}}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      id: null,
      error: { message: expect.stringMatching(/too_many_values/) },
    });
    expect((await post(list)).status).toBe(200);
  });

  it('takes no body over its limit', async () => {
    const response = await post({ ...list, filling: 'x'.repeat(5 * 1_024 * 1_024) });
    expect(response.status).toBe(413);
    expect((await post(list)).status).toBe(200);
  });

  it('has no other path, and nothing to listen to or to end for who has no session', async () => {
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
