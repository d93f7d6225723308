import { describe, expect, it } from '@jest/globals';
import {
  getIntegration,
  listIntegrations,
  listToolDefinitions,
  removeIntegration,
  resolveUpstream,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { aTool, legacyMcp } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();

describe('a removal', () => {
  it('leaves a tombstone for those who follow, and nothing else', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [aTool('a'), aTool('b')] })));
    const headers = [{ name: 'X-Key', value: 'gone-secret' }];
    const { workspaceId, id } = await suite.register({ serverUrl: `${server.url}?key=url-secret`, headers });
    const request = { workspaceId, integrationId: id, actor: EDITOR };
    await suite.gateway.ask(removeIntegration, request);

    const notFound = expect.objectContaining({ code: 'integration.not_found' });
    await expect(suite.gateway.ask(getIntegration, request)).rejects.toEqual(notFound);
    await expect(suite.gateway.ask(verifyIntegration, request)).rejects.toEqual(notFound);
    await expect(suite.gateway.ask(removeIntegration, request)).rejects.toEqual(notFound);
    await expect(suite.policy.ask(listToolDefinitions, request)).rejects.toEqual(notFound);
    await expect(suite.router.ask(resolveUpstream, request)).rejects.toEqual(notFound);
    expect((await suite.gateway.ask(listIntegrations, { workspaceId })).items).toEqual([]);

    const changes = await suite.changesSince(workspaceId, 2);
    expect(changes.map(({ toolName, removed, revision }) => [toolName, removed, revision]).sort()).toEqual(
      [
        ['a', true, 3],
        ['b', true, 3],
        [null, true, 3],
      ].sort(),
    );
    const [event] = (await suite.events(workspaceId, 3)).slice(-1);
    expect(event).toMatchObject({
      type: 'registry.integration.removed.v1',
      data: { integrationId: id, slug: 'Tracker', revision: 3 },
    });
    const counts = await suite.registry.sql(
      `select (select count(*)::int from $schema.integration_headers where workspace_id = $1) as headers,
              (select count(*)::int from $schema.discovery_attempts where workspace_id = $1) as attempts`,
      [workspaceId],
    );
    expect(counts).toEqual([{ headers: 0, attempts: 0 }]);
    expect(await suite.registry.dump()).not.toContain('url-secret');
  });

  it('of what was seen is refused once somebody has changed it', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const { workspaceId, id, version } = await suite.register({ serverUrl: server.url });
    const request = { workspaceId, integrationId: id, actor: EDITOR };
    await suite.gateway.ask(updateIntegration, { ...request, displayName: 'Kept' });
    const late = suite.gateway.ask(removeIntegration, { ...request, ifVersion: version });
    await expect(late).rejects.toMatchObject({ code: 'precondition.failed', details: { version: version + 1 } });
    expect(await suite.gateway.ask(getIntegration, request)).toMatchObject({ displayName: 'Kept' });
    await suite.gateway.ask(removeIntegration, { ...request, ifVersion: version + 1 });
    await expect(suite.gateway.ask(getIntegration, request)).rejects.toMatchObject({ code: 'integration.not_found' });
  });

  it('never gives the slug to another server', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const { workspaceId, id } = await suite.register({ serverUrl: server.url, slug: 'Jira' });
    await suite.gateway.ask(removeIntegration, { workspaceId, integrationId: id, actor: EDITOR });
    await expect(suite.register({ workspaceId, serverUrl: server.url, slug: 'JIRA' })).rejects.toMatchObject({
      code: 'integration.slug_taken',
    });
  });
});
