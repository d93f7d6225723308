import { describe, expect, it } from '@jest/globals';
import { cancelApproval, cancelCall, getCall, listCalls, type CallView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { TestMcpPost } from '../mcp-endpoint/test-mcp-post.fixture-spec.js';
import { aTracker } from '../test-tracker.fixture-spec.js';

describe('a call that somebody wants back, while policy has not answered', () => {
  const tracker = aTracker({ tools: { remove: { requiresApproval: true } } });

  const workspaceId = (): string => tracker.workspace.id;
  const gateway = () => tracker.neighbours.gatewayClient();
  const viewOf = (callId: string): Promise<CallView> => gateway().ask(getCall, { workspaceId: workspaceId(), callId });

  it('says so in every view of it, and an identical call is a call of its own', async () => {
    const token = tracker.clientToken({ sub: newId(), holdMs: 1 });
    const ask = () =>
      new TestMcpPost(tracker.system.mcpUrl(), token)
        .request('modern', 'tools/call', { name: 'Tracker__remove', arguments: { id: 7 } })
        .then((response) => response.text());
    expect(await ask()).toContain('NOT EXECUTED YET');
    const callId = await tracker.waitingCall();
    expect(await viewOf(callId)).toMatchObject({ state: 'pending_approval', cancelRequested: false });

    const letGo = tracker.neighbours.traffic.hold(cancelApproval.subject);
    const actor = { kind: 'user', id: 'ada', name: 'Ada' } as const;
    const cancelling = gateway().ask(cancelCall, { workspaceId: workspaceId(), callId, actor, reason: 'enough' });
    await eventually(async () => expect(await viewOf(callId)).toMatchObject({ cancelRequested: true }));
    const page = await gateway().ask(listCalls, { workspaceId: workspaceId() });
    expect(page.items).toMatchObject([{ id: callId, state: 'pending_approval', cancelRequested: true }]);
    expect(await ask()).not.toContain((await tracker.system.requestOf(callId)).approvalId);
    letGo();

    expect(await cancelling).toMatchObject({ id: callId, cancelRequested: true });
    await tracker.callIn(callId, 'cancelled');
    const another = await tracker.waitingCall();
    await tracker.approve(another);
    await tracker.callIn(another, 'succeeded');
    expect(tracker.upstream.calls).toHaveLength(1);
  });
});
