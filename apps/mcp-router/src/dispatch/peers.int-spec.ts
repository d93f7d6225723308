import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FaultProxy } from '@countersign/testing';
import { startRouterProcess } from '../test-router-process.fixture-spec.js';
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

  it('works here: a listing asks the database nothing, for it comes while there is none', async () => {
    await start('One');
    const { environment } = system.infrastructure;
    const urls = [environment['DATABASE_APP_URL'], environment['DATABASE_SYSTEM_URL']].map((url) => new URL(url ?? ''));
    const [place] = urls as [URL, URL];
    const database = await FaultProxy.start({ host: place.hostname, port: Number(place.port) });
    for (const url of urls) url.port = String(database.port);
    const [app, crossing] = urls.map(({ href }) => href) as [string, string];
    const router = await startRouterProcess(system.infrastructure, {
      DATABASE_APP_URL: app,
      DATABASE_SYSTEM_URL: crossing,
    });
    try {
      database.cut();
      const response = await fetch(router.mcpUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          authorization: `Bearer ${system.clientToken(workspace.id)}`,
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
      });
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('"One__list"')]);
    } finally {
      await router.stop('SIGKILL');
      await database.close();
    }
  });
});
