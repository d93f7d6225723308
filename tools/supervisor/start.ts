// `npm start`: the whole system on this machine, from nothing to a ready-made client configuration.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { startNats } from './bus.ts';
import { Children } from './children.ts';
import { firstStartBlock } from './first-start.ts';
import { Home, RunLock } from './home.ts';
import { dataFolder, startPostgres } from './postgres.ts';
import { assertPortsFree, readPorts } from './ports.ts';
import { ensureSecrets } from './secrets.ts';
import { seed } from './seed.ts';
import { migrateAll, modelEnv, ROOT, startServices, untilReady, type Installation } from './services.ts';
import { startUpstreams } from './upstreams.ts';

const USAGE = `Usage: npm start [-- --fresh]

  --fresh   drop the data and secrets of this installation first
  --help    this text

  COUNTERSIGN_PORT_BASE   first port (default 7400)
  COUNTERSIGN_HOME        where data and secrets are kept (default .countersign)
  ANTHROPIC_API_KEY, OPENAI_API_KEY or OPENAI_BASE_URL choose a real model; without one a scripted model answers`;

const startedAt = performance.now();
const seconds = (): string => ((performance.now() - startedAt) / 1_000).toFixed(1);

function say(line: string): void {
  process.stdout.write(`[${seconds().padStart(5)} s] ${line}\n`);
}

function readHome(args: readonly string[]): Home {
  const unknown = args.filter((argument) => argument !== '--fresh');
  if (unknown.length > 0) throw new Error(`unknown option ${unknown.join(' ')}\n\n${USAGE}`);
  return new Home(elsewhere() ?? join(ROOT, '.countersign'));
}

/** Null: it is where everybody looks. */
function elsewhere(): string | null {
  const path = process.env['COUNTERSIGN_HOME'];
  return path === undefined || path === '' ? null : resolve(path);
}

/** The database's folder may be outside of the home. */
function eraseData(home: Home): void {
  rmSync(dataFolder(home), { recursive: true, force: true });
  home.eraseData();
}

async function bringUp(home: Home, children: Children): Promise<void> {
  const ports = readPorts(process.env);
  const secrets = ensureSecrets(home);
  startUpstreams(children, home, ports);
  say('starting PostgreSQL and NATS');
  const [postgres, natsUrl] = await Promise.all([
    startPostgres(home, children, ports.postgres, secrets.passwords),
    startNats(home, children, ports.nats, secrets.passwords),
  ]);
  const installation: Installation = { ports, secrets, natsUrl, databaseUrls: postgres.urls };
  say('migrating the schemas');
  await migrateAll(children, installation);
  say('starting the services');
  startServices(children, installation);
  await untilReady(ports);
  say('registering the demo servers');
  const dev = await seed(home, ports, home.read('secrets', 'admin-password'));
  const model = modelEnv(ports)['MODEL_PROVIDER'] ?? '';
  process.stdout.write(firstStartBlock(dev, { model, seconds: seconds(), home: elsewhere() }));
}

/**
 * Whoever read this may have gone (`npm start | head`, a script that died), and a broken pipe would end the supervisor
 * without its children. They go on, and their log is in a file.
 */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

async function main(): Promise<void> {
  outliveReaders();
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const home = readHome(args);
  const lock = new RunLock(home);
  await lock.acquire(say);
  if (args.includes('--fresh')) eraseData(home);
  await assertPortsFree(readPorts(process.env));
  let ending = false;
  const end = async (code: number, reason: string): Promise<void> => {
    if (ending) return;
    ending = true;
    say(reason);
    await children.stopAll();
    lock.release();
    process.exit(code);
  };
  const children = new Children(home, lock, say, (reason) => void end(1, reason));
  // SIGHUP: the terminal was closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void end(0, 'stopping; every process ends in order'));
  }
  try {
    await bringUp(home, children);
  } catch (error) {
    await end(1, error instanceof Error ? error.message : String(error));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`countersign: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
