import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  getIntegration,
  listCatalogueChanges,
  listIntegrations,
  listToolDefinitions,
  registerIntegration,
} from '@countersign/contracts';
import type { RequestClient } from '@countersign/messaging';
import { eventually } from '@countersign/testing';
import { TestTracker } from '../fixtures/demo-tracker.fixture-spec.js';
import { TestRegistry } from '../fixtures/registry.fixture-spec.js';
import { aRegistration } from '../fixtures/requests.fixture-spec.js';

let registry: TestRegistry;
let tracker: TestTracker;
let gateway: RequestClient;

beforeAll(async () => {
  tracker = await TestTracker.start();
  registry = await TestRegistry.start();
  gateway = await registry.as('admin-gateway');
});
afterAll(() => Promise.all([registry?.stop(), tracker?.stop()]));

describe('registering a server', () => {
  it('discovers it, stores it and announces it', async () => {
    const request = aRegistration({ serverUrl: tracker.url });
    const { workspaceId } = request;
    const view = await gateway.ask(registerIntegration, request);
    expect(view).toMatchObject({
      workspaceId,
      slug: 'Tracker',
      serverUrl: tracker.url,
      status: 'connected',
      era: 'modern',
      protocolVersion: '2026-07-28',
      connectionRevision: 1,
      snapshotRevision: 1,
      headers: [],
      warnings: [{ code: 'tool.name_not_ascii' }],
      lastAttempt: { succeeded: true, errorCode: null },
    });
    expect(view.toolCount).toBeGreaterThan(3);
    expect(await gateway.ask(getIntegration, { workspaceId, integrationId: view.id })).toEqual(view);
    expect((await gateway.ask(listIntegrations, { workspaceId })).items).toEqual([view]);

    const policy = await registry.as('policy');
    const page = await policy.ask(listToolDefinitions, { workspaceId, integrationId: view.id });
    expect(page).toMatchObject({ snapshotRevision: 1, connectionRevision: 1, nextCursor: null });
    expect(page.items).toHaveLength(view.toolCount);
    expect(page.items.map(({ name }) => name)).toEqual(expect.arrayContaining(['issue.get', 'issue__get']));

    const router = await registry.as('mcp-router');
    const changes = await router.ask(listCatalogueChanges, { workspaceId, sinceRevision: 0 });
    expect(changes.revision).toBe(2);
    expect(changes.changes[0]).toMatchObject({ revision: 1, toolName: null, slug: 'Tracker', removed: false });
    expect(changes.changes).toHaveLength(view.toolCount + 1);
    expect(await router.ask(listCatalogueChanges, { workspaceId, sinceRevision: 2 })).toMatchObject({ changes: [] });

    const events = await eventually(async () => {
      const own = (await registry.events()).filter((event) => event.workspaceId === workspaceId);
      expect(own).toHaveLength(2);
      return own;
    });
    expect(events.map(({ type }) => type)).toEqual([
      'registry.integration.registered.v1',
      'registry.discovery.completed.v1',
    ]);
    expect(events[1]?.data).toMatchObject({
      snapshotRevision: 1,
      revision: 2,
      toolCount: view.toolCount,
      complete: true,
    });
  });

  it('is refused for a workspace that has the slug in another case', async () => {
    const request = aRegistration({ serverUrl: tracker.url, workspaceId: randomUUID() });
    await gateway.ask(registerIntegration, request);
    await expect(gateway.ask(registerIntegration, { ...request, slug: 'tracker' })).rejects.toMatchObject({
      code: 'integration.slug_taken',
    });
  });
});
