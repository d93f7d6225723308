import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { newId } from '@countersign/database';
import type { KnownIntegration } from '../../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { TestUpstream } from '../../test-upstream.fixture-spec.js';
import type { Era } from '../protocol/protocol-version.js';
import { TEST_CLIENTS, textOf as text, type TestMcpClient } from '../test-mcp-client.fixture-spec.js';

describe('A call', () => {
  let system: RouterSystem;
  let upstreams: Readonly<Record<Era, TestUpstream>>;

  beforeAll(async () => {
    system = await RouterSystem.start();
    upstreams = { legacy: await TestUpstream.start('legacy'), modern: await TestUpstream.start('modern') };
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all(Object.values(upstreams).map((upstream) => upstream.stop()));
  });

  describe.each(TEST_CLIENTS)('for a client of $client', ({ era, connect: connectTo }) => {
    let upstream: TestUpstream;
    let workspace: TestWorkspace;
    let integration: KnownIntegration;
    let sub: string;

    beforeEach(async () => {
      upstream = upstreams[era];
      upstream.calls.length = 0;
      upstream.behaviour = 'ok';
      sub = newId();
      workspace = await system.workspace();
      integration = await system.integration(workspace.id, 'Tracker', upstream);
      await system.tool(workspace.id, integration, 'issue.get');
      await system.tool(workspace.id, integration, 'issue__get', { requiresApproval: true });
      await system.tool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
      await system.tool(workspace.id, integration, 'issue.off', { enabled: false });
      await system.tool(workspace.id, integration, 'issue.gone', { status: 'missing' });
    });

    const connect = (claims: Parameters<RouterSystem['clientToken']>[1] = {}, replica = 0): Promise<TestMcpClient> =>
      connectTo(system.mcpUrl(replica), system.clientToken(workspace.id, { sub, ...claims }));

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
      expect(upstream.calls).toHaveLength(0);
      await prefixed.close();
    });

    it('answers an allowed call at once with the result of the server', async () => {
      const client = await connect();
      const result = await client.call('Tracker__issue_x2Eget', { id: 7 });
      expect(result).toMatchObject({ content: [{ type: 'text', text: 'ran issue.get 1' }] });
      expect(result.isError ?? false).toBe(false);
      expect(upstream.calls).toMatchObject([{ name: 'issue.get', argumentsText: '{"id":7}' }]);
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
      expect(upstream.calls).toHaveLength(0);
      await client.close();
    });

    it('says of a lost answer that nobody knows, without inviting to try again', async () => {
      upstream.behaviour = 'reset';
      const client = await connect();
      const result = await client.call('Tracker__issue_x2Eget', { id: 7 });
      expect(result.isError).toBe(true);
      expect(text(result)).toMatch(/^Outcome unknown: .* Do not repeat it/);
      expect(upstream.calls).toHaveLength(1);
      await client.close();
    });

    it('takes no revoked token any more', async () => {
      const jti = newId();
      await (await connect({ jti })).close();
      system.neighbours.revoke(workspace.id, jti);
      await eventually(() => expect(connect({ jti })).rejects.toThrow(/revoked|401/));
    });
  });
});
