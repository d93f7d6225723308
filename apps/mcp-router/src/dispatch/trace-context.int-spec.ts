import { describe, expect, it } from '@jest/globals';
import { getCall, listCalls } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { MODERN_META, TestMcpPost } from '../mcp-endpoint/test-mcp-post.fixture-spec.js';
import { aTracker } from '../test-tracker.fixture-spec.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;

describe('the trace that a client says its call belongs to', () => {
  const tracker = aTracker({ tools: { get: {}, delete: { requiresApproval: true } } });

  const post = (): TestMcpPost => new TestMcpPost(tracker.system.mcpUrl(), tracker.clientToken());
  const received = (): Promise<Record<string, unknown>> =>
    eventually(() => {
      const [call] = tracker.upstream.calls;
      if (call === undefined) throw new Error('nothing was sent yet');
      return call.meta;
    });

  const workspaceId = (): string => tracker.workspace.id;
  /** By which people find the newest call in their tracing. */
  const keptTrace = async (): Promise<unknown> => {
    const client = tracker.neighbours.gatewayClient();
    const { items } = await client.ask(listCalls, { workspaceId: workspaceId(), limit: 1 });
    return (await client.ask(getCall, { workspaceId: workspaceId(), callId: items[0]?.id ?? '' })).traceId;
  };

  it.each(['modern', 'legacy'] as const)('goes on in what the server is sent for a %s client', async (era) => {
    const meta = { ...(era === 'modern' ? MODERN_META : {}), traceparent: TRACEPARENT };
    await post().request(era, 'tools/call', { name: 'Tracker__get', arguments: {}, _meta: meta });
    const { traceparent } = await received();
    expect(traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    expect(traceparent).not.toBe(TRACEPARENT);
    expect(await keptTrace()).toBe(TRACE);
  });

  it('is a new one where it is not valid', async () => {
    const meta = { ...MODERN_META, traceparent: `00-${TRACE}-0` };
    await post().request('modern', 'tools/call', { name: 'Tracker__get', arguments: {}, _meta: meta });
    const { traceparent } = await received();
    expect(traceparent).not.toContain(TRACE);
    expect(traceparent).toContain(await keptTrace());
  });

  it('outlives the wait for a person', async () => {
    const meta = { ...MODERN_META, traceparent: TRACEPARENT };
    const params = { name: 'Tracker__delete', arguments: {}, _meta: meta };
    const answering = post().request('modern', 'tools/call', params);
    const request = await eventually(() => {
      const found = tracker.neighbours.requested.at(-1);
      if (found === undefined) throw new Error('nobody was asked yet');
      return found;
    });
    await tracker.approve(request.callId);
    expect((await answering).status).toBe(200);
    expect((await received())['traceparent']).toMatch(new RegExp(`^00-${TRACE}-`));
    expect(await keptTrace()).toBe(TRACE);
  });

  it('is none where nothing was sent and no client named one', async () => {
    const { callId } = await tracker.submit('mcp__Tracker__delete', {});
    const { traceId } = await tracker.neighbours.gatewayClient().ask(getCall, { workspaceId: workspaceId(), callId });
    expect(traceId).toBeNull();
  });
});
