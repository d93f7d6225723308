import { describe, expect, it } from '@jest/globals';
import { type IntegrationView, removeIntegration, updateIntegration, verifyIntegration } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import type { AnnouncingServer, Kind } from './fixtures/announcing-server.fixture-spec.js';
import { aWatchingSuite, EAGER, PROMPT } from './fixtures/watching.fixture-spec.js';

const suite = aWatchingSuite();

/** Once it is listened to, and looked at after that. */
async function watched(server: AnnouncingServer, mode: string, fields = {}): Promise<IntegrationView> {
  const view = await suite.register(server, fields);
  await eventually(async () => {
    expect(server.streams.size).toBe(1);
    const { health, lastAttempt } = await suite.view(view);
    expect([health.watch, lastAttempt?.trigger]).toEqual([mode, 'poll']);
  });
  return view;
}

function toRef(view: IntegrationView | undefined): { workspaceId: string; integrationId: string } {
  return { workspaceId: view?.workspaceId ?? '', integrationId: view?.id ?? '' };
}

const KINDS: readonly [Kind, string][] = [
  ['legacy', 'list-changed'],
  ['sse', 'list-changed'],
  ['modern', 'subscription'],
];

describe('a server that announces changes', () => {
  it.each(KINDS)('is looked at within two seconds of its word (%s)', async (kind, mode) => {
    await suite.replica(PROMPT);
    const server = await suite.serve(kind);
    const view = await watched(server, mode);
    server.add('second');
    const listsBefore = server.lists;
    const announcedAt = performance.now();
    server.announce();
    await eventually(() => expect(server.lists).toBe(listsBefore + 1));
    expect(performance.now() - announcedAt).toBeLessThan(2_000);
    await eventually(async () => expect((await suite.view(view)).toolCount).toBe(2));
    const { lastAttempt, health } = await suite.view(view);
    expect(lastAttempt).toMatchObject({ trigger: 'list-changed', succeeded: true });
    // The slower pace of the safety net, give or take a fifth.
    const pauseMs = Date.parse(health.nextCheckAt ?? '') - Date.parse(lastAttempt?.at ?? '');
    expect(pauseMs).toBeGreaterThan(23 * 60_000);
    expect(pauseMs).toBeLessThan(37 * 60_000);
  });

  it.each(KINDS)('gets one look for a row of words, and the next one later (%s)', async (kind, mode) => {
    await suite.replica({ ...PROMPT, announcedMs: 50, announcedGapMs: 1_000 });
    const server = await suite.serve(kind);
    await watched(server, mode);
    const before = server.lists;
    const beganAt = performance.now();
    const chatter = setInterval(() => server.announce(), 5);
    await eventually(() => expect(server.lists).toBe(before + 2));
    clearInterval(chatter);
    expect(performance.now() - beganAt).toBeGreaterThan(1_000);
  });

  it('is sent the credentials of the integration, and an answer to its pings', async () => {
    await suite.replica(PROMPT);
    const server = await suite.serve('legacy');
    await watched(server, 'list-changed', { headers: [{ name: 'Authorization', value: 'Bearer canary-watch' }] });
    server.ping();
    await eventually(() => expect(server.pongs).toEqual(['ping-1']));
    const lost = server.http.received.filter(({ headers }) => headers['authorization'] !== 'Bearer canary-watch');
    expect(lost).toEqual([]);
    expect(suite.log.join('')).not.toContain('canary-watch');
  });

  it('is no longer listened to once it is removed', async () => {
    await suite.replica(PROMPT);
    const server = await suite.serve('legacy');
    const { workspaceId, id: integrationId } = await watched(server, 'list-changed');
    await suite.gateway.ask(removeIntegration, { workspaceId, integrationId, actor: EDITOR });
    await eventually(() => expect(server.streams.size).toBe(0), { timeoutMs: 1_000 });
    await eventually(async () =>
      expect(
        await suite.sql('select holder, next_check_at, next_stream_at from $schema.watches where integration_id = $1', [
          integrationId,
        ]),
      ).toEqual([{ holder: null, next_check_at: null, next_stream_at: null }]),
    );
    await eventually(() => expect(server.sessionsEnded).toBeGreaterThan(0));
  });

  it('is listened to where it is now, after its connection has moved', async () => {
    await suite.replica(PROMPT);
    const server = await suite.serve('legacy');
    const next = await suite.serve('modern');
    const { workspaceId, id: integrationId } = await watched(server, 'list-changed');
    const moved = { workspaceId, integrationId, actor: EDITOR, serverUrl: next.url };
    const view = await suite.gateway.ask(updateIntegration, moved);
    await eventually(() => expect([server.streams.size, next.streams.size]).toEqual([0, 1]));
    await eventually(async () => expect((await suite.view(view)).health.watch).toBe('subscription'));
  });

  it('is left alone once only a person can let us in', async () => {
    await suite.replica({ ...PROMPT, announcedMs: 10, announcedGapMs: 100 });
    const server = await suite.serve('legacy');
    const view = await watched(server, 'list-changed');
    await eventually(async () => {
      // Again and again: a look that had begun says that all is well.
      await suite.sql(`update $schema.integrations set status = 'needs_reauthorization' where id = $1`, [view.id]);
      server.announce();
      expect(server.streams.size).toBe(0);
    });
    expect((await suite.view(view)).health).toMatchObject({ watch: 'none', nextCheckAt: null, state: 'healthy' });
  });
});

describe('the streams of a replica', () => {
  it('are so many and not more; the others are polled until there is room', async () => {
    await suite.replica(EAGER, { all: 2 });
    const servers = await Promise.all([1, 2, 3].map(() => suite.serve('legacy')));
    const views: IntegrationView[] = [];
    for (const server of servers) views.push(await suite.register(server));
    const modes = async (): Promise<string[]> =>
      (await Promise.all(views.map((view) => suite.view(view)))).map(({ health }) => health.watch);
    await eventually(async () => expect(await modes()).toEqual(['list-changed', 'list-changed', 'polling']));
    const [first, , last] = servers;
    const before = last?.lists ?? 0;
    await eventually(() => expect(last?.lists).toBeGreaterThan(before + 2));
    expect(last?.streamsEver).toBe(0);
    if (first !== undefined) first.listChanged = false;
    await suite.gateway.ask(verifyIntegration, { ...toRef(views[0]), actor: EDITOR });
    await eventually(async () => expect(await modes()).toEqual(['polling', 'list-changed', 'list-changed']));
  });

  it('to one origin are so many and not more', async () => {
    await suite.replica(PROMPT, { perOrigin: 1 });
    const server = await suite.serve('modern');
    await watched(server, 'subscription');
    const second = await suite.register(server);
    await eventually(() => expect(suite.log.join('')).toContain('there are enough streams to that server'));
    expect([server.streamsEver, (await suite.view(second)).health.watch]).toEqual([1, 'polling']);
  });
});

describe('a stream that is not to be had', () => {
  it('is opened again after it broke, and the server is looked at', async () => {
    await suite.replica({ ...PROMPT, streamRetryMs: 100 });
    const server = await suite.serve('legacy');
    const view = await watched(server, 'list-changed');
    server.add('while nobody listened');
    server.breakStreams();
    await eventually(async () => {
      expect(server.streamsEver).toBe(2);
      expect((await suite.view(view)).toolCount).toBe(2);
    });
  });

  it('leaves the server to polling, and is tried again', async () => {
    await suite.replica(EAGER);
    const server = await suite.serve('legacy');
    server.streamStatus = 405;
    const view = await suite.register(server);
    server.add('second');
    await eventually(async () =>
      expect(await suite.view(view)).toMatchObject({ toolCount: 2, health: { watch: 'polling', state: 'healthy' } }),
    );
    server.streamStatus = null;
    await eventually(async () => expect((await suite.view(view)).health.watch).toBe('list-changed'));
  });

  it('is not even tried where none is offered', async () => {
    await suite.replica(EAGER);
    const server = await suite.serve('legacy');
    server.listChanged = false;
    await suite.register(server);
    await eventually(() => expect(server.lists).toBeGreaterThan(3));
    expect(server.http.received.some(({ method }) => method === 'GET')).toBe(false);
  });

  it('is opened anew after its time, without a failure', async () => {
    await suite.replica({ ...PROMPT, streamLifetimeMs: 300, streamRetryMs: 50 });
    const server = await suite.serve('modern');
    const view = await suite.register(server);
    await eventually(() => expect(server.streamsEver).toBeGreaterThan(3));
    const rows = await suite.sql('select stream_failures from $schema.watches where integration_id = $1', [view.id]);
    expect(rows).toEqual([{ stream_failures: 0 }]);
  });
});
