import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import type { SdkServer } from '../../upstream/sdk-server.fixture-spec.js';
import { MODERN_META, TestEvents, TestMcpPost } from '../test-mcp-post.fixture-spec.js';
import { startAskingServer } from './asking-server.fixture-spec.js';

interface Message {
  readonly id?: string;
  readonly method?: string;
  readonly result?: { readonly content?: { readonly text?: string }[]; readonly isError?: boolean };
}

const ANSWER = { action: 'accept', content: { name: 'eve' } };
const CAPABILITIES = { elicitation: { form: {} } };

describe('who did not ask, and who was not asked', () => {
  let system: RouterSystem;
  let legacy: SdkServer;
  let modern: SdkServer;
  let workspace: TestWorkspace;
  let ada: TestMcpPost;
  let eve: TestMcpPost;

  beforeAll(async () => {
    system = await RouterSystem.start();
    [legacy, modern] = await Promise.all([startAskingServer('legacy'), startAskingServer('modern')]);
    workspace = await system.workspace();
    const old = await system.integration(workspace.id, 'Old', legacy);
    const fresh = await system.integration(workspace.id, 'New', modern);
    for (const integration of [old, fresh]) await system.tool(workspace.id, integration, 'ask');
    await system.tool(workspace.id, fresh, 'insist', { requiresApproval: true });
    [ada, eve] = ['a', 'e'].map(() => new TestMcpPost(system.mcpUrl(), system.clientToken(workspace.id))) as [
      TestMcpPost,
      TestMcpPost,
    ];
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all([legacy.stop(), modern.stop()]);
  });

  const answer = (who: TestMcpPost, sessionId: string, id: unknown, result: object = ANSWER): Promise<Response> =>
    who.body({ jsonrpc: '2.0', id, result }, { 'mcp-session-id': sessionId });
  const kept = () => system.query(workspace.id, 'select key from client_answers');

  /** A call of Ada's that waits for her. */
  const asked = async (name = 'Old__ask'): Promise<{ sessionId: string; events: TestEvents; id: string }> => {
    const sessionId = await ada.initialize({ capabilities: CAPABILITIES });
    const response = await ada.request(
      'legacy',
      'tools/call',
      { name, arguments: {} },
      { 'mcp-session-id': sessionId },
    );
    const events = new TestEvents(response);
    const question = await eventually(() => {
      const found = (events.messages as Message[]).find(({ method }) => method === 'elicitation/create');
      if (found?.id === undefined) throw new Error('nothing was asked yet');
      return found.id;
    });
    return { sessionId, events, id: question };
  };
  const resultOf = (events: TestEvents): Promise<Message['result']> =>
    eventually(() => {
      const found = (events.messages as Message[]).find(({ result }) => result !== undefined);
      if (found === undefined) throw new Error('no result yet');
      return found.result;
    });

  describe('an answer to a server’s question', () => {
    it('counts from the session that was asked, and once', async () => {
      const { sessionId, events, id } = await asked();
      const another = await ada.initialize({ capabilities: CAPABILITIES });
      const hers = await eve.initialize({ capabilities: CAPABILITIES });
      const before = (await kept()).length;
      // Another session of the same principal, another principal with and without the session's id, and made-up ids.
      expect((await answer(ada, another, id)).status).toBe(202);
      expect((await answer(eve, hers, id)).status).toBe(202);
      expect((await answer(eve, sessionId, id)).status).toBe(404);
      for (const other of [
        `${id}x`,
        id.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        'initialize',
        1,
        newId(),
      ]) {
        expect((await answer(ada, sessionId, other)).status).toBe(202);
      }
      expect(await kept()).toHaveLength(before);
      expect(events.methods.filter((method) => method === undefined)).toEqual([]);
      await answer(ada, sessionId, id, { action: 'accept', content: { name: 'ada' } });
      await answer(ada, sessionId, id);
      expect(await resultOf(events)).toMatchObject({ content: [{ text: 'ada' }] });
    });

    it('may be that there is none: an error of the client reaches a server that waits', async () => {
      const { sessionId, events, id } = await asked();
      const error = { code: -1, message: 'the window was closed' };
      await ada.body({ jsonrpc: '2.0', id, error }, { 'mcp-session-id': sessionId });
      expect(await resultOf(events)).toMatchObject({ isError: true });
    });

    it('ends a call to a server that cannot be told of an error', async () => {
      const { sessionId, events, id } = await asked('New__ask');
      await ada.body({ jsonrpc: '2.0', id, error: { code: -1, message: 'closed' } }, { 'mcp-session-id': sessionId });
      expect(await resultOf(events)).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining('closed') }],
      });
    });

    it('is not waited for when the client has gone', async () => {
      const { events } = await asked();
      await events.close();
      await eventually(async () => {
        const rows = await system.query(workspace.id, `select id from calls where state = 'dispatching'`);
        expect(rows).toEqual([]);
      });
      const unknown = await system.query(workspace.id, `select id from calls where state = 'unknown'`);
      expect(unknown).toEqual([]);
    });
  });

  describe('the state of a server', () => {
    const meta = { ...MODERN_META, 'io.modelcontextprotocol/clientCapabilities': CAPABILITIES };
    const call = async (
      who: TestMcpPost,
      params: object,
    ): Promise<{ result?: Record<string, unknown>; error?: object }> => {
      const response = await who.request('modern', 'tools/call', {
        name: 'New__ask',
        arguments: {},
        _meta: meta,
        ...params,
      });
      return (await response.json()) as { result?: Record<string, unknown>; error?: object };
    };
    const inputResponses = { who: ANSWER };

    it('comes back from whom it was given, for what it was given', async () => {
      const { result } = await call(ada, {});
      expect(result).toMatchObject({
        resultType: 'input_required',
        inputRequests: { who: { method: 'elicitation/create' } },
      });
      const requestState = result?.['requestState'];
      expect(requestState).not.toBe('asked');
      const sent = modern.messages('tools/call').length;
      const refused = { error: { code: -32_602 } };
      expect(await call(eve, { requestState, inputResponses })).toMatchObject(refused);
      expect(await call(ada, { requestState, inputResponses, arguments: { id: 7 } })).toMatchObject(refused);
      expect(await call(ada, { requestState: `${String(requestState)}-TAMPERED`, inputResponses })).toMatchObject(
        refused,
      );
      expect(await call(ada, { requestState: 'asked', inputResponses })).toMatchObject(refused);
      expect(await call(ada, { requestState, inputResponses, name: 'Old__ask' })).toMatchObject(refused);
      expect(modern.messages('tools/call')).toHaveLength(sent);
      expect(await call(ada, { requestState, inputResponses })).toMatchObject({
        result: { resultType: 'complete', content: [{ text: 'eve' }] },
      });
    });
  });

  it('an approved call has nobody behind it: what its server asks ends it', async () => {
    const sessionId = await ada.initialize({ capabilities: CAPABILITIES });
    const params = { name: 'New__insist', arguments: {} };
    const answered = ada.request('legacy', 'tools/call', params, { 'mcp-session-id': sessionId });
    const pending = await eventually(async () => {
      const rows = await system.query<{ id: string }>(
        workspace.id,
        `select id from calls where state = 'pending_approval'`,
      );
      if (rows[0] === undefined) throw new Error('not asked for yet');
      return rows[0].id;
    });
    expect(modern.messages('tools/call').filter(({ headers }) => headers['mcp-name'] === 'insist')).toEqual([]);
    await system.approve(workspace.id, pending);
    const { outcomeReason } = await system.callIn(workspace.id, pending, 'failed');
    expect(outcomeReason).toContain('do not declare the required capability');
    expect(await (await answered).text()).not.toContain('"method":"elicitation/create"');
  });
});
