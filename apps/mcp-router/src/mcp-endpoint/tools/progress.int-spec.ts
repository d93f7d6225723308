import { describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { eventually } from '@countersign/testing';
import { aTracker } from '../../test-tracker.fixture-spec.js';

describe('a held call of a client that asked for progress', () => {
  const tracker = aTracker({ tools: { 'issue.delete': { requiresApproval: true } } });

  it('hears every ten seconds that it is still waiting, and then the result', async () => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    const headers = { authorization: `Bearer ${tracker.clientToken()}` };
    await client.connect(
      new StreamableHTTPClientTransport(new URL(tracker.system.mcpUrl()), { requestInit: { headers } }),
    );
    const heard: number[] = [];
    const answer = client.callTool(
      { name: 'Tracker__issue_x2Edelete', arguments: {} },
      { onprogress: ({ progress }) => heard.push(progress) },
    );
    await eventually(() => expect(heard).toEqual([10]), { timeoutMs: 20_000 });
    const [row] = await tracker.query<{ id: string }>('select id from calls');
    await tracker.approve(row?.id ?? '');
    expect((await answer).content).toEqual([{ type: 'text', text: 'ran issue.delete 1' }]);
    await client.close();
  });
});
