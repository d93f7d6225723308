import { beforeEach, describe, expect, it } from '@jest/globals';
import { getCallStory, resolveCall, type CallStory, type CallView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { toCall, type Call, type CallRow } from './call.js';
import { CopiesHost } from '../copies/copies.host.js';
import { aTracker } from '../test-tracker.fixture-spec.js';

describe('a call of unknown outcome that a person has made again', () => {
  const tracker = aTracker({ tools: { 'issue.get': {} } });
  let callId: string;

  beforeEach(async () => {
    tracker.upstream.behaviour = 'http-500';
    ({ callId } = await tracker.submit('mcp__Tracker__issue_x2Eget', { id: 7 }));
    await tracker.callIn(callId, 'unknown');
    tracker.upstream.behaviour = 'ok';
  });

  const retry = (): Promise<CallView> =>
    tracker.neighbours.gatewayClient().ask(resolveCall, {
      workspaceId: tracker.workspace.id,
      callId,
      actor: { kind: 'user', id: 'ada', name: 'Ada' },
      outcome: 'retry',
      note: 'Again.',
    });
  const successors = async (): Promise<Call[]> => {
    const sql = 'select * from calls where retry_of = $1';
    return (await tracker.query<CallRow>(sql, [callId])).map(toCall);
  };

  it('is a new call from the very commit that ended the first, and is sent where the policy allows it', async () => {
    expect(await retry()).toMatchObject({ state: 'retried' });
    const [again] = await successors();
    const first = await tracker.call(callId);
    expect(again?.createdAt).toEqual(first.settledAt);
    await tracker.callIn(again?.id ?? '', 'succeeded');
    expect(tracker.upstream.calls).toHaveLength(2);
  });

  it('has its whole story in the ledger, with the answer that came too late', async () => {
    const result = Buffer.from(JSON.stringify({ content: [{ type: 'text', text: 'it ran after all' }] }));
    await tracker.query(
      `insert into late_outcomes (id, workspace_id, call_id, fence, state, result) values ($1, $2, $3, 1, 'succeeded', $4)`,
      [newId(), tracker.workspace.id, callId, result],
    );
    await retry();
    const [again] = await successors();
    const ask = (id: string): Promise<CallStory> =>
      tracker.neighbours.gatewayClient().ask(getCallStory, { workspaceId: tracker.workspace.id, callId: id });
    const story = await ask(callId);
    expect(story.steps).toMatchObject([
      { from: 'requested', to: 'dispatching', fence: 1 },
      { from: 'dispatching', to: 'unknown', at: expect.any(String), reason: 'the server answered HTTP 500' },
      { from: 'unknown', to: 'retried', actor: 'user:ada', reason: 'Again.' },
    ]);
    expect(story).toMatchObject({
      retriedAs: again?.id,
      lateOutcomes: [{ fence: 1, state: 'succeeded', resultBytes: result.length, resultStart: String(result) }],
    });
    await tracker.callIn(again?.id ?? '', 'succeeded');
    expect((await ask(again?.id ?? '')).steps.map(({ to }) => to)).toEqual(['approved', 'dispatching', 'succeeded']);
  });

  it('is asked about again when its tool asks by now', async () => {
    await tracker.tool('issue.get', { requiresApproval: true });
    await retry();
    const [again] = await successors();
    expect(again).toMatchObject({ state: 'pending_approval', verdict: 'ask' });
    expect(await tracker.system.requestOf(again?.id ?? '')).toMatchObject({ callId: again?.id });
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it('stays unknown when its run was cancelled: that sends nothing new', async () => {
    await tracker.neighbours.cancelRun(tracker.workspace.id, tracker.workspace.runId);
    const sql = 'select 1 from cancelled_runs where run_id = $1';
    await eventually(async () => expect(await tracker.query(sql, [tracker.workspace.runId])).toHaveLength(1));
    await expect(retry()).rejects.toMatchObject({ code: 'run.finished' });
    expect((await tracker.call(callId)).state).toBe('unknown');
    expect(await successors()).toEqual([]);
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it('stays unknown while the rules are out of date', async () => {
    tracker.neighbours.silent.add('policy');
    await eventually(() => expect(tracker.system.get(CopiesHost).isCurrent(tracker.workspace.id)).toBe(false), {
      timeoutMs: 15_000,
    });
    await expect(retry()).rejects.toMatchObject({ code: 'router.behind' });
    expect((await tracker.call(callId)).state).toBe('unknown');
    tracker.neighbours.silent.delete('policy');
    await tracker.system.caughtUp();
  });
});
