import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

describe('what breaks in other gateways', () => {
  let system: RouterSystem;
  let workspace: TestWorkspace;
  let servers: TestUpstream[] = [];

  beforeAll(async () => {
    system = await RouterSystem.start();
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    workspace = await system.workspace();
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    servers = [];
  });

  const start = async (slug: string, port?: number): Promise<TestUpstream> => {
    const server = await TestUpstream.start('legacy', port);
    servers.push(server);
    await system.tool(workspace.id, await system.integration(workspace.id, slug, server), 'list');
    return server;
  };
  const call = async (name: string): Promise<void> => {
    const { callId } = await system.submit(workspace, `mcp__${name}`, {});
    await system.callIn(workspace.id, callId, 'succeeded');
  };

  it('works here: two servers with a tool of the same name are each sent their own calls', async () => {
    const [one, other] = [await start('One'), await start('Other')];
    await call('One__list');
    await call('Other__list');
    await call('Other__list');
    expect([one.calls.length, other.calls.length]).toEqual([1, 2]);
  });

  it('works here: a server that died and came back, with none of its sessions, is reached at once', async () => {
    const before = await start('One');
    await call('One__list');
    await before.stop();
    const after = await TestUpstream.start('legacy', before.port);
    servers = [after];
    await call('One__list');
    expect([after.calls.length, after.initializations]).toEqual([1, 1]);
  });
});
