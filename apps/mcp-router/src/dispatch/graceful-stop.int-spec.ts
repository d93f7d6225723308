import { describe, expect, it } from '@jest/globals';
import { resolveUpstream } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { CopiesHost } from '../copies/copies.host.js';
import { aTracker } from '../test-tracker.fixture-spec.js';

const CALLS = 12;

describe('a router that is asked to stop', () => {
  const tracker = aTracker({ tools: { 'issue.get': {} } });

  it('loses no outcome: of calls that are answered late, nor of one that it has not even recorded yet', async () => {
    const other = await tracker.system.integration(tracker.workspace.id, 'Other', tracker.upstream);
    await tracker.system.tool(tracker.workspace.id, other, 'peek');
    tracker.upstream.behaviour = 'late';
    const sending = Array.from({ length: CALLS }, () => tracker.submit('mcp__Tracker__issue_x2Eget', {}));
    const sent = (await Promise.all(sending)).map(({ callId }) => callId);
    await eventually(() => expect(tracker.upstream.calls).toHaveLength(CALLS));
    const { asked } = tracker.neighbours.traffic;
    const before = asked.length;
    const letGo = tracker.neighbours.traffic.hold(resolveUpstream.subject);
    const submission = tracker.submit('mcp__Other__peek', {});
    await eventually(() => expect(asked.slice(before)).toContain(resolveUpstream.subject));
    const [replica] = tracker.system.replicas.splice(0);
    const host = replica?.get(CopiesHost);
    const closed = replica?.close();
    await eventually(() => expect(host?.isCurrent(tracker.workspace.id)).toBe(false));
    letGo();
    const { callId } = await submission;
    tracker.upstream.release();
    await closed;
    for (const id of sent) expect((await tracker.call(id)).state).toBe('succeeded');
    const begunLate = await tracker.call(callId);
    expect(begunLate).toMatchObject({ state: 'failed', outcomeReason: 'The rules are being caught up with.' });
    expect(tracker.upstream.named('peek')).toHaveLength(0);
  });
});
