import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  getCallStory,
  resolveCall,
  type CallStory,
  type CallView,
  type ResolveCallRequest,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { toCall, type Call, type CallRow } from './call.js';
import { CopiesHost } from '../copies/copies.host.js';
import { aRouter } from '../test-router.fixture-spec.js';
import { aTracker } from '../test-tracker.fixture-spec.js';

describe('a call of unknown outcome', () => {
  const router = aRouter();
  const resolve = (workspaceId: string, callId: string, outcome: ResolveCallRequest['outcome']): Promise<CallView> => {
    const actor = { kind: 'user', id: 'ada', name: 'Ada' } as const;
    const request = { workspaceId, callId, actor, outcome, note: 'I looked.' };
    return router.system.neighbours.gatewayClient().ask(resolveCall, request);
  };

  describe('that a person had approved', () => {
    const tracker = aTracker({
      router,
      era: 'legacy',
      tools: { 'issue.delete': { requiresApproval: true } },
    });
    let callId: string;

    beforeEach(async () => {
      tracker.upstream.behaviour = 'http-500';
      ({ callId } = await tracker.submit('mcp__Tracker__issue_x2Edelete', { id: 7 }));
      await tracker.approve(callId);
      await tracker.callIn(callId, 'unknown');
    });

    it('is resolved by a person, once, with a result that says who', async () => {
      expect(await resolve(tracker.workspace.id, callId, 'succeeded')).toMatchObject({
        state: 'resolved_succeeded',
        isError: false,
      });
      expect(await tracker.resultText(callId)).toBe('Ada looked into it: the call was executed. I looked.');
      await expect(resolve(tracker.workspace.id, callId, 'failed')).rejects.toMatchObject({ code: 'call.not_unknown' });
      await eventually(() => {
        const states = tracker.neighbours.settled.flatMap((event) => (event.callId === callId ? [event.state] : []));
        expect(states).toEqual(['unknown', 'resolved_succeeded']);
      });
    });

    it('is made again as a new call that is asked about again', async () => {
      const { toolCallId } = await tracker.call(callId);
      expect(await resolve(tracker.workspace.id, callId, 'retry')).toMatchObject({ state: 'retried' });
      const again = await eventually(() => {
        const found = tracker.neighbours.requested.find(
          (request) => request.callId !== callId && request.runId === tracker.workspace.runId,
        );
        if (found === undefined) throw new Error('nobody was asked again');
        return found;
      });
      expect(await tracker.call(again.callId)).toMatchObject({ retryOf: callId, toolCallId });
      tracker.upstream.behaviour = 'ok';
      await tracker.approve(again.callId);
      await tracker.callIn(again.callId, 'succeeded');
      expect(tracker.upstream.calls).toHaveLength(2);
    });
  });

  describe('that a person has made again', () => {
    const tracker = aTracker({ router, tools: { 'issue.get': {} } });
    let callId: string;

    beforeEach(async () => {
      tracker.upstream.behaviour = 'http-500';
      ({ callId } = await tracker.submit('mcp__Tracker__issue_x2Eget', { id: 7 }));
      await tracker.callIn(callId, 'unknown');
      tracker.upstream.behaviour = 'ok';
    });

    const retry = (): Promise<CallView> => resolve(tracker.workspace.id, callId, 'retry');
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
        { from: 'unknown', to: 'retried', actor: 'user:ada', reason: 'I looked.' },
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
});
