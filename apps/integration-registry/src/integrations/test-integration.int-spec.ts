import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  getIntegration,
  type IntegrationTestResult,
  listDiscoveryAttempts,
  listRecentChecks,
  testIntegration,
  type TestIntegrationRequest,
} from '@countersign/contracts';
import { aTool, legacyMcp, sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();
const HEADERS = [{ name: 'X-Key', value: 'canary-stored' }];

function test(fields: Partial<TestIntegrationRequest> & { serverUrl: string }): Promise<IntegrationTestResult> {
  return suite.gateway.ask(testIntegration, { workspaceId: randomUUID(), actor: EDITOR, ...fields });
}

/** The lease of the replica is renewed while a test runs. */
function withoutTimes(dump: string): string {
  return dump.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*\+\d\d/g, '');
}

describe('a test of a configuration', () => {
  it('says what would be registered, and stores nothing of it', async () => {
    const tools = Array.from({ length: 120 }, (_, index) => aTool(`tool-${index}`));
    const server = await suite.serve(legacyMcp(() => ({ tools: [...tools, aTool('tool-0')] })));
    const before = withoutTimes(await suite.registry.dump());
    const result = await test({ serverUrl: server.url, headers: HEADERS, timeoutSeconds: 5 });
    expect(result).toMatchObject({
      succeeded: true,
      errorCode: null,
      wireTransport: 'streamable-http',
      era: 'legacy',
      protocolVersion: '2025-06-18',
      toolCount: 120,
      warnings: [{ code: 'tool.duplicate_name' }],
    });
    expect(result.toolNames).toEqual(tools.slice(0, 100).map((tool) => (tool as { name: string }).name));
    expect(server.received.at(0)?.headers['x-key']).toBe('canary-stored');
    expect(withoutTimes(await suite.registry.dump())).toBe(before);
  });

  it('answers that the server fails, and why', async () => {
    const server = await suite.serve((_, response) => sendJson(response, 500, { secret: 'canary-answer' }));
    const result = await test({ serverUrl: server.url });
    expect(result).toMatchObject({ succeeded: false, errorCode: 'discovery.server_error', toolCount: 0, era: null });
    expect(result.message).toContain('HTTP 500');
    expect(JSON.stringify(result)).not.toContain('canary-answer');
    server.behave((_, response) => sendJson(response, 401, {}));
    expect(await test({ serverUrl: server.url })).toMatchObject({ succeeded: false, errorCode: 'discovery.refused' });
  });

  it.each([
    ['http://169.254.169.254/', 'egress.refused'],
    ['https://nowhere.invalid/mcp', 'discovery.unreachable'],
  ])('answers for %s that it may or can not be reached', async (serverUrl, errorCode) => {
    expect(await test({ serverUrl })).toMatchObject({ succeeded: false, errorCode });
  });

  it.each<[Partial<TestIntegrationRequest>, string]>([
    [{ auth: 'none', headers: HEADERS }, '/headers'],
    [{ auth: 'headers' }, '/headers'],
    [{ oauth: { clientId: 'c' } }, '/oauth'],
    [{ headers: [{ name: 'Host', value: 'x' }] }, '/headers/0/name'],
    [{ timeoutSeconds: 1.5 }, '/timeoutSeconds'],
  ])('is refused for %j, and nobody is asked', async (fields, pointer) => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    await expect(test({ serverUrl: server.url, ...fields })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { problems: [expect.objectContaining({ pointer })] },
    });
    expect(server.received).toEqual([]);
  });
});

describe('a test of a change', () => {
  it('sends the stored headers to the URL that they were saved for', async () => {
    const own = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')] })));
    const { workspaceId, id: integrationId, ...view } = await suite.register({ serverUrl: own.url, headers: HEADERS });
    own.received.length = 0;
    const result = await test({ workspaceId, integrationId, serverUrl: own.url, transport: 'streamable-http' });
    expect(result.succeeded).toBe(true);
    for (const { headers } of own.received) expect(headers['x-key']).toBe('canary-stored');
    const after = await suite.gateway.ask(getIntegration, { workspaceId, integrationId });
    expect(after).toEqual({ workspaceId, id: integrationId, ...view });
    expect((await suite.gateway.ask(listDiscoveryAttempts, { workspaceId, integrationId })).items).toHaveLength(1);
    const recent = await suite.gateway.ask(listRecentChecks, { workspaceId, integrationIds: [integrationId] });
    expect(recent.items).toMatchObject([{ integrationId, checks: [{ succeeded: true }] }]);
    const announced = 'select 1 from $schema.outbox where workspace_id = $1';
    expect(await suite.registry.sql(announced, [workspaceId])).toHaveLength(2);
  });

  it('sends them to no other path of the same host either', async () => {
    const own = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const { workspaceId, id: integrationId } = await suite.register({ serverUrl: own.url, headers: HEADERS });
    own.received.length = 0;
    for (const serverUrl of [`${own.url}/another-customer`, `${own.url}?customer=another`]) {
      await expect(test({ workspaceId, integrationId, serverUrl })).rejects.toMatchObject({
        details: { problems: [{ pointer: '/headers', code: 'headers_required' }] },
      });
    }
    expect(own.received).toEqual([]);
  });

  it('sends them to no other server: it is refused, and nothing is sent at all', async () => {
    const own = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const other = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const { workspaceId, id: integrationId } = await suite.register({ serverUrl: own.url, headers: HEADERS });
    for (const fields of [{}, { auth: 'headers' }, { transport: 'sse' }, { auth: 'oauth2' }] as const) {
      await expect(test({ workspaceId, integrationId, serverUrl: other.url, ...fields })).rejects.toMatchObject({
        code: 'request.invalid',
        details: { problems: [{ pointer: '/headers', code: 'headers_required' }] },
      });
    }
    expect(other.received).toEqual([]);
    for (const fields of [
      { headers: [] },
      { auth: 'none' },
      { headers: [{ name: 'X-Key', value: 'given' }] },
    ] as const) {
      const given = 'headers' in fields ? { headers: [...fields.headers] } : fields;
      expect((await test({ workspaceId, integrationId, serverUrl: other.url, ...given })).succeeded).toBe(true);
    }
    expect(other.received.length).toBeGreaterThan(0);
    expect(JSON.stringify(other.received)).not.toContain('canary-stored');
  });

  it('takes what is not given from the stored one', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const { workspaceId, id: integrationId } = await suite.register({ serverUrl: server.url, timeoutSeconds: 1 });
    server.behave(() => undefined);
    const result = await test({ workspaceId, integrationId, serverUrl: server.url });
    expect(result).toMatchObject({ succeeded: false, errorCode: 'discovery.timed_out' });
    expect(result.durationMs).toBeGreaterThanOrEqual(900);
  });
});
