import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { INPUT_ROUNDS_MAX } from '../../limits.js';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import type { SdkServer } from '../../upstream/sdk-server.fixture-spec.js';
import { ASKING_CLIENTS, connectV1, type AskingClientOptions } from './asking-client.fixture-spec.js';
import { QUESTION, startAskingServer } from './asking-server.fixture-spec.js';

interface Row {
  readonly tool: string;
  readonly state: string;
  readonly sent: boolean;
}

describe.each(['legacy', 'modern'] as const)('a %s server, during a call that nobody has to approve', (era) => {
  let system: RouterSystem;
  let upstream: SdkServer;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    [system, upstream] = await Promise.all([RouterSystem.start({ replicas: 2 }), startAskingServer(era)]);
    workspace = await system.workspace();
    const integration = await system.integration(workspace.id, 'Forms', upstream);
    for (const name of ['ask', 'work', 'insist']) await system.tool(workspace.id, integration, name);
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });

  const options = (more: Partial<AskingClientOptions> = {}): AskingClientOptions => ({
    url: system.mcpUrl(),
    token: system.clientToken(workspace.id),
    ...more,
  });
  const ledger = (): Promise<Row[]> =>
    system.query<Row>(
      workspace.id,
      `select convert_from(tool_name, 'UTF8') as tool, state, sent_at is not null as sent from calls order by id`,
    );
  const declared = (): unknown[] =>
    era === 'legacy'
      ? upstream.messages('initialize').map(({ message }) => (message.params as { capabilities: object }).capabilities)
      : upstream
          .messages('tools/call')
          .map(({ message }) => message.params as { _meta: Record<string, unknown> })
          .map(({ _meta }) => _meta['io.modelcontextprotocol/clientCapabilities']);

  describe.each(ASKING_CLIENTS)('of $client', ({ clientEra, connect }) => {
    it('is heard: its progress in order and before the result, and of its log what the client wants', async () => {
      const client = await connect(options());
      expect(await client.call('Forms__work')).toEqual({ isError: false, text: 'done' });
      expect(client.progress).toEqual([1, 2, 3]);
      expect(client.logged).toEqual([]);
      await client.setLevel('warning');
      await client.call('Forms__work');
      expect(client.logged).toEqual(['at work']);
      await client.close();
    });

    // An open stream cannot wait between two requests of the modern era: to a legacy server such a client has nothing to say.
    const canAsk = era === 'modern' || clientEra === 'legacy';

    it(canAsk ? 'is answered by the person at the client' : 'is told that nobody can be asked', async () => {
      const client = await connect(options());
      const before = await ledger();
      const answer = await client.call('Forms__ask');
      expect(client.asked).toHaveLength(canAsk ? 1 : 0);
      if (!canAsk) return expect(answer.isError).toBe(true);
      expect(answer).toEqual({ isError: false, text: 'ada' });
      expect(client.asked[0]).toMatchObject(QUESTION);
      const rounds = era === 'modern' ? [{ tool: 'ask', state: 'failed', sent: true }] : [];
      await eventually(async () => {
        const after = (await ledger()).slice(before.length);
        expect(after).toEqual([...rounds, { tool: 'ask', state: 'succeeded', sent: true }]);
      });
      await client.close();
    });

    it('never asks a client that did not say that it can be asked', async () => {
      const client = await connect(options({ elicits: false }));
      const outcome = await client.call('Forms__ask').catch((error: Error) => ({ isError: true, text: error.message }));
      expect(outcome.isError).toBe(true);
      expect(client.asked).toEqual([]);
      expect(declared().at(-1)).toEqual({});
      await client.close();
    });
  });

  describe('of a legacy client whose answers come to another replica', () => {
    it('is answered all the same, from a row that says nothing to who reads it', async () => {
      const client = await connectV1(options({ answersTo: system.mcpUrl(1) }));
      expect(await client.call('Forms__ask')).toEqual({ isError: false, text: 'ada' });
      const rows = await system.query<{ answer: string }>(workspace.id, 'select answer from client_answers');
      expect(rows.length).toBeGreaterThan(0);
      expect(Buffer.from(rows[0]?.answer ?? '', 'base64url').toString('latin1')).not.toContain('ada');
      await client.close();
    });

    it('is heard as the session says there', async () => {
      const client = await connectV1(options({ answersTo: system.mcpUrl(1) }));
      await client.setLevel('debug');
      await client.call('Forms__work');
      expect(client.logged).toEqual(['a detail', 'at work']);
      await client.close();
    });
  });

  it('is declared exactly what the client of this call has declared', () => {
    const shapes = new Set(declared().map((capabilities) => JSON.stringify(capabilities)));
    expect([...shapes].sort()).toEqual(['{"elicitation":{"form":{}}}', '{}']);
  });

  it('leaves nothing unknown, and nothing sent that was not recorded', async () => {
    const rows = await ledger();
    expect(rows.map(({ state }) => state)).not.toContain('unknown');
    expect(rows.filter(({ sent }) => sent)).toHaveLength(upstream.messages('tools/call').length);
  });

  if (era === 'modern') {
    it('cannot ask a legacy client for ever', async () => {
      const client = await connectV1(options());
      const sent = upstream.messages('tools/call').length;
      expect(await client.call('Forms__insist')).toMatchObject({ isError: true });
      expect(client.asked).toHaveLength(INPUT_ROUNDS_MAX);
      expect(upstream.messages('tools/call')).toHaveLength(sent + INPUT_ROUNDS_MAX + 1);
      await client.close();
    });
  }
});
