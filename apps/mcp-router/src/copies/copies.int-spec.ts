import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

describe('a router whose rules of one workspace are out of date', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let behind: TestWorkspace;
  let current: TestWorkspace;

  beforeAll(async () => {
    system = await RouterSystem.start();
    upstream = await TestUpstream.start('modern');
    [behind, current] = [await system.workspace(), await system.workspace()];
    for (const { id } of [behind, current]) {
      await system.tool(id, await system.integration(id, 'Tracker', upstream), 'issue.get');
    }
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });

  const submit = (workspace: TestWorkspace) => system.submit(workspace, 'mcp__Tracker__issue_x2Eget', {});
  const list = async ({ id }: TestWorkspace): Promise<Response> =>
    fetch(system.mcpUrl(), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${system.clientToken(id)}`,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });

  it('refuses that workspace alone, and stays in service for the others', async () => {
    system.neighbours.unreadable.add(behind.id);
    system.neighbours.change(behind.id, { kind: 'entitlements', entitlements: { agent_approvals: false } });
    await eventually(
      () => expect(submit(behind)).rejects.toMatchObject({ code: 'router.behind', details: { behind: ['policy'] } }),
      { timeoutMs: 15_000 },
    );
    const refused = await list(behind);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await list(current)).status).toBe(200);
    const { callId } = await submit(current);
    await system.callIn(current.id, callId, 'succeeded');
  });
});
