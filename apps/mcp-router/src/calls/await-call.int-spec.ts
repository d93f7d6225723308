import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { aRouter } from '../test-router.fixture-spec.js';
import { aTracker } from '../test-tracker.fixture-spec.js';
import { AwaitCall } from './await-call.use-case.js';
import { CallSignals } from './call-signals.js';
import { SettledCalls } from './settled-calls.host.js';

const DELETE = 'mcp__Tracker__issue_x2Edelete';
const HOLD = { timeoutMs: 30_000 };

describe('waiting for a call', () => {
  const tracker = aTracker({
    router: aRouter({ replicas: 2 }),
    era: 'legacy',
    tools: { 'issue.delete': { requiresApproval: true } },
  });

  const awaitedBy = (replica: number): string[] => tracker.system.get(CallSignals, replica).awaited();
  const waitingOn = async (replica: number, callId: string, options: { timeoutMs: number; signal?: AbortSignal }) => {
    const waiting = tracker.system.get(AwaitCall, replica).execute(tracker.workspace.id, callId, options);
    await eventually(() => expect(awaitedBy(replica)).toContain(callId));
    return waiting.then((call) => call.state);
  };
  const pending = async (): Promise<string> => (await tracker.submit(DELETE, { id: 7 })).callId;
  const end = (callId: string): Promise<unknown> =>
    tracker.query(`update calls set state = 'cancelled' where id = $1`, [callId]);

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
    await tracker.system.get(SettledCalls).look();
    expect(awaitedBy(0)).toEqual([callId]);
    await end(callId);
    await tracker.system.get(SettledCalls).look();
    expect(await waiting).toBe('cancelled');
    await tracker.system.get(SettledCalls).look();
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
    expect((await tracker.call(callId)).state).toBe('pending_approval');
  });

  it('stops listening for a call that there is not', async () => {
    const unknown = '0190a000-0000-7000-8000-000000000000';
    await expect(tracker.system.get(AwaitCall).execute(tracker.workspace.id, unknown, HOLD)).rejects.toMatchObject({
      code: 'call.not_found',
    });
    expect(awaitedBy(0)).toEqual([]);
  });
});
