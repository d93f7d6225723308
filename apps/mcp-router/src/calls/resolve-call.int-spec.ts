import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { resolveCall, type CallView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { toCall, type Call, type CallRow } from './call.js';
import { CopiesHost } from '../copies/copies.host.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

describe('a call of unknown outcome that a person has made again', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let callId: string;

  beforeAll(async () => {
    system = await RouterSystem.start();
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    upstream = await TestUpstream.start('modern');
    workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Tracker', upstream);
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
