import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getCallStory, resolveCall, type CallStory, type CallView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { toCall, type Call, type CallRow } from './call.js';
import { CopiesHost } from '../copies/copies.host.js';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

describe('a call of unknown outcome that a person has made again', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;
  let callId: string;

  beforeAll(async () => {
    system = await RouterSystem.start();
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    upstream = await TestUpstream.start('modern');
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Tracker', upstream);
    await system.tool(workspace.id, integration, 'issue.get');
    upstream.behaviour = 'http-500';
    ({ callId } = await system.submit(workspace, 'mcp__Tracker__issue_x2Eget', { id: 7 }));
    await system.callIn(workspace.id, callId, 'unknown');
    upstream.behaviour = 'ok';
  });
  afterEach(() => upstream.stop());

  const retry = (): Promise<CallView> =>
    system.neighbours.gatewayClient().ask(resolveCall, {
      workspaceId: workspace.id,
      callId,
      actor: { kind: 'user', id: 'ada', name: 'Ada' },
      outcome: 'retry',
      note: 'Again.',
    });
  const successors = async (): Promise<Call[]> => {
    const sql = 'select * from calls where retry_of = $1';
    return (await system.query<CallRow>(workspace.id, sql, [callId])).map(toCall);
  };

  it('is a new call from the very commit that ended the first, and is sent where the policy allows it', async () => {
    expect(await retry()).toMatchObject({ state: 'retried' });
    const [again] = await successors();
    const first = await system.call(workspace.id, callId);
    expect(again?.createdAt).toEqual(first.settledAt);
    await system.callIn(workspace.id, again?.id ?? '', 'succeeded');
    expect(upstream.calls).toHaveLength(2);
  });

  it('has its whole story in the ledger, with the answer that came too late', async () => {
    const result = Buffer.from(JSON.stringify({ content: [{ type: 'text', text: 'it ran after all' }] }));
    await system.query(
      workspace.id,
      `insert into late_outcomes (id, workspace_id, call_id, fence, state, result) values ($1, $2, $3, 1, 'succeeded', $4)`,
      [newId(), workspace.id, callId, result],
    );
    await retry();
    const [again] = await successors();
    const ask = (id: string): Promise<CallStory> =>
      system.neighbours.gatewayClient().ask(getCallStory, { workspaceId: workspace.id, callId: id });
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
    await system.callIn(workspace.id, again?.id ?? '', 'succeeded');
    expect((await ask(again?.id ?? '')).steps.map(({ to }) => to)).toEqual(['approved', 'dispatching', 'succeeded']);
  });

  it('is asked about again when its tool asks by now', async () => {
    await system.tool(workspace.id, integration, 'issue.get', { requiresApproval: true });
    await retry();
    const [again] = await successors();
    expect(again).toMatchObject({ state: 'pending_approval', verdict: 'ask' });
    expect(await system.requestOf(again?.id ?? '')).toMatchObject({ callId: again?.id });
    expect(upstream.calls).toHaveLength(1);
  });

  it('stays unknown when its run was cancelled: that sends nothing new', async () => {
    await system.neighbours.cancelRun(workspace.id, workspace.runId);
    const sql = 'select 1 from cancelled_runs where run_id = $1';
    await eventually(async () => expect(await system.query(workspace.id, sql, [workspace.runId])).toHaveLength(1));
    await expect(retry()).rejects.toMatchObject({ code: 'run.finished' });
    expect((await system.call(workspace.id, callId)).state).toBe('unknown');
    expect(await successors()).toEqual([]);
    expect(upstream.calls).toHaveLength(1);
  });

  it('stays unknown while the rules are out of date', async () => {
    system.neighbours.silent.add('policy');
    await eventually(() => expect(system.get(CopiesHost).isCurrent(workspace.id)).toBe(false), { timeoutMs: 15_000 });
    await expect(retry()).rejects.toMatchObject({ code: 'router.behind' });
    expect((await system.call(workspace.id, callId)).state).toBe('unknown');
    system.neighbours.silent.delete('policy');
    await system.caughtUp();
  });
});
