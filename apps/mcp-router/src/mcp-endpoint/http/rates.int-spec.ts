import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport, type CallToolResult } from '@modelcontextprotocol/client';
import { newId } from '@countersign/database';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { TestUpstream } from '../../test-upstream.fixture-spec.js';

/** Two calls a second, and so eight at once; four times as many requests. */
const CALLS_AT_ONCE = 8;
const REQUESTS_AT_ONCE = 32;

describe('the limit of what one principal may ask for', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    system = await RouterSystem.start({ environment: { CALLS_PER_SECOND_MAX: '2' } });
    upstream = await TestUpstream.start('modern');
    workspace = await system.workspace();
    await system.tool(workspace.id, await system.integration(workspace.id, 'Tracker', upstream), 'get');
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });

  const connect = async (sub: string): Promise<Client> => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    const headers = { authorization: `Bearer ${system.clientToken(workspace.id, { sub })}` };
    await client.connect(new StreamableHTTPClientTransport(new URL(system.mcpUrl()), { requestInit: { headers } }));
    return client;
  };
  const call = (client: Client): Promise<CallToolResult> => client.callTool({ name: 'Tracker__get', arguments: {} });
  const calls = (): Promise<unknown[]> => system.query(workspace.id, 'select 1 from calls');

  it('tells the model of a client in words that a call was one too many, and neither records nor sends it', async () => {
    const [busy, other] = [await connect(newId()), await connect(newId())];
    const results = await Promise.all(Array.from({ length: CALLS_AT_ONCE + 3 }, () => call(busy)));
    const refused = results.filter(({ isError }) => isError === true);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0]?.content).toEqual([
      {
        type: 'text',
        text: expect.stringMatching(/^Not available: too many calls: .* Wait 1 s, then make it again\.$/),
      },
    ]);
    expect(upstream.calls).toHaveLength(results.length - refused.length);
    expect(await calls()).toHaveLength(upstream.calls.length);
    expect((await call(other)).isError ?? false).toBe(false);
    await Promise.all([busy.close(), other.close()]);
  });

  it('refuses the submission of a hosted run for a while, which its orchestrator repeats', async () => {
    const submissions = Array.from({ length: CALLS_AT_ONCE + 3 }, () =>
      system.submit(workspace, 'mcp__Tracker__get', {}),
    );
    const settled = await Promise.allSettled(submissions);
    const refused = settled.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'rate.limited', details: { retryAfterMs: expect.any(Number) } });
  });

  it('answers a flood of requests with 429 and when to come back, and everybody else as ever', async () => {
    const post = (token: string): Promise<Response> =>
      fetch(system.mcpUrl(), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
      });
    const token = system.clientToken(workspace.id, { sub: newId() });
    const answers = await Promise.all(Array.from({ length: 2 * REQUESTS_AT_ONCE }, () => post(token)));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(REQUESTS_AT_ONCE);
    expect((await post(system.clientToken(workspace.id, { sub: newId() }))).status).toBe(200);
  });
});
