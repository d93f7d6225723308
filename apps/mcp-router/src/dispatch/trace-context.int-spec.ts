import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { MODERN_META, TestMcpPost } from '../mcp-endpoint/test-mcp-post.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;

describe('the trace that a client says its call belongs to', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    system = await RouterSystem.start();
    upstream = await TestUpstream.start('modern');
    workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'get');
    await system.tool(workspace.id, integration, 'delete', { requiresApproval: true });
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });
  beforeEach(() => {
    upstream.calls.length = 0;
  });

  const post = (): TestMcpPost => new TestMcpPost(system.mcpUrl(), system.clientToken(workspace.id));
  const received = (): Promise<Record<string, unknown>> =>
    eventually(() => {
      const [call] = upstream.calls;
      if (call === undefined) throw new Error('nothing was sent yet');
      return call.meta;
    });

  it.each(['modern', 'legacy'] as const)('goes on in what the server is sent for a %s client', async (era) => {
    const meta = { ...(era === 'modern' ? MODERN_META : {}), traceparent: TRACEPARENT };
    await post().request(era, 'tools/call', { name: 'Tracker__get', arguments: {}, _meta: meta });
    const { traceparent } = await received();
    expect(traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    expect(traceparent).not.toBe(TRACEPARENT);
  });

  it('is a new one where it is not valid', async () => {
    const meta = { ...MODERN_META, traceparent: `00-${TRACE}-0` };
    await post().request('modern', 'tools/call', { name: 'Tracker__get', arguments: {}, _meta: meta });
    expect((await received())['traceparent']).not.toContain(TRACE);
  });

  it('outlives the wait for a person', async () => {
    const meta = { ...MODERN_META, traceparent: TRACEPARENT };
    const params = { name: 'Tracker__delete', arguments: {}, _meta: meta };
    const answering = post().request('modern', 'tools/call', params);
    const request = await eventually(() => {
      const found = system.neighbours.requested.at(-1);
      if (found === undefined) throw new Error('nobody was asked yet');
      return found;
    });
    await system.approve(workspace.id, request.callId);
    expect((await answering).status).toBe(200);
    expect((await received())['traceparent']).toMatch(new RegExp(`^00-${TRACE}-`));
  });
});
