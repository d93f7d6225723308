import { setTimeout as wait } from 'node:timers/promises';
import { BOOTSTRAP_USER, connectBus, ensureTopology, natsServerConfig, type Bus } from '@countersign/messaging';
import type { Children } from './children.ts';
import type { Home } from './home.ts';
import type { Passwords } from './secrets.ts';

const READY_TIMEOUT_MS = 10_000;

/** A local nats-server with one user per service, exactly as in production; returns its URL. */
export async function startNats(home: Home, children: Children, port: number, passwords: Passwords): Promise<string> {
  const config = natsServerConfig({
    users: { ...passwords.bus, [BOOTSTRAP_USER]: passwords.bootstrapBus },
    port,
    storeDir: home.folder('nats'),
  });
  children.start({
    name: 'nats',
    command: 'nats-server',
    args: ['-c', home.write(config, 'nats-server.conf')],
  });
  const url = `nats://127.0.0.1:${port}`;
  const bus = await connectWhenReady(url, passwords.bootstrapBus);
  try {
    await ensureTopology(bus);
  } finally {
    await bus.close();
  }
  return url;
}

async function connectWhenReady(url: string, password: string): Promise<Bus> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    try {
      return await connectBus({ servers: url, user: BOOTSTRAP_USER, password, name: 'bootstrap' });
    } catch (cause) {
      if (Date.now() > deadline) throw new Error('nats-server did not become ready within 10 s', { cause });
    }
    await wait(50);
  }
}
