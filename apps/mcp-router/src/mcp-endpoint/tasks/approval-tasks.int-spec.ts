import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { bindingHash, canonicalArguments } from '@countersign/tokens';
import { bindingFieldsOf } from '../../calls/call-binding.js';
import { ResolveCall } from '../../calls/resolve-call.use-case.js';
import { aRouter } from '../../test-router.fixture-spec.js';
import { aTracker } from '../../test-tracker.fixture-spec.js';
import type { Era } from '../protocol/protocol-version.js';
import { MODERN_META, TestMcpPost } from '../test-mcp-post.fixture-spec.js';

const DELETE = 'Tracker__issue_x2Edelete';
const TASKS = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
const WITH_TASKS = { ...MODERN_META, 'io.modelcontextprotocol/clientCapabilities': TASKS };

interface Answer {
  readonly result?: Readonly<Record<string, unknown>> & { readonly task?: Readonly<Record<string, unknown>> };
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** Tasks as a client of each era asks for them, over plain HTTP. */
class TaskClient {
  private session: string | undefined;

  constructor(
    private readonly post: TestMcpPost,
    private readonly era: Era,
  ) {}

  async ask(method: string, params: object): Promise<Answer & { status: number }> {
    const response = await this.send(method, params);
    return { status: response.status, ...((await response.json()) as Answer) };
  }

  async call(args: object = { id: 7 }): Promise<Readonly<Record<string, unknown>>> {
    const params = { name: DELETE, arguments: args, ...(this.era === 'legacy' ? { task: { ttl: 60_000 } } : {}) };
    const { result } = await this.ask('tools/call', params);
    return (this.era === 'legacy' ? result?.task : result) ?? {};
  }

  async get(taskId: unknown): Promise<Readonly<Record<string, unknown>>> {
    return (await this.ask('tasks/get', { taskId })).result ?? {};
  }

  /** What the call came to, in the way of the era. */
  async textOf(taskId: unknown): Promise<[unknown, string]> {
    const task =
      this.era === 'legacy' ? await this.ask('tasks/result', { taskId }) : await this.ask('tasks/get', { taskId });
    const result = (this.era === 'legacy' ? task.result : task.result?.['result']) as {
      isError?: boolean;
      content: { text: string }[];
    };
    return [result.isError ?? false, result.content.map(({ text }) => text).join('\n')];
  }

  async ended(taskId: unknown, status: string): Promise<void> {
    await eventually(async () => expect((await this.get(taskId))['status']).toBe(status));
  }

  private async send(method: string, params: object): Promise<Response> {
    const { taskId } = params as { taskId?: string };
    if (this.era === 'modern') {
      const name = taskId === undefined ? {} : { 'mcp-name': taskId };
      return this.post.request('modern', method, { _meta: WITH_TASKS, ...params }, name);
    }
    this.session ??= await this.post.initialize();
    return this.post.request('legacy', method, params, { 'mcp-session-id': this.session });
  }
}

describe('A call that waits, for a client that knows tasks', () => {
  const tracker = aTracker({ router: aRouter({ replicas: 2 }), tools: { 'issue.delete': { requiresApproval: true } } });

  describe.each(['legacy', 'modern'] as const)('of the %s era', (era) => {
    let sub: string;
    let client: TaskClient;

    beforeEach(() => {
      sub = newId();
      client = clientOf(sub);
    });

    const clientOf = (principal: string, replica = 0): TaskClient => {
      const token = tracker.clientToken({ sub: principal });
      return new TaskClient(new TestMcpPost(tracker.system.mcpUrl(replica), token), era);
    };
    const decide = async (callId: string, change: object): Promise<void> =>
      tracker.decide(tracker.system.decision(await tracker.system.requestOf(callId), change));

    it('is a task at once, and its result is told by every replica when a person has approved it', async () => {
      const task = await client.call();
      const taskId = String(task['taskId']);
      expect(task).toMatchObject({ status: 'working', statusMessage: expect.stringMatching(/^Not executed yet/) });
      expect(await clientOf(sub, 1).get(taskId)).toMatchObject({ taskId, status: 'working' });
      await tracker.approve(taskId);
      const other = clientOf(sub, 1);
      await other.ended(taskId, 'completed');
      expect(await other.textOf(taskId)).toEqual([false, 'ran issue.delete 1']);
      expect(await client.textOf(taskId)).toEqual([false, 'ran issue.delete 1']);
      expect(tracker.upstream.calls).toHaveLength(1);
    });

    it('says for how long it is there and how often to ask', async () => {
      const task = await client.call();
      const [ttl, poll] = era === 'modern' ? ['ttlMs', 'pollIntervalMs'] : ['ttl', 'pollInterval'];
      const { expiresAt } = await tracker.system.requestOf(String(task['taskId']));
      const undecidedMs = Date.parse(expiresAt) - Date.parse(String(task['createdAt']));
      expect(Number(task[ttl ?? ''])).toBeGreaterThan(undecidedMs);
      expect(task[poll ?? '']).toBe(2_000);
    });

    it('is told with what an approver changed, and by whom', async () => {
      const callId = String((await client.call())['taskId']);
      const request = await tracker.system.requestOf(callId);
      const { text } = canonicalArguments({ id: 8 });
      const call = { ...(await tracker.call(callId)), argumentsText: text };
      const hash = bindingHash(bindingFieldsOf(call, new Date(request.expiresAt)), request.bindingVersion);
      const edited = { decision: 'edited', argumentsEdited: true, bindingHash: hash } as const;
      tracker.neighbours.edits.set(request.approvalId, { arguments: text, summary: 'Grace changed id.' });
      await decide(callId, { grant: tracker.grant(request, edited) });
      await client.ended(callId, 'completed');
      expect(await client.textOf(callId)).toEqual([false, 'ran issue.delete 1\nGrace changed id.']);
      expect(tracker.upstream.calls).toMatchObject([{ argumentsText: text }]);
    });

    it.each([
      ['denied', { outcome: 'denied', reason: 'no' }, 'Denied by Grace: no'],
      ['expired', { outcome: 'expired', decidedBy: null, reasonCode: 'expired' }, 'Approval expired after 24 h'],
      ['invalidated', { outcome: 'invalidated', decidedBy: null, reason: 'The tool changed.' }, 'Not available'],
    ])('is completed with an error result when it was %s', async (_name, change, text) => {
      const { taskId } = await client.call();
      await decide(String(taskId), change);
      await client.ended(taskId, 'completed');
      expect(await client.textOf(taskId)).toEqual([true, expect.stringContaining(text)]);
      expect(tracker.upstream.calls).toHaveLength(0);
    });

    it('is taken back by tasks/cancel before it is sent, and by nothing afterwards', async () => {
      const { taskId } = await client.call();
      const cancelled = await client.ask('tasks/cancel', { taskId });
      expect(cancelled.error).toBeUndefined();
      await client.ended(taskId, 'cancelled');
      await eventually(() => expect(tracker.neighbours.withdrawn).toHaveLength(1));
      expect((await client.ask('tasks/cancel', { taskId })).error?.code).toBe(era === 'legacy' ? -32_602 : undefined);
      tracker.neighbours.withdrawn.length = 0;
    });

    it('is not cancelled any more once it was sent', async () => {
      tracker.upstream.behaviour = 'late';
      const { taskId } = await client.call();
      await tracker.approve(String(taskId));
      await eventually(() => expect(tracker.upstream.calls).toHaveLength(1));
      const answer = client.ask('tasks/cancel', { taskId });
      await eventually(async () => expect((await tracker.call(String(taskId))).cancelRequested).toBe(true));
      tracker.upstream.release();
      expect((await answer).error?.code).toBe(era === 'legacy' ? -32_602 : undefined);
      await client.ended(taskId, 'completed');
      expect((await client.textOf(taskId))[0]).toBe(false);
    });

    it('tells an unknown outcome as one, and later what a person found out', async () => {
      tracker.upstream.behaviour = 'reset';
      const { taskId } = await client.call();
      await tracker.approve(String(taskId));
      await client.ended(taskId, 'completed');
      expect(await client.textOf(taskId)).toEqual([true, expect.stringMatching(/^Outcome unknown/)]);
      const person = { kind: 'user', id: 'grace', name: 'Grace' } as const;
      const found = { outcome: 'succeeded', note: 'It is gone.' } as const;
      const resolution = { ...found, workspaceId: tracker.workspace.id, callId: String(taskId), actor: person };
      await tracker.system.get(ResolveCall).execute(resolution);
      await eventually(async () => expect((await client.textOf(taskId))[1]).toContain('It is gone.'));
      expect((await client.get(taskId))['status']).toBe('completed');
    });

    it('is the same task for the identical call', async () => {
      const { taskId } = await client.call({ a: 1, b: 2 });
      expect(await client.call({ b: 2, a: 1 })).toMatchObject({ taskId });
    });

    it('tells nobody else of a task, in the words for one that never was', async () => {
      const { taskId } = await client.call();
      const { approvalId } = await tracker.system.requestOf(String(taskId));
      const methods = era === 'legacy' ? ['tasks/get', 'tasks/result', 'tasks/cancel'] : ['tasks/get', 'tasks/cancel'];
      const stranger = clientOf(newId(), 1);
      for (const method of methods) {
        const answers = await Promise.all([
          stranger.ask(method, { taskId }),
          stranger.ask(method, { taskId: newId() }),
          client.ask(method, { taskId: approvalId }),
          client.ask(method, { taskId: 'x' }),
        ]);
        const unknown = { code: -32_602, message: 'Invalid params: there is no such task' };
        expect(answers.map(({ error }) => error)).toEqual([unknown, unknown, unknown, unknown]);
      }
      expect(await client.get(taskId)).toMatchObject({ status: 'working' });
    });
  });

  it('is no task for a modern client that did not say it knows them, nor is one shown to it', async () => {
    const post = new TestMcpPost(tracker.system.mcpUrl(), tracker.clientToken({ holdMs: 0 }));
    const called = await post.request('modern', 'tools/call', { name: DELETE, arguments: {}, task: {} });
    expect(await called.json()).toMatchObject({ result: { resultType: 'complete', isError: true } });
    const got = await post.request('modern', 'tasks/get', { taskId: 'x' }, { 'mcp-name': 'x' });
    const data = { requiredCapabilities: TASKS };
    expect([got.status, await got.json()]).toMatchObject([400, { error: { code: -32_021, data } }]);
  });
});
