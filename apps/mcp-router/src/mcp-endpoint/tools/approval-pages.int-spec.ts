import { beforeEach, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { newId } from '@countersign/database';
import { eventually, textOf, type ToolResult } from '@countersign/testing';
import { aRouter } from '../../test-router.fixture-spec.js';
import { aTracker } from '../../test-tracker.fixture-spec.js';
import { MODERN_META, TestMcpPost } from '../test-mcp-post.fixture-spec.js';

const DELETE = 'Tracker__issue_x2Edelete';
const PUBLIC_URL = 'https://countersign.example';
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';

interface Answer {
  readonly result: ToolResult & {
    readonly resultType?: string;
    readonly requestState?: string;
    readonly inputRequests?: { readonly approval: { readonly method: string; readonly params: { url: string } } };
  };
  readonly error?: {
    readonly code: number;
    readonly data?: { readonly elicitations: readonly { readonly url: string; readonly elicitationId: string }[] };
  };
}

describe('A call that waits for longer than it is held, for a client whose person can open a page', () => {
  const tracker = aTracker({
    router: aRouter({ replicas: 2, environment: { GATEWAY_PUBLIC_URL: PUBLIC_URL } }),
    tools: { 'issue.delete': { requiresApproval: true } },
  });
  let sub: string;

  beforeEach(() => {
    sub = newId();
  });

  const postOf = ({ holdMs = 50, principal = sub, replica = 0 } = {}): TestMcpPost =>
    new TestMcpPost(tracker.system.mcpUrl(replica), tracker.clientToken({ sub: principal, holdMs }));
  const modern = async (post: TestMcpPost, more: object = {}, elicitation: object = { url: {} }): Promise<Answer> => {
    const params = { _meta: { ...MODERN_META, [CAPABILITIES]: { elicitation } }, name: DELETE, arguments: { id: 7 } };
    const response = await post.request('modern', 'tools/call', { ...params, ...more });
    return (await response.json()) as Answer;
  };
  const pending = async (): Promise<string> =>
    eventually(async () => {
      const [row] = await tracker.query<{ id: string }>('select id from calls');
      if (row === undefined) throw new Error('there is no call');
      return row.id;
    });
  const accepted = { inputResponses: { approval: { action: 'accept' } } };

  it('sends a modern client there and back to the same call, on any replica, and gives it the result', async () => {
    const { result } = await modern(postOf());
    const { approvalId } = await tracker.system.requestOf(await pending());
    expect(result.resultType).toBe('input_required');
    expect(result.inputRequests?.approval).toMatchObject({
      method: 'elicitation/create',
      params: { mode: 'url', url: `${PUBLIC_URL}/approvals/${approvalId}` },
    });
    const { requestState } = result;
    const back = modern(postOf({ holdMs: 10_000, replica: 1 }), { requestState, ...accepted });
    await tracker.approve(await pending());
    expect(textOf((await back).result)).toBe('ran issue.delete 1');
    expect(textOf((await modern(postOf(), { requestState, ...accepted })).result)).toBe('ran issue.delete 1');
    expect(await tracker.query('select 1 from calls')).toHaveLength(1);
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it.each([
    ['accept', { action: 'accept' }],
    ['decline', { action: 'decline' }],
    ['cancel', { action: 'cancel' }],
    ['nothing', undefined],
  ])('takes "%s" for no decision, and gives a ticket', async (_name, approval) => {
    const { requestState } = (await modern(postOf())).result;
    const { result } = await modern(postOf(), { requestState, inputResponses: { approval } });
    expect([result.isError, textOf(result)]).toEqual([true, expect.stringMatching(/^NOT EXECUTED YET/)]);
    expect((await tracker.call(await pending())).state).toBe('pending_approval');
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('tells a client that comes back that its call has expired, and makes no other', async () => {
    const { requestState } = (await modern(postOf())).result;
    const callId = await pending();
    const expired = { outcome: 'expired', decidedBy: null, reasonCode: 'expired' } as const;
    await tracker.decide(tracker.system.decision(await tracker.system.requestOf(callId), expired));
    await tracker.callIn(callId, 'expired');
    const { result } = await modern(postOf(), { requestState, ...accepted });
    expect(textOf(result)).toMatch(/^Approval expired/);
    expect(await tracker.query('select 1 from calls')).toHaveLength(1);
  });

  it('opens a state for the call and the principal that it was given for, and for nothing else', async () => {
    const { requestState = '' } = (await modern(postOf())).result;
    const answers = [
      await modern(postOf(), { requestState, ...accepted, arguments: { id: 8 } }),
      await modern(postOf({ principal: newId() }), { requestState, ...accepted }),
      await modern(postOf(), { requestState: `${requestState}-TAMPERED`, ...accepted }),
    ];
    expect(answers.map(({ error }) => error?.code)).toEqual([-32_602, -32_602, -32_602]);
    expect(await tracker.query('select 1 from calls')).toHaveLength(1);
  });

  it('shows no page to a client that elicits by form alone', async () => {
    const { result } = await modern(postOf(), {}, { form: {} });
    expect(textOf(result)).toMatch(/^NOT EXECUTED YET/);
  });

  it('tells a client of 2025-11-25 by an error, and attaches its next try to the same call', async () => {
    const post = postOf();
    const session = await post.initialize({ capabilities: { elicitation: { url: {} } } });
    const call = async (): Promise<Answer> => {
      const params = { name: DELETE, arguments: { id: 7 } };
      const response = await post.request('legacy', 'tools/call', params, { 'mcp-session-id': session });
      return (await response.json()) as Answer;
    };
    const { error } = await call();
    const { approvalId } = await tracker.system.requestOf(await pending());
    const [elicitation] = error?.data?.elicitations ?? [];
    expect(error?.code).toBe(-32_042);
    expect(elicitation).toMatchObject({
      mode: 'url',
      elicitationId: approvalId,
      url: `${PUBLIC_URL}/approvals/${approvalId}`,
    });
    await tracker.approve(await pending());
    await tracker.callIn(await pending(), 'succeeded');
    expect(textOf((await call()).result)).toBe('ran issue.delete 1');
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it.each([
    ['an older revision', { protocolVersion: '2025-06-18', capabilities: { elicitation: { url: {} } } }],
    ['forms alone', { capabilities: { elicitation: {} } }],
  ])('gives a legacy client of %s the ticket', async (_name, params) => {
    const post = postOf();
    const headers = { 'mcp-session-id': await post.initialize(params) };
    const response = await post.request('legacy', 'tools/call', { name: DELETE, arguments: {} }, headers);
    expect(textOf(((await response.json()) as Answer).result)).toMatch(/^NOT EXECUTED YET/);
  });

  it('is opened and brought back by the official client as it is', async () => {
    const opened: string[] = [];
    const client = new Client(
      { name: 'test', version: '1' },
      { capabilities: { elicitation: { url: {} } }, versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      opened.push(params.mode === 'url' ? params.url : '');
      await tracker.approve(await pending());
      return { action: 'accept' };
    });
    const token = tracker.clientToken({ sub, holdMs: 5_000 });
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(tracker.system.mcpUrl()), { requestInit }));
    const result = await client.callTool({ name: DELETE, arguments: { id: 7 } });
    expect(textOf(result as ToolResult)).toBe('ran issue.delete 1');
    expect(opened).toEqual([expect.stringContaining(`${PUBLIC_URL}/approvals/`)]);
    expect(tracker.upstream.calls).toHaveLength(1);
    await client.close();
  });
});
