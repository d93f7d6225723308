import { describe, expect, it } from '@jest/globals';
import { readCallResult } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { presentOpenCall } from '../mcp-endpoint/tools/present-result.js';
import { aTracker } from '../test-tracker.fixture-spec.js';
import { CallRetentionRepository } from './call-retention.repository.js';
import { CallRetentionSweeper, type RetentionOptions } from './call-retention.sweeper.js';

const GET = 'mcp__Tracker__issue_x2Eget';
const DELETE = 'mcp__Tracker__issue_x2Edelete';

describe('what the ledger forgets', () => {
  const tracker = aTracker({ tools: { 'issue.get': {}, 'issue.delete': { requiresApproval: true } } });

  const FOR_EVER = { callDays: 400, resultDays: 90, resultBytesMax: 1_024 ** 4 };
  const sweep = (options: Partial<RetentionOptions>): Promise<void> => {
    const parts = [tracker.system.get(Database), tracker.system.get(CallRetentionRepository)] as const;
    return new CallRetentionSweeper(...parts, { ...FOR_EVER, ...options }).sweepAll();
  };
  const succeeded = async (): Promise<string> => {
    const { callId } = await tracker.submit(GET, {});
    await tracker.callIn(callId, 'succeeded');
    return callId;
  };
  const has = async (table: string, callId: string): Promise<boolean> => {
    const column = table === 'calls' ? 'id' : 'call_id';
    return (await tracker.query(`select 1 from ${table} where ${column} = $1`, [callId])).length > 0;
  };
  const makeResultsOld = (): Promise<void> =>
    tracker.system.infrastructure.asOwner(`
      alter table call_results no force row level security;
      update call_results set created_at = created_at - interval '25 hours';
      alter table call_results force row level security`);

  it('is nothing that is younger than the settings say', async () => {
    const callId = await succeeded();
    await sweep({});
    expect(await has('call_results', callId)).toBe(true);
  });

  it('is first a result: its call is still there, and says that it is not kept any more', async () => {
    const callId = await succeeded();
    await sweep({ resultDays: 0 });
    const call = await tracker.call(callId);
    expect([await has('call_results', callId), call.state, call.resultBytes]).toEqual([
      false,
      'succeeded',
      expect.any(Number),
    ]);
    expect(String(presentOpenCall(call))).toMatch(/is not kept any more/);
    const request = { workspaceId: tracker.workspace.id, callId, offset: 0 };
    const reading = tracker.neighbours.gatewayClient().ask(readCallResult, request);
    await expect(reading).rejects.toMatchObject({ code: 'call.result_not_found' });
  });

  it('is then a call with everything that belongs to it, an approved one too', async () => {
    const { callId } = await tracker.submit(DELETE, {});
    await tracker.approve(callId);
    await tracker.callIn(callId, 'succeeded');
    await sweep({ callDays: 0 });
    for (const table of ['calls', 'call_results', 'call_transitions', 'consumed_grants'])
      expect(await has(table, callId)).toBe(false);
  });

  it('is nothing that has not ended, however old: it waits for a person', async () => {
    const { callId: pending } = await tracker.submit(DELETE, { id: 1 });
    tracker.upstream.behaviour = 'http-500';
    const { callId: unknown } = await tracker.submit(GET, { id: 2 });
    await tracker.callIn(unknown, 'unknown');
    await sweep({ callDays: 0, resultDays: 0 });
    expect([await has('calls', pending), await has('calls', unknown)]).toEqual([true, true]);
  });

  it('is the oldest results of a workspace that keeps too much, but none of the last day', async () => {
    const [oldest, older] = [await succeeded(), await succeeded()];
    await makeResultsOld();
    const newest = [await succeeded(), await succeeded()];
    const { resultBytes } = await tracker.call(oldest);
    await sweep({ resultBytesMax: 3 * (resultBytes ?? 0) + 2 });
    const kept = await Promise.all([oldest, older, ...newest].map((id) => has('call_results', id)));
    expect(kept).toEqual([false, true, true, true]);
    await sweep({ resultBytesMax: 1 });
    expect(await has('call_results', older)).toBe(false);
    expect(await has('call_results', newest[0] ?? '')).toBe(true);
  });
});
