import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { SseSdkServer } from '../../upstream/sse-sdk-server.fixture-spec.js';
import { ASKING_CLIENTS, type AskingClient, type ConnectAskingClient } from './asking-client.fixture-spec.js';
import { legacyServer } from './asking-server.fixture-spec.js';

describe('a server of the old HTTP+SSE, during a call that nobody has to approve', () => {
  let system: RouterSystem;
  let upstream: SseSdkServer;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    [system, upstream] = await Promise.all([RouterSystem.start({ replicas: 2 }), SseSdkServer.start(legacyServer)]);
    workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Forms', upstream);
    integration.transport = 'sse';
    for (const name of ['ask', 'work']) await system.tool(workspace.id, integration, name);
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });

  const open = (connect: ConnectAskingClient, answersTo = 0): Promise<AskingClient> =>
    connect({ url: system.mcpUrl(), token: system.clientToken(workspace.id), answersTo: system.mcpUrl(answersTo) });

  describe.each(ASKING_CLIENTS)('of $client', ({ clientEra, connect }) => {
    it('is heard: its progress in order and before the result, and of its log what the client wants', async () => {
      const client = await open(connect);
      expect(await client.call('Forms__work')).toEqual({ isError: false, text: 'done' });
      expect([client.progress, client.logged]).toEqual([[1, 2, 3], []]);
      await client.setLevel('warning');
      await client.call('Forms__work');
      expect(client.logged).toEqual(['at work']);
      await client.close();
    });

    const canAsk = clientEra === 'legacy';

    it(
      canAsk ? 'is answered by the person at the client, on another replica' : 'is told that nobody can be asked',
      async () => {
        const client = await open(connect, 1);
        const answer = await client.call('Forms__ask');
        expect([client.asked.length, answer.isError]).toEqual(canAsk ? [1, false] : [0, true]);
        if (canAsk) expect(answer.text).toBe('ada');
        await client.close();
      },
    );
  });
});
