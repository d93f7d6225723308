import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type HealthView, type IntegrationView, removeIntegration, verifyIntegration } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import type { AnnouncingServer } from './fixtures/announcing-server.fixture-spec.js';
import { aWatchingSuite, EAGER, PROMPT } from './fixtures/watching.fixture-spec.js';

const suite = aWatchingSuite();

async function polled(fields = {}): Promise<{ server: AnnouncingServer; view: IntegrationView }> {
  const server = await suite.serve('legacy');
  server.listChanged = false;
  return { server, view: await suite.register(server, fields) };
}

async function verify({ workspaceId, id: integrationId }: IntegrationView): Promise<HealthView> {
  return (await suite.gateway.ask(verifyIntegration, { workspaceId, integrationId, actor: EDITOR })).health;
}

/** From the last attempt to the next look, in seconds. */
async function pauseSeconds(view: IntegrationView): Promise<number> {
  const { health, lastAttempt } = await suite.view(view);
  return (Date.parse(health.nextCheckAt ?? '') - Date.parse(lastAttempt?.at ?? '')) / 1_000;
}

describe('a server that is polled', () => {
  it('is watched from its registration on, and its changes are found', async () => {
    await suite.replica(EAGER);
    const { server, view } = await polled();
    expect(view.health).toMatchObject({ state: 'healthy', watch: 'polling', consecutiveFailures: 0 });
    expect(Date.parse(view.health.nextCheckAt ?? '')).toBeGreaterThan(Date.parse(view.createdAt));
    server.add('second');
    await eventually(async () =>
      expect(await suite.view(view)).toMatchObject({ toolCount: 2, lastAttempt: { trigger: 'poll', succeeded: true } }),
    );
  });

  it('is asked again after five minutes, give or take a fifth, where it says nothing', async () => {
    await suite.replica(PROMPT);
    const { view } = await polled();
    const pause = await pauseSeconds(view);
    expect(pause).toBeGreaterThanOrEqual(239);
    expect(pause).toBeLessThanOrEqual(361);
  });

  it.each([
    ['as long as it says', 120_000, 120],
    ['not too soon', 1, 30],
    ['not too late', 1e15, 3_600],
    ['as usual where it says that its listing is never current', 0, 300],
    ['as usual where it says less than nothing', -1, 300],
  ])('is asked again %s', async (_, ttlMs, seconds) => {
    await suite.replica(PROMPT);
    const server = await suite.serve('modern');
    server.listChanged = false;
    server.ttlMs = ttlMs;
    const pause = await pauseSeconds(await suite.register(server));
    expect(pause).toBeGreaterThanOrEqual(seconds * 0.8 - 1);
    expect(pause).toBeLessThanOrEqual(seconds * 1.2 + 1);
  });

  it('that fails is degraded, then down, asked ever less, and healthy again at its first success', async () => {
    await suite.replica(PROMPT);
    const { server, view } = await polled();
    server.status = 404;
    const pauses: number[] = [];
    const states: [string, number][] = [];
    const since = new Set<string | null>();
    for (let failure = 1; failure <= 5; failure += 1) {
      const health = await verify(view);
      states.push([health.state, health.consecutiveFailures]);
      if (health.state === 'down') since.add(health.since);
      pauses.push(Math.round((await pauseSeconds(view)) / 60));
    }
    expect(states).toEqual([
      ['degraded', 1],
      ['degraded', 2],
      ['down', 3],
      ['down', 4],
      ['down', 5],
    ]);
    expect(since.size).toBe(1);
    [5, 10, 20, 30, 30].forEach((minutes, index) => {
      expect(pauses[index]).toBeGreaterThanOrEqual(minutes * 0.8 - 1);
      expect(pauses[index]).toBeLessThanOrEqual(minutes * 1.2 + 1);
    });
    server.status = null;
    expect(await verify(view)).toMatchObject({ state: 'healthy', consecutiveFailures: 0 });
  });

  it('that is down is found to be back by itself', async () => {
    await suite.replica({ ...EAGER, backoffMaxMs: 400 });
    const { server, view } = await polled();
    server.status = 404;
    await eventually(async () => expect((await suite.view(view)).health.state).toBe('down'));
    server.status = null;
    await eventually(async () => expect((await suite.view(view)).health.state).toBe('healthy'));
  });

  it('is left alone once it is removed', async () => {
    await suite.replica(EAGER);
    const { server, view } = await polled();
    const { workspaceId, id: integrationId } = view;
    await suite.gateway.ask(removeIntegration, { workspaceId, integrationId, actor: EDITOR });
    const other = await polled();
    const [before, otherBefore] = [server.lists, other.server.lists];
    await eventually(() => expect(other.server.lists).toBeGreaterThan(otherBefore + 3));
    // One that had begun may have ended since.
    expect(server.lists).toBeLessThanOrEqual(before + 1);
  });

  it('is left alone while only a person can let us in, and asked again after that', async () => {
    await suite.replica(EAGER);
    const { server, view } = await polled();
    await eventually(async () => {
      // Again and again: a look that had begun says that all is well.
      await suite.sql(`update $schema.integrations set status = 'needs_reauthorization' where id = $1`, [view.id]);
      expect((await suite.view(view)).health).toMatchObject({ watch: 'none', nextCheckAt: null });
    });
    server.status = 401;
    expect(await verify(view)).toMatchObject({ state: 'degraded', watch: 'none', nextCheckAt: null });
    server.status = null;
    await suite.sql(`update $schema.integrations set status = 'connected' where id = $1`, [view.id]);
    expect(await verify(view)).toMatchObject({ watch: 'polling', nextCheckAt: expect.any(String) });
    const before = server.lists;
    await eventually(() => expect(server.lists).toBeGreaterThan(before));
  });
});

describe('the servers of a workspace', () => {
  it('that hang take their own room, and not that of others', async () => {
    await suite.replica({ ...EAGER, pollMs: 100 });
    const workspaceId = randomUUID();
    const gate = Promise.withResolvers<void>();
    const hanging = await Promise.all(
      [1, 2, 3, 4, 5].map((number) => polled({ workspaceId, displayName: `Hanging ${number}` })),
    );
    const atFirst = hanging.map(({ server }) => server.lists);
    for (const { server } of hanging) server.gate = gate.promise;
    const other = await polled();
    const before = other.server.lists;
    await eventually(() => expect(other.server.lists).toBeGreaterThan(before + 10));
    const open = hanging.filter(({ server }, index) => server.lists > (atFirst[index] ?? 0));
    // Two at once; each of the others may have been looked at before its gate was shut.
    const busy = await suite.sql<{ held: number }>(
      'select count(*)::int as held from $schema.watches where workspace_id = $1 and holder is not null',
      [workspaceId],
    );
    expect(busy).toEqual([{ held: 2 }]);
    expect(open.length).toBeGreaterThanOrEqual(2);
    gate.resolve();
    const counts = hanging.map(({ server }) => server.lists);
    await eventually(() =>
      hanging.forEach(({ server }, index) => expect(server.lists).toBeGreaterThan(counts[index] ?? 0)),
    );
  });
});
