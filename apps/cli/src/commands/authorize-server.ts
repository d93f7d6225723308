import { setTimeout as wait } from 'node:timers/promises';
import type { Schemas } from '@countersign/api-client';
import type { Command } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { openBrowser } from '../open-browser.js';
import { safeLine } from '../print.js';
import { type CommandContext, contextOf, readCount, show } from './command-context.js';
import { findServer } from './find-server.js';
import { printServer } from './print-server.js';

type Server = Schemas['IntegrationView'];

const ONE = `${WORKSPACE}/mcp-integrations/{integrationId}` as const;
/** Soon enough for a person, and little for a server. */
const POLL_INTERVAL_MS = 1_000;
/** A sign-in with a second factor fits in; the authorization itself does not live longer. */
const WAIT_SECONDS_DEFAULT = '600';

interface AuthorizeOptions {
  readonly wait: boolean;
  readonly open: boolean;
  readonly timeout: string;
}

export function addAuthorize(servers: Command): void {
  servers
    .command('authorize')
    .description('let a person grant access to a server in a browser, and wait until that is done')
    .argument('<server>', 'slug or id')
    .option('--no-open', 'print the address only')
    .option('--no-wait', 'do not wait')
    .option('--timeout <seconds>', 'wait at most this long', WAIT_SECONDS_DEFAULT)
    .action(async (name: string, options: AuthorizeOptions, command: Command) => {
      const context = contextOf(command);
      const seconds = readCount('--timeout', options.timeout);
      const { api } = context;
      const server = await findServer(api, name);
      if (server.authorization === null || server.auth !== 'oauth2') {
        throw new CliError(`${server.slug} needs nobody to authorize it (auth: ${server.auth}).`, EXIT.usage);
      }
      const params = api.at({ integrationId: server.id });
      const { authorizationUrl } = await api.answer(api.client.POST(`${ONE}/oauth/authorize`, { params }));
      say(`Open this address, sign in and grant access:\n${safeLine(authorizationUrl)}\n`);
      if (options.open && process.stdout.isTTY) openBrowser(authorizationUrl);
      if (!options.wait) return;
      show(context, await untilAuthorized(context, server, seconds), printServer);
    });
}

/** Not the output: a program that reads it wants the server alone. */
function say(text: string): void {
  process.stderr.write(text);
}

async function untilAuthorized(
  { api }: CommandContext,
  { id, authorization }: Server,
  seconds: number,
): Promise<Server> {
  const before = authorization?.authorizedAt ?? null;
  const endsAt = performance.now() + seconds * 1_000;
  while (performance.now() < endsAt) {
    const now = await api.answer(api.client.GET(ONE, { params: api.at({ integrationId: id }) }));
    const isNew = now.authorization?.authorizedAt !== before;
    if (now.authorization?.state === 'authorized' && isNew) return now;
    await wait(POLL_INTERVAL_MS);
  }
  throw new CliError(`Nobody has authorized it within ${seconds} s.`);
}
