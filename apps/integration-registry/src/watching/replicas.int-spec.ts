import { describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { aWatchingSuite, EAGER, PROMPT } from './fixtures/watching.fixture-spec.js';

const suite = aWatchingSuite();

async function holders(): Promise<(string | null)[]> {
  const rows = await suite.sql<{ holder: string | null }>('select distinct holder from $schema.watches');
  return rows.map(({ holder }) => holder);
}

describe('of several replicas', () => {
  it('exactly one listens to a server', async () => {
    await Promise.all([suite.replica(PROMPT), suite.replica(PROMPT), suite.replica(PROMPT)]);
    const servers = await Promise.all([1, 2, 3, 4].map(() => suite.serve('legacy')));
    for (const server of servers) await suite.register(server);
    await eventually(() => expect(servers.map(({ streams }) => streams.size)).toEqual([1, 1, 1, 1]));
    // Long enough for each replica to have swept many times.
    const [server] = servers;
    server?.announce();
    await eventually(() => expect(server?.lists).toBe(3));
    expect(servers.map(({ streamsTogether }) => streamsTogether)).toEqual([1, 1, 1, 1]);
    expect(servers.map(({ streamsEver }) => streamsEver)).toEqual([1, 1, 1, 1]);
  });

  it('exactly one asks a server that is polled', async () => {
    await Promise.all([suite.replica({ ...EAGER, pollMs: 500 }), suite.replica({ ...EAGER, pollMs: 500 })]);
    const server = await suite.serve('legacy');
    server.listChanged = false;
    const view = await suite.register(server);
    await eventually(() => expect(server.lists).toBeGreaterThan(5));
    const attempts = await suite.sql<{ at: Date }>(
      'select at from $schema.discovery_attempts where integration_id = $1 order by id',
      [view.id],
    );
    const times = attempts.map(({ at }) => at.getTime());
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(pauses.length).toBeGreaterThan(3);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(500 * 0.8 - 1);
    expect((await suite.view(view)).health.state).toBe('healthy');
  });

  it('another one takes over at once what one leaves when it stops', async () => {
    const first = await suite.replica(PROMPT);
    const server = await suite.serve('legacy');
    await suite.register(server);
    await eventually(() => expect(server.streams.size).toBe(1));
    const [leaving] = await eventually(async () => {
      const held = await holders();
      expect(held).not.toContain(null);
      return held;
    });
    await suite.replica(PROMPT);
    await suite.end(first);
    await eventually(() => expect([server.streams.size, server.streamsEver]).toEqual([1, 2]), { timeoutMs: 2_000 });
    expect(server.streamsTogether).toBe(1);
    await eventually(async () => expect(await holders()).not.toContain(leaving));
  });

  it('another one listens again to a server that was being looked at when the first stopped', async () => {
    const first = await suite.replica({ ...PROMPT, announcedMs: 10 });
    const server = await suite.serve('legacy');
    const view = await suite.register(server);
    await eventually(async () => expect((await suite.view(view)).lastAttempt?.trigger).toBe('poll'));
    const looks = server.lists;
    const gate = Promise.withResolvers<void>();
    server.gate = gate.promise;
    server.announce();
    await eventually(() => expect(server.lists).toBe(looks + 1));
    const ending = suite.end(first);
    await eventually(() => expect(server.streams.size).toBe(0));
    gate.resolve();
    await ending;
    await suite.replica(PROMPT);
    await eventually(() => expect([server.streams.size, server.streamsEver]).toEqual([1, 2]));
  });

  it('another one takes over what a killed one held, once its lease has ended', async () => {
    const killed = await suite.process({ WATCH_LEASE_SECONDS: '2' });
    const server = await suite.serve('modern');
    const view = await suite.register(server);
    await eventually(() => expect(server.streams.size).toBe(1));
    await suite.replica({ ...PROMPT, leaseMs: 2_000 });
    await killed.stop('SIGKILL');
    server.add('while nobody listened');
    const killedAt = performance.now();
    await eventually(() => expect(server.streamsEver).toBe(2));
    expect(performance.now() - killedAt).toBeLessThan(5_000);
    await eventually(async () => expect((await suite.view(view)).toolCount).toBe(2));
  });

  it('one whose lease has lapsed lets go, and begins anew', async () => {
    await suite.replica(PROMPT);
    const server = await suite.serve('legacy');
    await suite.register(server);
    await eventually(() => expect(server.streams.size).toBe(1));
    const [before] = await holders();
    await suite.sql(`update $schema.watchers set lease_until = now() - interval '1 second'`);
    await eventually(async () => {
      const [after] = await holders();
      expect([after === before, after === null]).toEqual([false, false]);
      expect([server.streams.size, server.streamsEver]).toEqual([1, 2]);
    });
    expect(suite.log.join('')).toContain('the lease has lapsed');
  });
});
