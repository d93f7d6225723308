import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, FaultProxy, type LastWord } from '@countersign/testing';
import { TestMcpPost } from '../mcp-endpoint/test-mcp-post.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

const CALLS = 8;
const RESULTS = `select 1 from call_results r join calls c on c.id = r.call_id where c.state = 'succeeded'`;

/** Crash point 25 of the design, for calls that nobody needs to approve: their commits are shared, and each is one statement. */
describe('a shared commit whose connection is dropped', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let proxy: FaultProxy;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 0 });
    const environment: Record<string, string | undefined> = system.infrastructure.environment;
    const url = new URL(environment['DATABASE_SYSTEM_URL'] ?? '');
    proxy = await FaultProxy.start({ host: url.hostname, port: Number(url.port) });
    url.port = String(proxy.port);
    environment['DATABASE_SYSTEM_URL'] = url.href;
    await system.addReplica();
    upstream = await TestUpstream.start('modern');
    workspace = await system.workspace();
    await system.tool(workspace.id, await system.integration(workspace.id, 'Tracker', upstream), 'get');
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
    await proxy.close();
  });

  /** How many calls the upstream has executed, and how many the client was told so. */
  const callMany = async (count = CALLS): Promise<{ executed: number; answered: number }> => {
    const client = new TestMcpPost(system.mcpUrl(), system.clientToken(workspace.id));
    const before = upstream.calls.length;
    const call = async (): Promise<string> =>
      (await client.request('modern', 'tools/call', { name: 'Tracker__get', arguments: {} })).text();
    const answers = await Promise.all(Array.from({ length: count }, call));
    const answered = answers.filter((answer) => answer.includes('ran get')).length;
    return { executed: upstream.calls.length - before, answered };
  };
  const count = async (sql: string): Promise<number> => (await system.query(workspace.id, sql)).length;
  const rows = (state: string): Promise<number> => count(`select 1 from calls where state = '${state}'`);

  it.each<LastWord>(['delivered', 'swallowed'])(
    'executes nothing whose intent was %s and not confirmed',
    async (word) => {
      // A connection knows the statements' names only once they are prepared.
      await callMany(1);
      const cut = proxy.cutAfter(['insert_intents'], word);
      const { executed, answered } = await callMany();
      await cut;
      expect(executed).toBe(answered);
      expect(executed).toBeLessThan(CALLS);
      await eventually(async () => expect(await rows('succeeded')).toBe(upstream.calls.length));
      // What the ledger has all the same ends as what it is.
      await eventually(async () => expect(await rows('dispatching')).toBe(0));
      expect(await rows('unknown')).toBe(0);
    },
  );

  it.each<LastWord>(['delivered', 'swallowed'])(
    'records an outcome once that was %s and not confirmed',
    async (word) => {
      await callMany(1);
      await eventually(async () => expect(await rows('succeeded')).toBe(upstream.calls.length));
      const cut = proxy.cutAfter(['settle_calls'], word);
      expect(await callMany()).toEqual({ executed: CALLS, answered: CALLS });
      await cut;
      await eventually(async () => expect(await rows('succeeded')).toBe(upstream.calls.length));
      await eventually(async () => expect(await count(RESULTS)).toBe(upstream.calls.length));
      expect(await count('select 1 from late_outcomes')).toBe(0);
    },
  );
});
