import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

export interface StartedNats {
  readonly url: string;
  readonly port: number;
  /** Ends the server and removes its store. */
  readonly stop: () => Promise<void>;
  /** Ends the server with SIGKILL and keeps its store. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port and store, after `kill`; `loseStore` empties the store first. */
  readonly restart: (options?: { readonly loseStore?: boolean }) => Promise<void>;
}

export interface NatsPlace {
  readonly port: number;
  readonly storeDir: string;
}

export interface StartNatsOptions {
  /** The text of a nats-server.conf that does not mention the store, or a function that renders one which does. */
  readonly config?: string | ((place: NatsPlace) => string);
}

/** A nats-server of one's own, with JetStream on disk, on loopback. The binary is looked for on the PATH and in /usr/sbin. */
export async function startNats({ config = '' }: StartNatsOptions = {}): Promise<StartedNats> {
  const directory = await mkdtemp(path.join(tmpdir(), 'countersign-nats-'));
  const place = { port: await freePort(), storeDir: path.join(directory, 'store') };
  const configFile = path.join(directory, 'nats-server.conf');
  await writeFile(configFile, typeof config === 'string' ? config : config(place), { mode: 0o600 });
  const args = ['-c', configFile, '-a', '127.0.0.1', '-p', String(place.port)];
  // A store that is named twice is an error of the configuration.
  if (typeof config === 'string') args.push('-js', '-sd', place.storeDir);
  let server = await launch(args, place.port);
  return {
    url: `nats://127.0.0.1:${place.port}`,
    port: place.port,
    stop: async () => {
      await end(server, 'SIGTERM');
      await rm(directory, { recursive: true, force: true });
    },
    kill: () => end(server, 'SIGKILL'),
    restart: async ({ loseStore = false } = {}) => {
      await end(server, 'SIGTERM');
      if (loseStore) await rm(place.storeDir, { recursive: true, force: true });
      server = await launch(args, place.port);
    },
  };
}

async function launch(args: readonly string[], port: number): Promise<ChildProcess> {
  const server = spawn('nats-server', args, {
    // Debian installs it outside of an ordinary user's PATH.
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  let failure: Error | undefined;
  server.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  server.once('error', (cause) => (failure = new Error('nats-server cannot be run; is it installed?', { cause })));
  await eventually(async () => {
    if (failure !== undefined || server.exitCode !== null) return;
    await greets(port);
  });
  if (failure !== undefined) throw failure;
  if (server.exitCode !== null) throw new Error(`nats-server does not start:\n${log}`);
  return server;
}

/** The server speaks first; it does so when JetStream has recovered its store. */
function greets(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('nats-server closed the connection')));
    socket.once('data', () => {
      resolve();
      socket.destroy();
    });
  });
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill(signal);
  await exited;
}
