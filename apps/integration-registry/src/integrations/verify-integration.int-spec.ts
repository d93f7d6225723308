import { describe, expect, it } from '@jest/globals';
import {
  discoveryFailed,
  type IntegrationView,
  listToolDefinitions,
  type ToolDefinition,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aTool, legacyMcp, sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();

function verify({ workspaceId, id: integrationId }: IntegrationView): Promise<IntegrationView> {
  return suite.gateway.ask(verifyIntegration, { workspaceId, integrationId, actor: EDITOR });
}

async function definitions({ workspaceId, id: integrationId }: IntegrationView): Promise<ToolDefinition[]> {
  return (await suite.policy.ask(listToolDefinitions, { workspaceId, integrationId })).items;
}

describe('a verification', () => {
  it('that finds the same is a new snapshot without a change', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')] })));
    const before = await suite.register({ serverUrl: server.url });
    const after = await verify(before);
    expect(after).toMatchObject({ snapshotRevision: 2, connectionRevision: 1, updatedAt: before.updatedAt });
    expect(await suite.changesSince(before.workspaceId, 2)).toEqual([]);
    const [event] = (await suite.events(before.workspaceId, 3)).slice(-1);
    expect(before.lastAttempt).toMatchObject({ trigger: 'register' });
    expect(event?.data).toMatchObject({
      trigger: 'verify',
      snapshotRevision: 2,
      revision: 3,
      added: [],
      removed: [],
      changed: [],
    });
  });

  it('that succeeds after the grant has ended connects nothing', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')] })));
    const view = await suite.register({ serverUrl: server.url });
    server.behave(
      legacyMcp(async () => {
        await suite.registry.sql(`update $schema.integrations set status = 'needs_reauthorization' where id = $1`, [
          view.id,
        ]);
        return { tools: [aTool('a'), aTool('b')] };
      }),
    );
    const after = await verify(view);
    expect(after).toMatchObject({ status: 'needs_reauthorization', snapshotRevision: 1, toolCount: 1 });
  });

  it('tells what was added, removed and changed, and what came back', async () => {
    let tools = [aTool('kept'), aTool('changed'), aTool('gone')];
    const server = await suite.serve(legacyMcp(() => ({ tools })));
    const view = await suite.register({ serverUrl: server.url });
    tools = [aTool('new'), aTool('changed', { description: 'now I do more' }), aTool('kept')];
    await verify(view);
    expect((await definitions(view)).map(({ name }) => name)).toEqual(['new', 'changed', 'kept']);
    const changes = await suite.changesSince(view.workspaceId, 2);
    expect(changes.map(({ toolName, removed }) => [toolName, removed]).sort()).toEqual([
      ['changed', false],
      ['gone', true],
      ['new', false],
    ]);
    expect(changes.find(({ removed }) => removed)).toMatchObject({ definitionHash: null, slug: 'Tracker' });
    tools = [...tools, aTool('gone')];
    await verify(view);
    expect(await suite.changesSince(view.workspaceId, 3)).toMatchObject([{ toolName: 'gone', removed: false }]);
    const events = (await suite.events(view.workspaceId, 4)).slice(-2);
    expect(events.map(({ data }) => [data['added'], data['removed'], data['changed']])).toEqual([
      [['new'], ['gone'], ['changed']],
      [['gone'], [], []],
    ]);
  });

  it.each([0.5, 90_000.75, -1, 1e300])('keeps a snapshot whose listing is good for %d ms', async (ttlMs) => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')], ttlMs })));
    const before = await suite.register({ serverUrl: server.url });
    expect(await verify(before)).toMatchObject({ status: 'connected', snapshotRevision: 2 });
  });

  it('takes no more new names of a server that makes them up with every listing', async () => {
    let round = 0;
    const listTools = () => ({
      tools: [aTool('kept'), ...Array.from({ length: 8_000 }, (_, i) => aTool(`${round}.${i}`))],
    });
    const server = await suite.serve(legacyMcp(listTools));
    let view = await suite.register({ serverUrl: server.url });
    const counts = [view.toolCount];
    for (round = 1; round < 4; round += 1) {
      view = await verify(view);
      counts.push(view.toolCount);
    }
    expect(counts).toEqual([8_001, 8_001, 4_000, 1]);
    expect(view.warnings).toMatchObject([{ code: 'tool.too_many_names', message: expect.stringMatching(/^8000 new/) }]);
    round = 0;
    expect(await verify(view)).toMatchObject({ toolCount: 8_001, warnings: [] });
  });

  it('of a server that lists nothing removes every tool and differs from a failure', async () => {
    let tools = [aTool('a'), aTool('b')];
    const server = await suite.serve(legacyMcp(() => ({ tools })));
    const view = await suite.register({ serverUrl: server.url });
    tools = [];
    expect(await verify(view)).toMatchObject({ status: 'connected', toolCount: 0 });
    expect(await definitions(view)).toEqual([]);
    server.behave((_, response) => sendJson(response, 500, {}));
    expect(await verify(view)).toMatchObject({ status: 'check_failed', toolCount: 0, snapshotRevision: 2 });
  });

  it('of a server that has never listed anything differs from one that was never verified', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const view = await suite.register({ serverUrl: server.url });
    expect(view).toMatchObject({
      status: 'connected',
      toolCount: 0,
      snapshotRevision: 1,
      lastAttempt: { succeeded: true },
    });
    expect(view.verifiedAt).not.toBeNull();
    const [, discovered] = await suite.events(view.workspaceId, 2);
    expect(discovered).toMatchObject({
      type: 'registry.discovery.completed.v1',
      data: { toolCount: 0, complete: true },
    });
  });

  it('that fails is told to nobody who keeps policies', () => {
    expect(discoveryFailed.workers).toEqual(['admin-gateway']);
    expect(discoveryFailed.followers).toEqual([]);
  });

  it('that fails keeps the snapshot and says why; the next one heals it', async () => {
    const good = legacyMcp(() => ({ tools: [aTool('a')] }));
    const server = await suite.serve(good);
    const view = await suite.register({ serverUrl: server.url });
    server.behave((_, response) => sendJson(response, 503, { secret: 'canary-err' }));
    const failed = await verify(view);
    expect(failed).toMatchObject({
      status: 'check_failed',
      snapshotRevision: 1,
      toolCount: 1,
      verifiedAt: view.verifiedAt,
      lastAttempt: {
        succeeded: false,
        errorCode: 'discovery.server_error',
        message: expect.stringContaining('503'),
        trigger: 'verify',
      },
    });
    expect(await definitions(view)).toHaveLength(1);
    expect(await suite.changesSince(view.workspaceId, 2)).toEqual([]);
    const [event] = (await suite.events(view.workspaceId, 3)).slice(-1);
    expect(event).toMatchObject({
      type: 'registry.discovery.failed.v1',
      data: { integrationId: view.id, errorCode: 'discovery.server_error', trigger: 'verify', first: true },
    });
    await verify(view);
    const [again] = (await suite.events(view.workspaceId, 4)).slice(-1);
    expect(again?.data).toMatchObject({ first: false });
    server.behave(good);
    expect(await verify(view)).toMatchObject({
      status: 'connected',
      lastAttempt: { succeeded: true, errorCode: null, message: null },
    });
    expect(await suite.registry.dump()).not.toContain('canary-err');
  });

  it('is joined by those who ask while it runs', async () => {
    const gate = Promise.withResolvers<void>();
    let lists = 0;
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const view = await suite.register({ serverUrl: server.url });
    server.behave(
      legacyMcp(async () => {
        lists += 1;
        await gate.promise;
        return { tools: [aTool('a')] };
      }),
    );
    const all = Array.from({ length: 20 }, () => verify(view));
    await eventually(() => expect(lists).toBe(1));
    gate.resolve();
    const views = await Promise.all(all);
    expect(new Set(views.map(({ snapshotRevision }) => snapshotRevision))).toEqual(new Set([2]));
    expect(lists).toBe(1);
  });

  it('asks no question that fails, but once a day', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [] })));
    const view = await suite.register({ serverUrl: server.url });
    const asked = async (): Promise<string[]> => {
      server.received.length = 0;
      await verify(view);
      const bodies = server.received.map(({ body }) => body).filter((body) => body !== '');
      return bodies.map((body) => (JSON.parse(body) as { method: string }).method);
    };
    const known = ['initialize', 'notifications/initialized', 'tools/list'];
    expect([await asked(), await asked()]).toEqual([known, known]);
    await suite.registry.sql(
      `update $schema.verification_leases set negotiated_at = negotiated_at - interval '24 hours' where integration_id = $1`,
      [view.id],
    );
    expect([await asked(), await asked()]).toEqual([['server/discover', ...known], known]);
  });

  it('that is repeated within one discovery is one attempt, with the last error', async () => {
    const good = legacyMcp(() => ({ tools: [] }));
    const server = await suite.serve(good);
    const view = await suite.register({ serverUrl: server.url });
    const statuses = [503, 500, 429, 503];
    server.behave((_, response) => sendJson(response, statuses.shift() ?? 200, {}));
    const { lastAttempt } = await verify(view);
    expect(lastAttempt).toMatchObject({ succeeded: false, message: expect.stringContaining('503') });
    const attempts = await suite.registry.sql('select 1 from $schema.discovery_attempts where integration_id = $1', [
      view.id,
    ]);
    expect(attempts).toHaveLength(2);
  });

  it('of a connection that has moved meanwhile is not kept', async () => {
    const gate = Promise.withResolvers<void>();
    const old = await suite.serve(legacyMcp(() => ({ tools: [aTool('old')] })));
    const next = await suite.serve(legacyMcp(() => ({ tools: [aTool('next')] })));
    const view = await suite.register({ serverUrl: old.url });
    let isAsked = false;
    old.behave(
      legacyMcp(async () => {
        isAsked = true;
        await gate.promise;
        return { tools: [aTool('late')] };
      }),
    );
    const late = verify(view);
    await eventually(() => expect(isAsked).toBe(true));
    const { workspaceId, id: integrationId } = view;
    await suite.gateway.ask(updateIntegration, { workspaceId, integrationId, actor: EDITOR, serverUrl: next.url });
    gate.resolve();
    expect(await late).toMatchObject({ connectionRevision: 2, snapshotRevision: 2 });
    expect((await definitions(view)).map(({ name }) => name)).toEqual(['next']);
  });

  it('may be asked for by the router, of what is there', async () => {
    const request = { workspaceId: EDITOR.id, integrationId: EDITOR.id, actor: EDITOR };
    await expect(suite.router.ask(verifyIntegration, request)).rejects.toMatchObject({ code: 'integration.not_found' });
  });
});
