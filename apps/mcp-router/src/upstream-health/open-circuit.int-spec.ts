import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { CIRCUIT_FAILURES_MAX } from '../limits.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { UpstreamHealth } from './upstream-health.host.js';

const GET = 'mcp__Tracker__get';
const DELETE = 'mcp__Tracker__delete';

describe('a server that calls are not sent to for a while', () => {
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

  it('keeps an approved call waiting under its grant, and executes it once when it is back', async () => {
    const { port } = upstream;
    await upstream.stop();
    for (let count = 0; count < CIRCUIT_FAILURES_MAX; count += 1) {
      const { callId } = await system.submit(workspace, GET, { count });
      await system.callIn(workspace.id, callId, 'failed');
    }
    expect(system.get(UpstreamHealth).of(workspace.id)).toMatchObject([{ state: 'open' }]);
    const { callId } = await system.submit(workspace, DELETE, { id: 7 });
    await system.approve(workspace.id, callId);
    await eventually(async () => {
      const waiting = await system.call(workspace.id, callId);
      expect(waiting).toMatchObject({ state: 'approved', sentAt: null });
      expect(waiting.attempts).toBeGreaterThan(0);
    });
    upstream = await TestUpstream.start('modern', port);
    const sql = `update calls set due_at = now() where id = $1 and state = 'approved'`;
    await eventually(
      async () => {
        await system.query(workspace.id, sql, [callId]);
        expect((await system.call(workspace.id, callId)).state).toBe('succeeded');
      },
      { timeoutMs: 20_000 },
    );
    expect(upstream.named('delete')).toHaveLength(1);
  }, 60_000);
});
