import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { RouterSystem } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { DispatchRepository } from './dispatch.repository.js';

describe('a call whose worker went away', () => {
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

  it('is cancelled when somebody asked for that before anything was sent', async () => {
    const workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'issue.get', { requiresApproval: true });
    // It rests: its definition cannot be looked at.
    system.neighbours.isVerificationFailing = true;
    const { callId } = await system.submit(workspace, 'mcp__Tracker__issue_x2Eget', {});
    await system.approve(workspace.id, callId);
    await eventually(async () => expect((await system.call(workspace.id, callId)).attempts).toBe(1));
    await system.query(workspace.id, `update calls set due_at = now() + interval '1 hour' where id = $1`, [callId]);
    expect(await system.get(DispatchRepository).claim(await system.call(workspace.id, callId))).not.toBeNull();
    const lost = `update calls set cancel_requested = true, lease_until = now() - interval '1 second' where id = $1`;
    await system.query(workspace.id, lost, [callId]);
    await system.callIn(workspace.id, callId, 'cancelled');
    expect(upstream.calls).toHaveLength(0);
  });
});
