import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { McpServer as LegacyMcpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { McpServer } from '@modelcontextprotocol/server';
import { listUpstreamHealth } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { freePort } from '@countersign/testing';
import { CIRCUIT_FAILURES_MAX } from '../limits.js';
import { refreshTo } from '../test-connection.fixture-spec.js';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import type { RequestOutcome } from '../upstream/upstream-outcome.js';
import { SdkServer } from '../upstream/sdk-server.fixture-spec.js';
import { UpstreamRequests } from './upstream-requests.client.js';

const URI = 'note://one/two';

describe('requests that are no calls', () => {
  let system: RouterSystem;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    system = await RouterSystem.start();
    workspace = await system.workspace();
  });
  afterAll(() => system.stop());

  const ask = (
    { id, connectionRevision }: KnownIntegration,
    request: { method: string; paramsText?: string; name?: string },
  ): Promise<RequestOutcome> =>
    system
      .get(UpstreamRequests)
      .ask(
        { workspaceId: workspace.id, integrationId: id, connectionRevision },
        { id: newId(), paramsText: '{}', ...request },
      );

  describe.each(['legacy', 'modern'] as const)('to a %s server', (era) => {
    let upstream: SdkServer;
    let integration: KnownIntegration;

    beforeAll(async () => {
      upstream = await (era === 'legacy' ? SdkServer.legacy(legacyServer) : SdkServer.modern(modernServer));
      integration = await system.integration(workspace.id, `Notes${era}`, upstream);
    });
    afterAll(() => upstream.stop());

    it('list and read its resources', async () => {
      expect(await ask(integration, { method: 'resources/list' })).toMatchObject({
        kind: 'result',
        result: { resources: [{ uri: URI }] },
      });
      const read = { method: 'resources/read', paramsText: JSON.stringify({ uri: URI }), name: URI };
      expect(await ask(integration, read)).toMatchObject({ result: { contents: [{ text: 'a note' }] } });
      const sent = upstream.messages('resources/read').at(-1)?.headers['mcp-name'];
      expect(sent).toBe(era === 'modern' ? URI : undefined);
    });

    it('list and get its prompts, whose names no header can hold as they are', async () => {
      expect(await ask(integration, { method: 'prompts/list' })).toMatchObject({
        result: { prompts: [{ name: 'grüße' }] },
      });
      const get = { method: 'prompts/get', paramsText: '{"name":"grüße"}', name: 'grüße' };
      expect(await ask(integration, get)).toMatchObject({
        result: { messages: [{ content: { text: 'Say hello.' } }] },
      });
    });

    it('hand on what the server says is wrong, in its own words', async () => {
      const outcome = await ask(integration, { method: 'prompts/get', paramsText: '{"name":"none"}', name: 'none' });
      expect(outcome).toMatchObject({ kind: 'failed', error: { code: expect.any(Number) } });
    });

    if (era === 'legacy') {
      it('begin a new session where the server has lost it', async () => {
        upstream.sessions.clear();
        expect(await ask(integration, { method: 'prompts/list' })).toMatchObject({ kind: 'result' });
      });
    }
  });

  it('are sent with newer credentials when the server refuses these', async () => {
    const upstream = await TestUpstream.start('modern');
    const integration = await system.integration(workspace.id, 'Locked', upstream);
    refreshTo(integration, 'old-token');
    integration.renew = () => refreshTo(integration, 'new-token');
    upstream.refuse = (authorization) =>
      authorization === 'Bearer new-token' ? null : { status: 401, challenge: 'Bearer' };
    const outcome = await ask(integration, { method: 'resources/list' });
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: -32_601 } });
    expect(integration.refusals).toHaveLength(1);
    await upstream.stop();
  });

  it('end as not sent where nobody listens, and people can ask why', async () => {
    const url = `http://127.0.0.1:${await freePort()}/mcp`;
    const integration = await system.integration(workspace.id, 'Gone', { url, era: 'modern' });
    for (let count = 0; count <= CIRCUIT_FAILURES_MAX; count += 1) {
      expect(await ask(integration, { method: 'resources/list' })).toMatchObject({ kind: 'not_sent' });
    }
    const { items } = await system.neighbours.gatewayClient().ask(listUpstreamHealth, { workspaceId: workspace.id });
    const { id: integrationId } = integration;
    const reason = expect.stringMatching(/./);
    expect(items).toEqual([
      { integrationId, state: 'open', failures: CIRCUIT_FAILURES_MAX, reason, retryAt: expect.stringMatching(/Z$/) },
    ]);
  });
});

function legacyServer(): LegacyMcpServer {
  const server = new LegacyMcpServer({ name: 'notes', version: '1' });
  server.registerResource('note', URI, {}, (uri) => ({ contents: [{ uri: uri.href, text: 'a note' }] }));
  server.registerPrompt('grüße', {}, () => greeting());
  return server;
}

function modernServer(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1' });
  server.registerResource('note', URI, {}, (uri) => ({ contents: [{ uri: uri.href, text: 'a note' }] }));
  server.registerPrompt('grüße', {}, () => greeting());
  return server;
}

function greeting() {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text: 'Say hello.' } }] };
}
