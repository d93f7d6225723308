import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { AwaitCall } from './await-call.use-case.js';
import { CallSignals } from './call-signals.js';
import { SettledCalls } from './settled-calls.host.js';

const DELETE = 'mcp__Tracker__issue_x2Edelete';
const HOLD = { timeoutMs: 30_000 };

describe('waiting for a call', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 2 });
    upstream = await TestUpstream.start('legacy');
  });
  afterAll(async () => {
    await upstream.stop();
    await system.stop();
  });
  beforeEach(async () => {
    workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
  });

  const awaitedBy = (replica: number): string[] => system.get(CallSignals, replica).awaited();
  const waitingOn = async (replica: number, callId: string, options: { timeoutMs: number; signal?: AbortSignal }) => {
    const waiting = system.get(AwaitCall, replica).execute(workspace.id, callId, options);
    await eventually(() => expect(awaitedBy(replica)).toContain(callId));
    return waiting.then((call) => call.state);
  };
  const pending = async (): Promise<string> => (await system.submit(workspace, DELETE, { id: 7 })).callId;
  const end = (callId: string): Promise<unknown> =>
    system.query(workspace.id, `update calls set state = 'cancelled' where id = $1`, [callId]);

  it('ends with what nobody told this process, and then nothing waits any more', async () => {
    const [one, other] = [await pending(), await pending()];
    const states = Promise.all([waitingOn(0, one, HOLD), waitingOn(1, one, HOLD), waitingOn(0, other, HOLD)]);
    await eventually(() => expect([awaitedBy(0).length, awaitedBy(1).length]).toEqual([2, 1]));
    await Promise.all([end(one), end(other)]);
    expect(await states).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect([...awaitedBy(0), ...awaitedBy(1)]).toEqual([]);
  });

  it('looks at what is awaited in one go, and at nothing when nobody waits', async () => {
    const callId = await pending();
    const waiting = waitingOn(0, callId, HOLD);
    await eventually(() => expect(awaitedBy(0)).toEqual([callId]));
    await system.get(SettledCalls).look();
    expect(awaitedBy(0)).toEqual([callId]);
    await end(callId);
    await system.get(SettledCalls).look();
    expect(await waiting).toBe('cancelled');
    await system.get(SettledCalls).look();
  });

  it('ends with its time, and with its client, and leaves the call as it is', async () => {
    const callId = await pending();
    expect(await waitingOn(0, callId, { timeoutMs: 200 })).toBe('pending_approval');
    const client = new AbortController();
    const waiting = waitingOn(0, callId, { ...HOLD, signal: client.signal });
    await eventually(() => expect(awaitedBy(0)).toEqual([callId]));
    client.abort();
    expect(await waiting).toBe('pending_approval');
    expect(awaitedBy(0)).toEqual([]);
    expect((await system.call(workspace.id, callId)).state).toBe('pending_approval');
  });

  it('stops listening for a call that there is not', async () => {
    const unknown = '0190a000-0000-7000-8000-000000000000';
    await expect(system.get(AwaitCall).execute(workspace.id, unknown, HOLD)).rejects.toMatchObject({
      code: 'call.not_found',
    });
    expect(awaitedBy(0)).toEqual([]);
  });
});
