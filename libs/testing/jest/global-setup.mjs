import { rm, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../src/free-port.ts';
import { launchPostgres } from '../src/launch-postgres.ts';

/** Started by the first suite that asks, so that a run without integration tests waits for nothing. */
let launched;
let directory;
let broker;

/** Serves the URL of one Postgres to all workers of this run, over a Unix socket whose path they find in the environment. */
export default async function globalSetup() {
  directory = await mkdtemp(path.join(tmpdir(), 'countersign-jest-'));
  const socketPath = path.join(directory, 'postgres.sock');
  broker = createServer((_request, response) => {
    launched ??= freePort().then(launchPostgres);
    launched.then(
      ({ adminUrl }) => response.end(adminUrl),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((resolve, reject) => broker.once('error', reject).listen(socketPath, resolve));
  process.env.COUNTERSIGN_TEST_POSTGRES_BROKER = socketPath;
}

export async function stopSharedServers() {
  broker.close();
  broker.closeAllConnections();
  // A launch that failed has told the suites that asked for it.
  const postgres = await launched?.catch(() => undefined);
  await postgres?.stop();
  await rm(directory, { recursive: true, force: true });
}
