import { describe, expect, it } from '@jest/globals';
import {
  type CallView,
  getCall,
  getCallStatistics,
  getToolStatistics,
  listCallArguments,
  listCalls,
  type ListCallsRequest,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aTracker } from '../test-tracker.fixture-spec.js';

const GET = 'mcp__Tracker__issue_x2Eget';
const DELETE = 'mcp__Tracker__issue_x2Edelete';
const HOUR_MS = 3_600_000;

describe('what is asked of the ledger', () => {
  const tracker = aTracker({ tools: { 'issue.get': {}, 'issue.delete': { requiresApproval: true } } });
  const workspaceId = () => tracker.workspace.id;
  const around = () => {
    const now = Date.now();
    return { from: new Date(now - HOUR_MS).toISOString(), until: new Date(now + HOUR_MS).toISOString() };
  };
  const list = async (query: Omit<ListCallsRequest, 'workspaceId'>): Promise<CallView[]> => {
    const { items, nextCursor } = await tracker.neighbours
      .gatewayClient()
      .ask(listCalls, { ...query, workspaceId: workspaceId() });
    expect(nextCursor).toBeNull();
    return items;
  };

  /** Each test has a workspace of its own. */
  const threeCalls = async (): Promise<[string, string, string]> => {
    const { callId: got } = await tracker.submit(GET, { id: 1 });
    const { callId: asked } = await tracker.submit(DELETE, { id: 2 });
    const { callId: denied } = await tracker.submit('mcp__Tracker__no_such', {});
    await tracker.callIn(got, 'succeeded');
    await tracker.callIn(denied, 'denied');
    return [got, asked, denied];
  };

  it('is which calls there are, by what they are and what became of them', async () => {
    const [got, asked, denied] = await threeCalls();
    const [call] = await list({ outcome: 'succeeded' });
    const integrationId = call?.integrationId ?? '';
    const ids = async (query: Omit<ListCallsRequest, 'workspaceId'>) => (await list(query)).map(({ id }) => id);
    expect(await ids({ outcome: 'succeeded' })).toEqual([got]);
    expect(await ids({ outcome: 'refused' })).toEqual([denied]);
    expect(await ids({ outcome: 'open' })).toEqual([asked]);
    expect(await ids({ state: 'pending_approval', verdict: 'ask' })).toEqual([asked]);
    expect(await ids({ verdict: 'allow' })).toEqual([got]);
    expect(await ids({ integrationId })).toEqual([asked, got]);
    expect(await ids({ integrationId, toolName: 'issue.delete' })).toEqual([asked]);
    expect(await ids({ name: 'mcp__Tracker__no' })).toEqual([denied]);
    expect(await ids({ principal: call?.principal.id ?? '' })).toEqual([denied, asked, got]);
    expect(await ids({ principal: 'nobody' })).toEqual([]);
    expect(await ids(around())).toEqual([denied, asked, got]);
    expect(await ids({ from: around().until })).toEqual([]);
    expect(await ids({ until: around().from, verdict: 'ask' })).toEqual([]);
  });

  it('is which calls the runs of an agent made, and those of one run', async () => {
    const { id, runId } = tracker.workspace;
    const [agentId, otherRunId] = [newId(), newId()];
    const calls = [];
    for (const run of [runId, otherRunId]) {
      const runToken = tracker.system.runToken(id, run, { agentId });
      calls.unshift((await tracker.submit(GET, { id: 1 }, { id, runId: run, runToken })).callId);
      calls.unshift((await tracker.submit(DELETE, { id: 2 }, { id, runId: run, runToken })).callId);
    }
    await threeCalls();
    const ofAgent = await list({ agentId });
    expect(ofAgent.map((call) => call.id)).toEqual(calls);
    expect(new Set(ofAgent.map((call) => call.agentId))).toEqual(new Set([agentId]));
    expect((await list({ agentId, runId: otherRunId })).map((call) => call.id)).toEqual(calls.slice(0, 2));
    expect(await list({ agentId: newId() })).toEqual([]);
  });

  it('is told of to whoever shows it as soon as a call is made, and not only when it has ended', async () => {
    tracker.upstream.behaviour = 'late';
    const { callId } = await tracker.submit(GET, { id: 4 });
    await eventually(() => expect(tracker.neighbours.changedCalls).toContain(workspaceId()));
    expect(await tracker.call(callId)).toMatchObject({ state: 'dispatching' });
    await eventually(() => expect(tracker.upstream.calls).toHaveLength(1));
    tracker.upstream.release();
    await tracker.callIn(callId, 'succeeded');
  });

  it('is what decided about one', async () => {
    const { callId } = await tracker.submit(DELETE, { id: 3 });
    const call = await tracker.neighbours.gatewayClient().ask(getCall, { workspaceId: workspaceId(), callId });
    expect(call.rule).toMatchObject({
      code: 'approval.required',
      strictness: 'allow',
      definitionHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is what a page of them asks for, from its beginning', async () => {
    const { callId } = await tracker.submit(DELETE, { note: 'é'.repeat(3_000) });
    const request = { workspaceId: workspaceId(), callIds: [callId] };
    const { items } = await tracker.neighbours.gatewayClient().ask(listCallArguments, request);
    expect(items).toEqual([
      { callId, start: expect.stringMatching(/^\{"note":"é{1991}$/), bytes: 6_011, clientGoneAt: null },
    ]);
  });

  it('is how many there were, in every step of a range', async () => {
    await threeCalls();
    const range = around();
    const ask = (times: { from: string; until: string }, step: number) =>
      tracker.neighbours.gatewayClient().ask(getCallStatistics, { workspaceId: workspaceId(), ...times, step });
    const { buckets } = await ask(range, 600);
    expect(buckets.length).toBeGreaterThanOrEqual(12);
    expect(new Set(buckets.map(({ at }) => Date.parse(at) % 600_000))).toEqual(new Set([0]));
    const busy = buckets.filter(({ calls }) => calls > 0);
    const sum = (read: (bucket: (typeof busy)[number]) => number) =>
      busy.reduce((all, bucket) => all + read(bucket), 0);
    expect([sum(({ verdicts }) => verdicts.allow), sum(({ verdicts }) => verdicts.deny)]).toEqual([1, 1]);
    expect([sum(({ outcomes }) => outcomes.open), sum(({ outcomes }) => outcomes.refused)]).toEqual([1, 1]);
    const empty = await ask({ from: '2020-01-01T00:00:00Z', until: '2020-01-01T01:00:00Z' }, 3_600);
    expect(empty.buckets).toMatchObject([{ at: '2020-01-01T00:00:00.000Z', calls: 0, verdicts: { ask: 0 } }]);
    await expect(ask({ from: range.until, until: range.from }, 600)).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(ask(range, 10)).rejects.toMatchObject({ code: 'request.invalid' });
    const year = { from: '2020-01-01T00:00:00Z', until: '2021-01-01T00:00:00Z' };
    await expect(ask(year, 86_400)).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('is which tools are used, and how long their servers take', async () => {
    await threeCalls();
    const request = { workspaceId: workspaceId(), ...around() };
    const { upstreams, tools, isSampled } = await tracker.neighbours.gatewayClient().ask(getToolStatistics, request);
    expect(upstreams).toMatchObject([{ integrationSlug: 'Tracker', calls: 1, failed: 0, p95Ms: expect.any(Number) }]);
    expect(tools.map(({ toolName, calls, p50Ms }) => [toolName, calls, p50Ms === null]).sort()).toEqual([
      ['issue.delete', 1, true],
      ['issue.get', 1, false],
    ]);
    expect(isSampled).toBe(false);
  });
});
