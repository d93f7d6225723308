import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { FixtureUpstream } from '../../conformance/fixture-upstream.fixture-spec.js';
import type { KnownIntegration } from '../../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { MODERN_META, TestMcpPost } from '../test-mcp-post.fixture-spec.js';

const CAPABILITIES = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
const WITH_TASKS = { ...MODERN_META, 'io.modelcontextprotocol/clientCapabilities': CAPABILITIES };

interface Answer {
  readonly result: Readonly<Record<string, unknown>> & { readonly result?: { readonly isError?: boolean } };
  readonly error?: { readonly code: number; readonly message: string };
}

describe('A task of a server', () => {
  let system: RouterSystem;
  let upstream: FixtureUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;
  let sub: string;

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 2 });
    upstream = await FixtureUpstream.start('modern');
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });
  beforeEach(async () => {
    sub = newId();
    workspace = await system.workspace();
    integration = system.neighbours.addIntegration(workspace.id, 'Fixture', upstream);
    await system.tool(workspace.id, integration, 'failing_job');
  });

  const postOf = (claims: { sub?: string } = {}, replica = 0): TestMcpPost =>
    new TestMcpPost(system.mcpUrl(replica), system.clientToken(workspace.id, { sub, holdMs: 50, ...claims }));
  const ask = async (post: TestMcpPost, method: string, params: object, name: string): Promise<Answer> => {
    const response = await post.request('modern', method, { _meta: WITH_TASKS, ...params }, { 'mcp-name': name });
    return (await response.json()) as Answer;
  };
  const call = (post = postOf()): Promise<Answer> =>
    ask(post, 'tools/call', { name: 'Fixture__failing_job', arguments: {} }, 'Fixture__failing_job');
  const about = (taskId: unknown, post = postOf(), method = 'tasks/get'): Promise<Answer> =>
    ask(post, method, { taskId, inputResponses: {} }, String(taskId));
  const unknown = { code: -32_602, message: 'Invalid params: there is no such task' };

  it('is told of by every replica to the principal of its call, under a name that is not the server’s', async () => {
    const { result } = await call();
    expect(result).toMatchObject({ resultType: 'task', status: 'working', pollIntervalMs: 100 });
    const { taskId } = result;
    await eventually(async () => expect((await about(taskId, postOf({}, 1))).result['status']).toBe('completed'));
    const { result: ended } = await about(taskId);
    expect([ended['taskId'], ended.result?.isError]).toEqual([taskId, true]);
    const [row] = await system.query<{ state: string }>(workspace.id, 'select state from calls');
    expect(row?.state).toBe('succeeded');
  });

  it('does not exist for anybody else, nor under another name', async () => {
    const { taskId } = (await call()).result;
    const stranger = postOf({ sub: newId() });
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
      expect((await about(taskId, stranger, method)).error).toEqual(unknown);
      expect((await about(`${String(taskId)}A`, postOf(), method)).error).toEqual(unknown);
      expect((await about('server.x', postOf(), method)).error).toEqual(unknown);
    }
  });

  it('is closed with its tool, but can still be cancelled', async () => {
    const { taskId } = (await call()).result;
    await system.tool(workspace.id, integration, 'failing_job', { enabled: false });
    expect((await about(taskId)).error).toEqual(unknown);
    expect((await about(taskId, postOf(), 'tasks/update')).error).toEqual(unknown);
    expect((await about(taskId, postOf(), 'tasks/cancel')).error).toBeUndefined();
  });

  it('never comes of a call that a person approved: that one declares no tasks to its server', async () => {
    await system.tool(workspace.id, integration, 'failing_job', { requiresApproval: true });
    const { taskId } = (await call()).result;
    await system.approve(workspace.id, String(taskId));
    const ended = await system.callIn(workspace.id, String(taskId), 'failed');
    expect(ended.outcomeReason).toContain('-32021');
  });
});
