import { beforeEach, describe, expect, it } from '@jest/globals';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aRouter } from '../../test-router.fixture-spec.js';
import { aTracker } from '../../test-tracker.fixture-spec.js';

describe('a legacy client that cancels its request', () => {
  const tracker = aTracker({ router: aRouter({ replicas: 2 }), tools: { 'issue.delete': { requiresApproval: true } } });
  let token: string;

  beforeEach(() => {
    token = tracker.clientToken({ sub: newId() });
  });

  const connect = async (): Promise<{ client: LegacyClient; transport: LegacyTransport }> => {
    const transport = new LegacyTransport(new URL(tracker.system.mcpUrl()), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    });
    const client = new LegacyClient({ name: 'test', version: '1' });
    await client.connect(transport);
    return { client, transport };
  };
  const begin = (client: LegacyClient, args: object, options: { signal?: AbortSignal; timeout?: number } = {}) =>
    client
      .callTool({ name: 'Tracker__issue_x2Edelete', arguments: { ...args } }, undefined, options)
      .catch((error: unknown) => error);
  const pending = async (count: number): Promise<string[]> =>
    eventually(async () => {
      const sql = `select id from calls where state = 'pending_approval' order by id`;
      const rows = await tracker.query<{ id: string }>(sql);
      expect(rows).toHaveLength(count);
      return rows.map(({ id }) => id);
    });

  it('takes its call back: nobody is asked any more, and an approval on its way has no effect', async () => {
    const { client } = await connect();
    const abort = new AbortController();
    const answer = begin(client, { id: 7 }, { signal: abort.signal });
    const [callId = ''] = await pending(1);
    const { approvalId } = await tracker.system.requestOf(callId);
    abort.abort('changed my mind');
    await answer;
    const call = await tracker.callIn(callId, 'cancelled');
    expect(call).toMatchObject({ outcomeReason: 'its client cancelled it: changed my mind', clientGoneAt: null });
    await eventually(() => expect(tracker.neighbours.withdrawn).toContain(approvalId));
    await tracker.approve(callId);
    await tracker.system.decisionsHandled();
    expect((await tracker.call(callId)).state).toBe('cancelled');
    expect(tracker.upstream.calls).toHaveLength(0);
    await client.close();
  });

  it('is only gone when its stream closes, or when its own clock runs out', async () => {
    const [leaving, impatient] = [await connect(), await connect()];
    const left = begin(leaving.client, { id: 1 });
    const [first = ''] = await pending(1);
    await leaving.client.close();
    const timedOut = begin(impatient.client, { id: 2 }, { timeout: 300 });
    const [, second = ''] = await pending(2);
    await Promise.all([left, timedOut]);
    for (const callId of [first, second]) {
      await eventually(async () => expect((await tracker.call(callId)).clientGoneAt).not.toBeNull());
      expect((await tracker.call(callId)).state).toBe('pending_approval');
    }
    await impatient.client.close();
  });

  it('reaches its own call on any replica, and not that of another session with the same request id', async () => {
    const [one, two] = [await connect(), await connect()];
    const abort = new AbortController();
    const answers = [begin(one.client, { id: 1 }), begin(two.client, { id: 2 }, { signal: abort.signal })];
    await pending(2);
    expect(one.transport.sessionId).not.toBe(two.transport.sessionId);
    const cancelled = (requestId: number) =>
      fetch(tracker.system.mcpUrl(1), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          authorization: `Bearer ${token}`,
          'mcp-session-id': one.transport.sessionId ?? '',
        },
        body: JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } }),
      });
    expect((await cancelled(99)).status).toBe(202);
    await pending(2);
    // The first request of a client of this SDK is its initialize, with the id 0.
    await cancelled(1);
    const [rest = ''] = await pending(1);
    expect((await tracker.call(rest)).argumentsText).toBe('{"id":2}');
    abort.abort();
    await tracker.callIn(rest, 'cancelled');
    await Promise.all(answers);
    await Promise.all([one.client.close(), two.client.close()]);
  });

  it('does so before its call is recorded, too', async () => {
    const abort = new AbortController();
    const { client } = await connect();
    const blocked = tracker.system.infrastructure.database.transaction(tracker.workspace.id, async (tx) => {
      // The lock under which an ask is recorded.
      const [row] = await tx.query<{ sub: string }[]>('select $1::text as sub', [sub()]);
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tracker.workspace.id} ${row?.sub}`]);
      const answer = begin(client, { id: 7 }, { signal: abort.signal });
      await eventually(async () => {
        const sql = `select 1 from pg_stat_activity where wait_event = 'advisory' and datname = current_database()`;
        expect(await tracker.query(sql)).toHaveLength(1);
      });
      abort.abort();
      return answer;
    });
    await blocked;
    await eventually(async () => {
      const states = await tracker.query<{ state: string }>('select state from calls');
      expect(states).toEqual([{ state: 'cancelled' }]);
    });
    await client.close();
  });

  const sub = (): string => {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string };
    return claims.sub;
  };
});
