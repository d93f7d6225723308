import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { startNats } from './start-nats.js';
import type { StartedNats } from './start-nats.js';

describe('startNats', () => {
  let nats: StartedNats;
  beforeAll(async () => {
    nats = await startNats({
      config: ({ storeDir }) => `
        jetstream { store_dir: "${storeDir}" }
        authorization { users: [{ user: "a", password: "secret" }] }`,
    });
  });
  afterAll(() => nats.stop());

  it('obeys the configuration on a port below the ephemeral range', async () => {
    expect(nats.port).toBeLessThan(32_768);
    await expect(connect({ servers: nats.url, reconnect: false })).rejects.toThrow(/authorization/i);
  });

  it('keeps its streams over a kill, and loses them when told to', async () => {
    const login = { servers: nats.url, user: 'a', pass: 'secret', reconnect: false };
    const before = await connect(login);
    await (await jetstreamManager(before)).streams.add({ name: 'S', subjects: ['s'] });
    await jetstream(before).publish('s', 'kept');
    await nats.kill();
    await nats.restart();
    const after = await connect(login);
    expect((await (await jetstreamManager(after)).streams.info('S')).state.messages).toBe(1);
    await after.close();
    await nats.restart({ loseStore: true });
    const empty = await connect(login);
    await expect((await jetstreamManager(empty)).streams.info('S')).rejects.toThrow('stream not found');
    await empty.close();
  });

  it('says why a server does not start', async () => {
    await expect(startNats({ config: 'sync_interval: always' })).rejects.toThrow('unknown field "sync_interval"');
  });
});

describe('two servers', () => {
  it('do not meet', async () => {
    const [first, second] = await Promise.all([startNats(), startNats()]);
    expect(first.port).not.toBe(second.port);
    await Promise.all([first.stop(), second.stop()]);
    await expect(connect({ servers: first.url, reconnect: false })).rejects.toThrow(/refused/i);
  });
});
