import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from './free-port.js';
import { launchPostgres } from './launch-postgres.js';
import type { StartedPostgres } from './launch-postgres.js';

export type { StartedPostgres } from './launch-postgres.js';

export interface StartPostgresOptions {
  /** For a test of what belongs to a whole server, such as the passwords of roles. The default is to share. */
  readonly isShared?: boolean;
}

/** Under Jest: the server that all suites of the run share, which `stop` leaves alone. Elsewhere: a server of one's own. */
export async function startPostgres({ isShared = true }: StartPostgresOptions = {}): Promise<StartedPostgres> {
  const socketPath = process.env['COUNTERSIGN_TEST_POSTGRES_BROKER'];
  if (!isShared || socketPath === undefined) return launchPostgres(await freePort());
  return { adminUrl: await askBroker(socketPath), stop: () => Promise.resolve() };
}

function askBroker(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, path: '/', agent: false }, (response) => {
      text(response).then((body) => {
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(body));
      }, reject);
    });
    asking.once('error', reject).end();
  });
}
