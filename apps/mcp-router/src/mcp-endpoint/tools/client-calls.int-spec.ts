import { beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { newId } from '@countersign/database';
import { aRouter } from '../../test-router.fixture-spec.js';
import { aTracker, type Claims } from '../../test-tracker.fixture-spec.js';
import { TEST_CLIENTS, textOf as text, type TestMcpClient } from '../test-mcp-client.fixture-spec.js';

describe('A call', () => {
  const router = aRouter();

  describe.each(TEST_CLIENTS)('for a client of $client', ({ era, connect: connectTo }) => {
    const tracker = aTracker({
      router,
      era,
      tools: {
        'issue.get': {},
        issue__get: { requiresApproval: true },
        'issue.delete': { requiresApproval: true },
        'issue.off': { enabled: false },
        'issue.gone': { status: 'missing' },
      },
    });
    let sub: string;

    beforeEach(() => {
      sub = newId();
    });

    const connect = (claims: Claims = {}, replica = 0): Promise<TestMcpClient> =>
      connectTo(tracker.system.mcpUrl(replica), tracker.clientToken({ sub, ...claims }));

    it('lists what may be called under exposed names, and nothing else', async () => {
      const client = await connect();
      expect(await client.names()).toEqual([
        'Tracker__issue__get',
        'Tracker__issue_x2Edelete',
        'Tracker__issue_x2Eget',
        'countersign__approval_status',
      ]);
      await client.close();
    });

    it('leaves out what the token does not reach, and uses the token’s prefix', async () => {
      const client = await connect({ integrations: [] });
      expect(await client.names()).toEqual(['countersign__approval_status']);
      expect(text(await client.call('Tracker__issue_x2Eget'))).toBe('Not available: there is no tool of this name.');
      await client.close();
      const prefixed = await connect({ prefix: 'p_', nameBudget: 64 });
      expect(await prefixed.names()).toContain('p_Tracker__issue_x2Eget');
      expect(tracker.upstream.calls).toHaveLength(0);
      await prefixed.close();
    });

    it('answers an allowed call at once with the result of the server', async () => {
      const client = await connect();
      const result = await client.call('Tracker__issue_x2Eget', { id: 7 });
      expect(result).toMatchObject({ content: [{ type: 'text', text: 'ran issue.get 1' }] });
      expect(result.isError ?? false).toBe(false);
      expect(tracker.upstream.calls).toMatchObject([{ name: 'issue.get', argumentsText: '{"id":7}' }]);
      await client.close();
    });

    it.each([
      ['a disabled tool', 'Tracker__issue_x2Eoff', 'Not available: This tool is disabled.'],
      ['a missing tool', 'Tracker__issue_x2Egone', 'Not available: The server no longer offers this tool.'],
      ['an unknown tool', 'Tracker__nothing', 'Not available: there is no tool of this name.'],
      ['a raw name', 'issue.get', 'Not available: there is no tool of this name.'],
    ])('refuses %s by name, as an error result', async (_what, name, expected) => {
      const client = await connect();
      const result = await client.call(name);
      expect(result.isError).toBe(true);
      expect(text(result)).toBe(expected);
      expect(tracker.upstream.calls).toHaveLength(0);
      await client.close();
    });

    it('says of a lost answer that nobody knows, without inviting to try again', async () => {
      tracker.upstream.behaviour = 'reset';
      const client = await connect();
      const result = await client.call('Tracker__issue_x2Eget', { id: 7 });
      expect(result.isError).toBe(true);
      expect(text(result)).toMatch(/^Outcome unknown: .* Do not repeat it/);
      expect(tracker.upstream.calls).toHaveLength(1);
      await client.close();
    });

    it('takes no revoked token any more', async () => {
      const jti = newId();
      await (await connect({ jti })).close();
      tracker.neighbours.revoke(tracker.workspace.id, jti);
      await eventually(() => expect(connect({ jti })).rejects.toThrow(/revoked|401/));
    });
  });
});
