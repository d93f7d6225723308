import { describe, expect, it } from '@jest/globals';
import {
  getIntegration,
  type IntegrationView,
  listToolDefinitions,
  resolveUpstream,
  updateIntegration,
  type UpdateIntegrationRequest,
  verifyIntegration,
} from '@countersign/contracts';
import { openSealed } from '@countersign/tokens';
import { aTool, legacyMcp, sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();

function update(of: IntegrationView, fields: Partial<UpdateIntegrationRequest>): Promise<IntegrationView> {
  const { workspaceId, id: integrationId } = of;
  return suite.gateway.ask(updateIntegration, { workspaceId, integrationId, actor: EDITOR, ...fields });
}

async function upstreamHeaders({ workspaceId, id }: IntegrationView): Promise<unknown> {
  const upstream = await suite.router.ask(resolveUpstream, { workspaceId, integrationId: id });
  if (upstream.sealedHeaders === null) return null;
  const context = `upstream-headers:${workspaceId}:${id}:${upstream.connectionRevision}`;
  return JSON.parse(openSealed(suite.registry.routerKeys.privateKeyPem, upstream.sealedHeaders, context).toString());
}

const twoTools = legacyMcp(() => ({ tools: [aTool('a'), aTool('b')] }));

describe('an update', () => {
  it('of names alone asks no server and moves no connection', async () => {
    const server = await suite.serve(twoTools);
    const before = await suite.register({ serverUrl: server.url });
    const asked = server.received.length;
    const after = await update(before, { displayName: 'Jira', description: 'issues', timeoutSeconds: 7 });
    expect(after).toMatchObject({
      displayName: 'Jira',
      description: 'issues',
      timeoutSeconds: 7,
      slug: 'Tracker',
      connectionRevision: 1,
      snapshotRevision: 1,
    });
    expect(server.received.length).toBe(asked);
    const [event] = (await suite.events(before.workspaceId, 3)).slice(-1);
    expect(event).toMatchObject({
      type: 'registry.integration.updated.v1',
      data: { displayName: 'Jira', connectionMoved: false, connectionRevision: 1, revision: 3 },
    });
    const changes = await suite.changesSince(before.workspaceId, 2);
    expect(changes).toEqual([expect.objectContaining({ revision: 3, toolName: null, removed: false })]);
  });

  it('that changes nothing is no event', async () => {
    const server = await suite.serve(twoTools);
    const before = await suite.register({ serverUrl: server.url });
    expect(await update(before, { displayName: before.displayName, serverUrl: before.serverUrl })).toEqual(before);
    expect(await suite.changesSince(before.workspaceId, 2)).toEqual([]);
  });

  it('of the URL discovers the new server and marks every tool', async () => {
    const [one, two] = [await suite.serve(twoTools), await suite.serve(twoTools)];
    const before = await suite.register({ serverUrl: one.url });
    const after = await update(before, { serverUrl: two.url });
    expect(after).toMatchObject({ serverUrl: two.url, connectionRevision: 2, snapshotRevision: 2, toolCount: 2 });
    const changes = await suite.changesSince(before.workspaceId, 2);
    expect(changes[0]).toMatchObject({ toolName: null, revision: 3, connectionRevision: 2 });
    expect(
      changes
        .slice(1)
        .map(({ toolName }) => toolName)
        .sort(),
    ).toEqual(['a', 'b']);
    for (const tool of changes.slice(1)) expect(tool).toMatchObject({ revision: 4, connectionRevision: 2 });
    const events = (await suite.events(before.workspaceId, 4)).slice(-2);
    expect(events).toMatchObject([
      { type: 'registry.integration.updated.v1', data: { connectionMoved: true, connectionRevision: 2, revision: 3 } },
      { type: 'registry.discovery.completed.v1', data: { connectionRevision: 2, snapshotRevision: 2, revision: 4 } },
    ]);
  });

  it('of the transport alone is another connection too, with every tool marked', async () => {
    const server = await suite.serve(twoTools);
    const before = await suite.register({ serverUrl: server.url });
    const after = await update(before, { transport: 'streamable-http' });
    expect(after).toMatchObject({ transport: 'streamable-http', connectionRevision: 2, snapshotRevision: 2 });
    const [, ...tools] = await suite.changesSince(before.workspaceId, 2);
    expect(tools).toMatchObject([
      { revision: 4, connectionRevision: 2 },
      { revision: 4, connectionRevision: 2 },
    ]);
    const [updated] = (await suite.events(before.workspaceId, 4)).slice(-2);
    expect(updated?.data).toMatchObject({ connectionMoved: true, connectionRevision: 2 });
  });

  it('to a server that fails changes nothing', async () => {
    const [good, bad] = [await suite.serve(twoTools), await suite.serve((_, response) => sendJson(response, 500, {}))];
    const before = await suite.register({ serverUrl: good.url, headers: [{ name: 'X-Key', value: 'old' }] });
    const attempt = update(before, {
      serverUrl: bad.url,
      displayName: 'Other',
      headers: [{ name: 'X-Key', value: 'new' }],
    });
    await expect(attempt).rejects.toMatchObject({ code: 'discovery.server_error' });
    const { workspaceId, id: integrationId } = before;
    expect(await suite.gateway.ask(getIntegration, { workspaceId, integrationId })).toEqual(before);
    expect(await upstreamHeaders(before)).toEqual({ 'X-Key': 'old' });
    expect(await suite.changesSince(workspaceId, 2)).toEqual([]);
    const announced = 'select 1 from $schema.outbox where workspace_id = $1';
    expect(await suite.registry.sql(announced, [workspaceId])).toHaveLength(2);
  });

  it('of the headers discovers with the new ones and replaces the old', async () => {
    const server = await suite.serve((request, response) => {
      if (request.headers['x-key'] !== 'new') return sendJson(response, 401, {});
      return twoTools(request, response);
    });
    const before = await suite.register({ serverUrl: server.url, headers: [{ name: 'X-Key', value: 'new' }] });
    await expect(update(before, { headers: [{ name: 'X-Key', value: 'wrong' }] })).rejects.toMatchObject({
      code: 'discovery.refused',
    });
    const after = await update(before, {
      headers: [
        { name: 'x-key', value: 'new' },
        { name: 'X-Team', value: 't' },
      ],
    });
    expect(after).toMatchObject({
      connectionRevision: 2,
      headers: [
        { name: 'x-key', setBy: EDITOR.name },
        { name: 'X-Team', setBy: EDITOR.name },
      ],
    });
    expect(await upstreamHeaders(after)).toEqual({ 'x-key': 'new', 'X-Team': 't' });
    await expect(update(before, { headers: [] })).rejects.toMatchObject({ code: 'discovery.refused' });
  });

  it('needs the headers again for a new URL, and sends them to no other server', async () => {
    const [own, other] = [await suite.serve(twoTools), await suite.serve(twoTools)];
    const before = await suite.register({ serverUrl: own.url, headers: [{ name: 'X-Key', value: 'mine' }] });
    await expect(update(before, { serverUrl: other.url })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { problems: [{ pointer: '/headers', code: 'headers_required' }] },
    });
    expect(other.received).toEqual([]);
    const after = await update(before, { serverUrl: `${own.url}/v2`, headers: [{ name: 'X-Key', value: 'again' }] });
    expect(await upstreamHeaders(after)).toEqual({ 'X-Key': 'again' });
    const moved = await update(after, { serverUrl: other.url, headers: [] });
    expect([await upstreamHeaders(moved), moved.headers]).toEqual([null, []]);
    for (const { headers } of other.received) expect(headers['x-key']).toBeUndefined();
  });

  it('that meets another one of the connection is told so', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = await suite.serve(legacyMcp(async () => gate.promise.then(() => ({ tools: [aTool('slow')] }))));
    const [fast, first] = [await suite.serve(twoTools), await suite.serve(twoTools)];
    const before = await suite.register({ serverUrl: first.url });
    const losing = update(before, { serverUrl: slow.url });
    const lost = expect(losing).rejects.toMatchObject({ code: 'integration.changed' });
    await update(before, { serverUrl: fast.url });
    gate.resolve();
    await lost;
    const { workspaceId, id: integrationId } = before;
    const page = await suite.policy.ask(listToolDefinitions, { workspaceId, integrationId });
    expect(page).toMatchObject({ connectionRevision: 2, items: [{ name: 'a' }, { name: 'b' }] });
  });

  it('on what was seen is made by one of those who saw it', async () => {
    const server = await suite.serve(twoTools);
    const before = await suite.register({ serverUrl: server.url });
    const { version: ifVersion } = before;
    const names = ['One', 'Two', 'Three'];
    const outcomes = await Promise.allSettled(names.map((displayName) => update(before, { displayName, ifVersion })));
    const made = outcomes.filter(({ status }) => status === 'fulfilled');
    const late = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as object] : []));
    expect([made.length, late.length]).toEqual([1, 2]);
    for (const reason of late) {
      expect(reason).toMatchObject({ code: 'precondition.failed', details: { version: ifVersion + 1 } });
    }
    expect(await update(before, { description: 'any', ifVersion: ifVersion + 1 })).toMatchObject({
      version: ifVersion + 2,
    });
    await expect(update(before, { description: 'any', ifVersion })).rejects.toMatchObject({
      code: 'precondition.failed',
    });
  });

  it('on what was seen is too late where somebody was quicker than the server that it tries', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = await suite.serve(legacyMcp(async () => gate.promise.then(() => ({ tools: [] }))));
    const before = await suite.register({ serverUrl: (await suite.serve(twoTools)).url });
    const losing = update(before, { serverUrl: slow.url, ifVersion: before.version });
    const lost = expect(losing).rejects.toMatchObject({ code: 'precondition.failed' });
    await update(before, { displayName: 'Quicker' });
    gate.resolve();
    await lost;
    const { workspaceId, id: integrationId } = before;
    expect(await suite.gateway.ask(getIntegration, { workspaceId, integrationId })).toMatchObject({
      ...{ displayName: 'Quicker', serverUrl: before.serverUrl, connectionRevision: 1 },
    });
  });

  it('on what was seen does not mind what is discovered meanwhile', async () => {
    const tools = [aTool('a')];
    const server = await suite.serve(legacyMcp(() => ({ tools })));
    const before = await suite.register({ serverUrl: server.url });
    const { workspaceId, id: integrationId, version } = before;
    tools.push(aTool('b'));
    const verified = await suite.gateway.ask(verifyIntegration, { workspaceId, integrationId, actor: EDITOR });
    expect(verified).toMatchObject({ snapshotRevision: 2, version });
    expect((await update(before, { displayName: 'Jira', ifVersion: version })).version).toBe(version + 1);
  });

  it('of an integration that is not there is refused', async () => {
    const server = await suite.serve(twoTools);
    const before = await suite.register({ serverUrl: server.url });
    await expect(update({ ...before, id: before.workspaceId }, { displayName: 'x' })).rejects.toMatchObject({
      code: 'integration.not_found',
    });
  });
});
