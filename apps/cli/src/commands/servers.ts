import type { Command } from 'commander';
import { ifMatch, WORKSPACE } from '../api.client.js';
import { confirm, isPersonThere } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine, safeLine } from '../print.js';
import { addAuthorize } from './authorize-server.js';
import { contextOf, show } from './command-context.js';
import { addDeauthorize } from './deauthorize-server.js';
import { findServer, listServers } from './find-server.js';
import { printServer, printServerDetails, printServers } from './print-server.js';
import { withCircuit, withCircuits } from './server-circuits.js';
import { addServerHistory } from './server-history.js';
import { addServerPolicy } from './server-policy.js';
import { addServerSetup } from './server-setup.js';

const ONE = `${WORKSPACE}/mcp-integrations/{integrationId}` as const;

export function addServersCommand(program: Command): void {
  const servers = program.command('servers').description('remote MCP servers');
  servers
    .command('list')
    .description('all servers with their state, and whether calls are sent to them')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      show(context, await withCircuits(context.api, await listServers(context.api)), printServers);
    });
  servers
    .command('show')
    .description('everything about one server; of its credentials, that they are set')
    .argument('<server>', 'slug or id')
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const server = await findServer(context.api, name);
      show(context, await withCircuit(context.api, server), printServerDetails);
    });
  addServerSetup(servers);
  addVerify(servers);
  addAuthorize(servers);
  addDeauthorize(servers);
  addServerPolicy(servers);
  addServerHistory(servers);
  addRemove(servers);
}

function addVerify(servers: Command): void {
  servers
    .command('verify')
    .description('connect again and read the tools anew')
    .argument('<server>', 'slug or id')
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const params = api.at({ integrationId: (await findServer(api, name)).id });
      const verified = await api.answer(api.client.POST(`${ONE}/verify`, { params }));
      show(context, verified, printServer);
      if (!verified.lastAttempt?.succeeded) process.exitCode = EXIT.failed;
    });
}

function addRemove(servers: Command): void {
  servers
    .command('remove')
    .description('forget a server and its credentials; its slug is never given away again')
    .argument('<server>', 'slug or id')
    .option('--yes', 'do not ask')
    .action(async (name: string, { yes }: { yes?: boolean }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const server = await findServer(api, name);
      const question = `Remove ${server.slug} (${safeLine(server.serverUrl)}) with its ${server.toolCount} tools?`;
      if (!yes && !isPersonThere()) throw new CliError('Nobody can be asked here: say --yes.', EXIT.usage);
      if (!yes && !(await confirm(question))) throw new CliError('Nothing was removed.');
      const params = { ...api.at({ integrationId: server.id }), header: ifMatch(server.version) };
      await api.answer(api.client.DELETE(ONE, { params }));
      show(context, { removed: server.id }, () => printLine(`Removed ${server.slug}.`));
    });
}
