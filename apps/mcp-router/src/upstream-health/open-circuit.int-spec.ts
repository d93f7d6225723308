import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { CIRCUIT_FAILURES_MAX } from '../limits.js';
import { aTracker } from '../test-tracker.fixture-spec.js';
import { UpstreamHealth } from './upstream-health.host.js';

const GET = 'mcp__Tracker__get';
const DELETE = 'mcp__Tracker__delete';

describe('a server that calls are not sent to for a while', () => {
  const tracker = aTracker({ tools: { get: {}, delete: { requiresApproval: true } } });

  it('keeps an approved call waiting under its grant, and executes it once when it is back', async () => {
    await tracker.upstream.stop();
    for (let count = 0; count < CIRCUIT_FAILURES_MAX; count += 1) {
      const { callId } = await tracker.submit(GET, { count });
      await tracker.callIn(callId, 'failed');
    }
    expect(tracker.system.get(UpstreamHealth).of(tracker.workspace.id)).toMatchObject([{ state: 'open' }]);
    const { callId } = await tracker.submit(DELETE, { id: 7 });
    await tracker.approve(callId);
    await eventually(async () => {
      const waiting = await tracker.call(callId);
      expect(waiting).toMatchObject({ state: 'approved', sentAt: null });
      expect(waiting.attempts).toBeGreaterThan(0);
    });
    await tracker.comeBack();
    const sql = `update calls set due_at = now() where id = $1 and state = 'approved'`;
    await eventually(
      async () => {
        await tracker.query(sql, [callId]);
        expect((await tracker.call(callId)).state).toBe('succeeded');
      },
      { timeoutMs: 20_000 },
    );
    expect(tracker.upstream.named('delete')).toHaveLength(1);
  }, 60_000);
});
