import { describe, expect, it } from '@jest/globals';
import {
  type DiscoveryAttemptPage,
  type IntegrationView,
  listDiscoveryAttempts,
  verifyIntegration,
} from '@countersign/contracts';
import { aTool, legacyMcp, sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();

function verify({ workspaceId, id: integrationId }: IntegrationView): Promise<IntegrationView> {
  return suite.gateway.ask(verifyIntegration, { workspaceId, integrationId, actor: EDITOR });
}

function attempts(
  { workspaceId, id: integrationId }: IntegrationView,
  page: { cursor?: string; limit?: number } = {},
): Promise<DiscoveryAttemptPage> {
  return suite.gateway.ask(listDiscoveryAttempts, { workspaceId, integrationId, ...page });
}

describe('the attempts of an integration', () => {
  it('are listed newest first, each with when, why, how long and what went wrong', async () => {
    const good = legacyMcp(() => ({ tools: [aTool('a')] }));
    const server = await suite.serve(good);
    const view = await suite.register({ serverUrl: server.url, headers: [{ name: 'X-Key', value: 'canary-key' }] });
    server.behave((_, response) => sendJson(response, 404, { text: 'canary-text' }));
    await verify(view);
    server.behave(good);
    const last = await verify(view);
    const { items, nextCursor } = await attempts(view);
    expect(items).toMatchObject([
      { succeeded: true, errorCode: null, message: null, trigger: 'verify' },
      { succeeded: false, errorCode: 'discovery.not_mcp', message: expect.stringContaining('404'), trigger: 'verify' },
      { succeeded: true, trigger: 'register' },
    ]);
    expect(nextCursor).toBeNull();
    expect(items[0]).toEqual(last.lastAttempt);
    for (const { at, durationMs } of items) {
      expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
      expect(durationMs).toBeGreaterThanOrEqual(0);
    }
    expect(JSON.stringify(items)).not.toContain('canary');
  });

  it('come in pages', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const view = await suite.register({ serverUrl: server.url });
    for (let count = 0; count < 4; count += 1) await verify(view);
    const all = (await attempts(view)).items;
    const first = await attempts(view, { limit: 2 });
    const second = await attempts(view, { limit: 2, cursor: first.nextCursor ?? '' });
    const third = await attempts(view, { limit: 2, cursor: second.nextCursor ?? '' });
    expect([...first.items, ...second.items, ...third.items]).toEqual(all);
    expect([all.length, third.nextCursor]).toEqual([5, null]);
    await expect(attempts(view, { cursor: 'x' })).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
