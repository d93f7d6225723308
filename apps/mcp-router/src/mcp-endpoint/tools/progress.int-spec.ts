import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { eventually } from '@countersign/testing';
import { RouterSystem } from '../../test-system.fixture-spec.js';
import { TestUpstream } from '../../test-upstream.fixture-spec.js';

describe('a held call of a client that asked for progress', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;

  beforeAll(async () => {
    system = await RouterSystem.start();
    upstream = await TestUpstream.start('modern');
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });

  it('hears every ten seconds that it is still waiting, and then the result', async () => {
    const workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    const headers = { authorization: `Bearer ${system.clientToken(workspace.id)}` };
    await client.connect(new StreamableHTTPClientTransport(new URL(system.mcpUrl()), { requestInit: { headers } }));
    const heard: number[] = [];
    const answer = client.callTool(
      { name: 'Tracker__issue_x2Edelete', arguments: {} },
      { onprogress: ({ progress }) => heard.push(progress) },
    );
    await eventually(() => expect(heard).toEqual([10]), { timeoutMs: 20_000 });
    const [row] = await system.query<{ id: string }>(workspace.id, 'select id from calls');
    await system.approve(workspace.id, row?.id ?? '');
    expect((await answer).content).toEqual([{ type: 'text', text: 'ran issue.delete 1' }]);
    await client.close();
  });
});
