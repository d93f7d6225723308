import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { resolveUpstream } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { CopiesHost } from '../copies/copies.host.js';
import { RouterSystem } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

const CALLS = 12;

describe('a router that is asked to stop', () => {
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

  it('loses no outcome: of calls that are answered late, nor of one that it has not even recorded yet', async () => {
    const workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'issue.get');
    const other = await system.integration(workspace.id, 'Other', upstream);
    await system.tool(workspace.id, other, 'peek');
    upstream.behaviour = 'late';
    const sending = Array.from({ length: CALLS }, () => system.submit(workspace, 'mcp__Tracker__issue_x2Eget', {}));
    const sent = (await Promise.all(sending)).map(({ callId }) => callId);
    await eventually(() => expect(upstream.calls).toHaveLength(CALLS));
    const { asked } = system.neighbours.traffic;
    const before = asked.length;
    const letGo = system.neighbours.traffic.hold(resolveUpstream.subject);
    const submission = system.submit(workspace, 'mcp__Other__peek', {});
    await eventually(() => expect(asked.slice(before)).toContain(resolveUpstream.subject));
    const [replica] = system.replicas.splice(0);
    const host = replica?.get(CopiesHost);
    const closed = replica?.close();
    await eventually(() => expect(host?.isCurrent(workspace.id)).toBe(false));
    letGo();
    const { callId } = await submission;
    upstream.release();
    await closed;
    for (const id of sent) expect((await system.call(workspace.id, id)).state).toBe('succeeded');
    const begunLate = await system.call(workspace.id, callId);
    expect(begunLate).toMatchObject({ state: 'failed', outcomeReason: 'The rules are being caught up with.' });
    expect(upstream.named('peek')).toHaveLength(0);
  });
});
