import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { CallSignals } from '../../calls/call-signals.js';
import { HOLD_MS_MAX } from '../../limits.js';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { TestUpstream } from '../../test-upstream.fixture-spec.js';
import { TestMcpPost } from '../test-mcp-post.fixture-spec.js';

/** What is promised is a second; a loaded machine takes longer, and none as long as a request is held. */
const AT_ONCE_MS = HOLD_MS_MAX / 5;

describe.each(['legacy', 'modern'] as const)('a held request of a %s client whose token is revoked', (era) => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let client: TestMcpPost;
  let token: { readonly jti: string; readonly sub: string };

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 2 });
    upstream = await TestUpstream.start('modern');
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });
  beforeEach(async () => {
    upstream.calls.length = 0;
    upstream.behaviour = 'ok';
    workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'remove', { requiresApproval: true });
    await system.tool(workspace.id, integration, 'get');
    token = { jti: newId(), sub: newId() };
    client = new TestMcpPost(system.mcpUrl(1), system.clientToken(workspace.id, token));
  });

  const call = (name: string, args: object = {}): Promise<Response> =>
    client.request(era, 'tools/call', { name, arguments: args });
  const pending = async (): Promise<string> =>
    eventually(async () => {
      const sql = `select id from calls where state = 'pending_approval'`;
      const [row] = await system.query<{ id: string }>(workspace.id, sql);
      if (row === undefined) throw new Error('nothing is pending');
      return row.id;
    });
  const refusedAtOnce = async (held: Promise<Response>): Promise<void> => {
    const revokedAt = performance.now();
    system.neighbours.revoke(workspace.id, token.jti);
    const response = await held;
    expect(performance.now() - revokedAt).toBeLessThan(AT_ONCE_MS);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Bearer error="invalid_token", error_description="the token was revoked", /),
    ]);
    expect(await response.json()).toMatchObject({ id: 1, error: { message: expect.stringMatching(/was revoked/) } });
  };

  it('is refused at once, and its call is not made, whatever is decided', async () => {
    await system.caughtUp();
    const held = call('Tracker__remove');
    const callId = await pending();
    await refusedAtOnce(held);
    await eventually(async () => expect((await system.call(workspace.id, callId)).clientGoneAt).not.toBeNull());
    await system.approve(workspace.id, callId);
    await system.callIn(workspace.id, callId, 'invalidated');
    expect(upstream.calls).toEqual([]);
  });

  it('is refused at once when it asks how an approval stands', async () => {
    const other = new TestMcpPost(system.mcpUrl(0), system.clientToken(workspace.id, { sub: token.sub, holdMs: 1 }));
    await other.request(era, 'tools/call', { name: 'Tracker__remove', arguments: {} });
    const callId = await pending();
    const { approvalId } = await system.requestOf(callId);
    await system.caughtUp();
    const held = call('countersign__approval_status', { approval_id: approvalId });
    await eventually(() => expect(system.get(CallSignals, 1).awaited()).toContain(callId));
    await refusedAtOnce(held);
  });

  it('is not given the result of a call that is under way, which the ledger keeps', async () => {
    upstream.behaviour = 'late';
    await system.caughtUp();
    const held = call('Tracker__get');
    await eventually(() => expect(upstream.calls).toHaveLength(1));
    await refusedAtOnce(held);
    upstream.release();
    const [{ id }] = (await system.query<{ id: string }>(workspace.id, 'select id from calls')) as [{ id: string }];
    await system.callIn(workspace.id, id, 'succeeded');
  });
});
