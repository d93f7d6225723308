import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { STREAMS_PER_PRINCIPAL_MAX } from '../../limits.js';
import type { KnownIntegration } from '../../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { aTracker, type Claims } from '../../test-tracker.fixture-spec.js';
import { TestEvents, TestMcpPost } from '../test-mcp-post.fixture-spec.js';

/** What is promised is a second, which `npm run bench` measures. On a loaded machine nothing but time may be missing. */
const WITHIN = { timeoutMs: 15_000 };
const CHANGED = 'notifications/tools/list_changed';

describe.each(['legacy', 'modern'] as const)('a %s client that listens for changes', (era) => {
  const tracker = aTracker({ tools: { get: {} } });
  let wiki: KnownIntegration;

  beforeEach(async () => {
    wiki = await tracker.system.integration(tracker.workspace.id, 'Wiki', tracker.upstream);
  });

  const connect = (claims: Claims = {}): TestMcpPost =>
    new TestMcpPost(tracker.system.mcpUrl(), tracker.clientToken(claims));
  const open = async (client: TestMcpPost): Promise<Response> => {
    if (era === 'modern') {
      return client.request(era, 'subscriptions/listen', {
        notifications: { toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true },
      });
    }
    return client.without('GET', { 'mcp-session-id': await client.initialize() });
  };
  const listen = async (client: TestMcpPost): Promise<TestEvents> => {
    const response = await open(client);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const events = new TestEvents(response);
    if (era === 'modern') await eventually(() => expect(events.messages).toHaveLength(1));
    return events;
  };
  const heard = ({ methods }: TestEvents): number => methods.filter((method) => method === CHANGED).length;

  it('hears of tools that come, change and go', async () => {
    const events = await listen(connect());
    for (const [count, change] of [
      () => tracker.tool('new'),
      () => tracker.tool('new', { enabled: false }),
      () => tracker.tool('new', { enabled: true, requiresApproval: true }),
    ].entries()) {
      await change();
      await eventually(() => expect(heard(events)).toBe(count + 1), WITHIN);
    }
    await events.close();
  });

  it('hears that prompts or resources were switched on or off, or are another server’s', async () => {
    const events = await listen(connect());
    const narrow = await listen(connect({ integrations: ['Wiki'] }));
    const count = (list: string): number =>
      events.methods.filter((method) => method === `notifications/${list}/list_changed`).length;
    const decide = async (policy: Record<string, unknown>): Promise<void> => {
      tracker.neighbours.change(tracker.workspace.id, {
        kind: 'integration',
        integrationId: tracker.integration.id,
        policy,
      });
      await tracker.followed();
    };
    await decide({ posture: 'open', prompts: true, resources: true });
    await eventually(() => expect([count('prompts'), count('resources')]).toEqual([1, 1]), WITHIN);
    await decide({ posture: 'open', prompts: true });
    await eventually(() => expect([count('prompts'), count('resources')]).toEqual([1, 2]), WITHIN);
    tracker.integration.connectionRevision += 1;
    tracker.neighbours.announceIntegration(tracker.workspace.id, tracker.integration);
    await eventually(() => expect([count('prompts'), count('resources')]).toEqual([2, 2]), WITHIN);
    expect([heard(events), heard(narrow)]).toEqual([0, 0]);
    expect(narrow.methods.filter((method) => method?.endsWith('list_changed'))).toEqual([]);
    await Promise.all([events.close(), narrow.close()]);
  });

  it('hears nothing of what its token does not see, or sees unchanged', async () => {
    const events = await listen(connect({ integrations: ['Tracker'] }));
    const witness = await listen(connect());
    await tracker.system.tool(tracker.workspace.id, wiki, 'page');
    await eventually(() => expect(heard(witness)).toBe(1), WITHIN);
    await tracker.tool('get', { requiresApproval: true });
    await tracker.system.tool(tracker.workspace.id, wiki, 'other');
    await eventually(() => expect(heard(witness)).toBe(2), WITHIN);
    expect(heard(events)).toBe(0);
    await Promise.all([events.close(), witness.close()]);
  });

  it('is not listened for any more once its token is revoked or over', async () => {
    const jti = newId();
    const events = await listen(connect({ jti }));
    tracker.neighbours.revoke(tracker.workspace.id, jti);
    await eventually(() => expect(events.isOver).toBe(true));
    expect(events.messages.at(-1)?.result === undefined).toBe(era === 'legacy');
  });

  it('has a bound number of streams, and gets room again when it closes one', async () => {
    const client = connect();
    const opened = [];
    for (let count = 0; count < STREAMS_PER_PRINCIPAL_MAX; count += 1) opened.push(await listen(client));
    const refused = await open(client);
    if (era === 'legacy') expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    else expect(await refused.json()).toMatchObject({ error: { code: -32_603 } });
    expect((await open(connect())).status).toBe(200);
    await opened.pop()?.close();
    await eventually(async () => expect((await open(client)).headers.get('content-type')).toBe('text/event-stream'));
  });
});

describe('streams of changes', () => {
  let system: RouterSystem;
  let workspace: TestWorkspace;
  let client: TestMcpPost;

  beforeAll(async () => {
    system = await RouterSystem.start();
    workspace = await system.workspace();
    await system.followed(workspace.id);
    client = new TestMcpPost(system.mcpUrl(), system.clientToken(workspace.id));
  });

  it('begin with what is promised, and end when nothing is', async () => {
    const notifications = { resourceSubscriptions: ['a:b'], toolsListChanged: false };
    const events = new TestEvents(await client.request('modern', 'subscriptions/listen', { notifications }));
    await eventually(() => expect(events.isOver).toBe(true));
    const _meta = { 'io.modelcontextprotocol/subscriptionId': 1 };
    expect(events.messages).toMatchObject([
      { method: 'notifications/subscriptions/acknowledged', params: { notifications: {}, _meta } },
      { id: 1, result: { resultType: 'complete', _meta } },
    ]);
    const unsaid = await client.request('modern', 'subscriptions/listen');
    expect(await unsaid.json()).toMatchObject({ error: { code: -32_602 } });
  });

  it('are one for each session: the newer takes the place of the older', async () => {
    const session = { 'mcp-session-id': await client.initialize() };
    const [older, newer] = [
      new TestEvents(await client.without('GET', session)),
      new TestEvents(await client.without('GET', session)),
    ];
    await eventually(() => expect(older.isOver).toBe(true));
    expect(newer.isOver).toBe(false);
    expect((await client.without('GET', { ...session, accept: 'application/json' })).status).toBe(406);
    await client.without('DELETE', session);
    await eventually(() => expect(newer.isOver).toBe(true));
  });

  it('end when the router does', async () => {
    const session = { 'mcp-session-id': await client.initialize() };
    const notifications = { toolsListChanged: true };
    const streams = [
      new TestEvents(await client.without('GET', session)),
      new TestEvents(await client.request('modern', 'subscriptions/listen', { notifications })),
    ];
    await eventually(() => expect(streams[1]?.messages).toHaveLength(1));
    await system.stop();
    await eventually(() => expect(streams.map(({ isOver }) => isOver)).toEqual([true, true]));
    expect(streams[1]?.messages.at(-1)).toMatchObject({ result: { resultType: 'complete' } });
  });
});
