import { describe, expect, it } from '@jest/globals';
import { getCall, listCalls, listOfferedTools, readCallResult } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aTracker } from '../test-tracker.fixture-spec.js';

describe('a call that the policy allows', () => {
  const tracker = aTracker({
    isShared: true,
    tools: { 'issue.get': {}, issue__get: {}, 'issue.off': { enabled: false } },
  });

  it('is recorded, executed once and announced', async () => {
    const { callId, state } = await tracker.submit('mcp__Tracker__issue_x2Eget', { id: 7, a: '\0' });
    expect(state).toBe('dispatching');
    const call = await tracker.callIn(callId, 'succeeded');
    expect(call).toMatchObject({ verdict: 'allow', fence: 1, isError: false });
    expect(call.sentAt).not.toBeNull();
    expect(tracker.upstream.named('issue.get')).toHaveLength(1);
    expect(tracker.upstream.calls[0]).toMatchObject({
      argumentsText: '{"a":"\\u0000","id":7}',
      meta: {
        'dev.countersign/idempotency-key': callId,
        traceparent: expect.stringContaining(callId.replaceAll('-', '')),
      },
      headers: { 'mcp-method': 'tools/call', 'mcp-name': 'issue.get', 'mcp-protocol-version': '2026-07-28' },
    });
    const settled = await eventually(() => {
      const found = tracker.neighbours.settled.filter((event) => event.callId === callId);
      expect(found).toHaveLength(1);
      return found[0];
    });
    expect(settled).toMatchObject({ runId: tracker.workspace.runId, state: 'succeeded', isError: false });
  });

  it('is the same call when it is submitted again, and is executed once', async () => {
    const before = tracker.upstream.calls.length;
    const submissions = await Promise.all(
      [1, 2, 3].map(() =>
        tracker.system.submit(tracker.workspace, 'mcp__Tracker__issue_x2Eget', { id: 8 }, 'tool-call-8'),
      ),
    );
    expect(new Set(submissions.map(({ callId }) => callId)).size).toBe(1);
    await tracker.callIn(submissions[0]?.callId ?? '', 'succeeded');
    expect(tracker.upstream.calls.length).toBe(before + 1);
  });

  it('never reaches another tool whose name a naive codec would confuse with it', async () => {
    const dotted = await tracker.submit('mcp__Tracker__issue_x2Eget', { id: 1 });
    const underscored = await tracker.submit('mcp__Tracker__issue__get', { id: 2 });
    await tracker.callIn(dotted.callId, 'succeeded');
    await tracker.callIn(underscored.callId, 'succeeded');
    expect(tracker.upstream.named('issue.get').at(-1)?.arguments).toEqual({ id: 1 });
    expect(tracker.upstream.named('issue__get').map((call) => call.arguments)).toEqual([{ id: 2 }]);
  });

  it.each([
    ['a disabled tool', 'mcp__Tracker__issue_x2Eoff', 'Not available: This tool is disabled.'],
    ['a tool that nobody has', 'mcp__Tracker__nothing', 'Not available: there is no tool of this name.'],
    ['another spelling of a name', 'mcp__Tracker__issue_x2eget', 'Not available: there is no tool of this name.'],
    ['another prefix', 'Tracker__issue_x2Eget', 'Not available: there is no tool of this name.'],
    ['a name with a NUL', 'mcp__\0', 'Not available: there is no tool of this name.'],
  ])('is denied at once for %s, with a result that says so', async (_what, name, text) => {
    const before = tracker.upstream.calls.length;
    const { callId, state } = await tracker.submit(name, {});
    expect(state).toBe('denied');
    expect(await tracker.resultText(callId)).toBe(text);
    await eventually(() => {
      expect(tracker.neighbours.settled.find((event) => event.callId === callId)).toMatchObject({ state: 'denied' });
    });
    expect(tracker.upstream.calls.length).toBe(before);
  });

  it.each([
    ['{"id":', 'json.malformed'],
    ['{"id":1,"id":2}', 'json.duplicate_key'],
    ['{"__proto__":{"a":1}}', 'json.forbidden_key'],
    ['{"id":9007199254740993}', 'json.unsafe_integer'],
    ['[]', 'json.malformed'],
  ])('is refused with the arguments %s as %s, and leaves no row', async (args, code) => {
    const refused = tracker.system.submit(tracker.workspace, 'mcp__Tracker__issue_x2Eget', args, 'bad');
    await expect(refused).rejects.toMatchObject({ code });
    const rows = await tracker.query(`select 1 from calls where tool_call_id = 'bad'`);
    expect(rows).toHaveLength(0);
  });

  it('is refused under a token that proves nothing', async () => {
    const forged = { ...tracker.workspace, runToken: `${tracker.workspace.runToken.slice(0, -8)}AAAAAAAA` };
    const refused = tracker.submit('mcp__Tracker__issue_x2Eget', {}, forged);
    await expect(refused).rejects.toMatchObject({ code: 'token.bad_signature' });
    const client = { ...tracker.workspace, runToken: tracker.clientToken() };
    await expect(tracker.submit('mcp__Tracker__issue_x2Eget', {}, client)).rejects.toMatchObject({
      code: 'token.bad_claims',
    });
  });

  it('is asked about where the token is stricter than the policy', async () => {
    const { id, runId } = tracker.workspace;
    const runToken = tracker.system.runToken(id, runId, { strictness: 'ask' });
    const request = await tracker.pending('mcp__Tracker__issue_x2Eget', {}, { id, runId, runToken });
    expect(request).toMatchObject({ askReason: 'strictness', runId });
  });

  it('is asked about where its agent asks about this one tool, and refused by name where its agent has it not', async () => {
    const { id, runId } = tracker.workspace;
    const asking = { integration: 'Tracker', toolNames: ['issue.get'], strictness: 'ask' } as const;
    const runToken = tracker.system.runToken(id, runId, { tools: [asking] });
    const request = await tracker.pending('mcp__Tracker__issue_x2Eget', {}, { id, runId, runToken });
    expect(request).toMatchObject({ askReason: 'strictness', runId });
    const { items } = await tracker.neighbours.requests.ask(listOfferedTools, { runToken });
    expect(items.map(({ exposedName }) => exposedName)).toEqual(['mcp__Tracker__issue_x2Eget']);
    const none = tracker.system.runToken(id, runId, { tools: [] });
    const refused = await tracker.submit('mcp__Tracker__issue_x2Eget', {}, { id, runId, runToken: none });
    expect(refused.state).toBe('denied');
  });

  it('sends the credentials of its integration, and nothing of the caller', async () => {
    const guarded = await tracker.system.integration(tracker.workspace.id, 'Guarded', tracker.upstream);
    guarded.headers = { Authorization: 'Bearer upstream-secret' };
    await tracker.system.tool(tracker.workspace.id, guarded, 'peek');
    const { callId } = await tracker.submit('mcp__Guarded__peek', {});
    await tracker.callIn(callId, 'succeeded');
    const [received] = tracker.upstream.named('peek');
    expect(received?.headers.authorization).toBe('Bearer upstream-secret');
    expect(JSON.stringify(received)).not.toContain(tracker.workspace.runToken.slice(0, 40));
  });

  it('is offered by its exposed name with its definition; what would be denied is not', async () => {
    const { items } = await tracker.neighbours.requests.ask(listOfferedTools, { runToken: tracker.workspace.runToken });
    const names = items.map(({ exposedName }) => exposedName);
    expect(names).toContain('mcp__Tracker__issue_x2Eget');
    expect(names).not.toContain('mcp__Tracker__issue_x2Eoff');
    expect(items[0]).toMatchObject({ description: 'does it', inputSchema: { type: 'object' } });
  });

  it('can be read, listed and its result fetched in ranges, by its own workspace alone', async () => {
    const { callId } = await tracker.submit('mcp__Tracker__issue_x2Eget', { id: 9 });
    await tracker.callIn(callId, 'succeeded');
    const gateway = tracker.neighbours.gatewayClient();
    const details = await gateway.ask(getCall, { workspaceId: tracker.workspace.id, callId });
    expect(details).toMatchObject({ id: callId, toolName: 'issue.get', arguments: '{"id":9}', state: 'succeeded' });
    const range = await gateway.ask(readCallResult, { workspaceId: tracker.workspace.id, callId, offset: 2 });
    expect(Buffer.from(range.bytes, 'base64').toString()).toMatch(/^content"/);
    expect(range.totalBytes).toBe(details.resultBytes);
    const first = await gateway.ask(listCalls, { workspaceId: tracker.workspace.id, limit: 1 });
    expect(first.items.map(({ id }) => id)).toEqual([callId]);
    const next = await gateway.ask(listCalls, {
      workspaceId: tracker.workspace.id,
      limit: 1,
      cursor: first.nextCursor ?? '',
    });
    expect(next.items[0]?.id).not.toBe(callId);
    const stranger = await tracker.system.workspace();
    await expect(gateway.ask(getCall, { workspaceId: stranger.id, callId })).rejects.toMatchObject({
      code: 'call.not_found',
    });
  });

  it('is not allowed while the rules are out of date, and is again when they are back', async () => {
    tracker.neighbours.silent.add('policy');
    await eventually(
      async () => {
        const refused = tracker.submit('mcp__Tracker__issue_x2Eget', {});
        await expect(refused).rejects.toMatchObject({ code: 'router.behind' });
      },
      { timeoutMs: 15_000 },
    );
    tracker.neighbours.silent.delete('policy');
    await tracker.system.caughtUp();
    const { callId } = await tracker.submit('mcp__Tracker__issue_x2Eget', {});
    await tracker.callIn(callId, 'succeeded');
  });
});
