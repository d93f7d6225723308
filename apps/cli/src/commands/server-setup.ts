import type { Schemas } from '@countersign/api-client';
import { POSTURES } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { type ApiClient, ifMatch, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { contextOf, show } from './command-context.js';
import { findServer } from './find-server.js';
import { printServer, printTestResult } from './print-server.js';
import { addConnectionOptions, type ConnectionOptions, toConnection } from './server-settings.js';

const ALL = `${WORKSPACE}/mcp-integrations` as const;

interface AddOptions extends ConnectionOptions {
  readonly name?: string;
  readonly slug?: string;
  readonly description?: string;
  readonly posture?: NonNullable<Schemas['RegisterIntegrationBody']['posture']>;
}

interface UpdateOptions extends ConnectionOptions {
  readonly name?: string;
  readonly description?: string;
  readonly url?: string;
  /** False with `--no-headers`. */
  readonly headers: boolean;
}

/** Registering a server, changing it, and trying either out. */
export function addServerSetup(servers: Command): void {
  addAdd(servers);
  addUpdate(servers);
  addTest(servers);
}

function addAdd(servers: Command): void {
  const add = servers
    .command('add')
    .description('register a server: it is connected to, its tools are read, then it is stored')
    .argument('<url>', 'its MCP endpoint')
    .option('--name <name>', 'display name (default: the host)')
    .option('--slug <slug>', 'short name in tool names (default: from the display name); never changes')
    .option('--description <text>', 'for people')
    .addOption(new Option('--posture <posture>', 'what new tools get (default: open)').choices(POSTURES));
  addConnectionOptions(add).action(async (url: string, options: AddOptions, command: Command) => {
    const context = contextOf(command);
    const { name, slug, description, posture } = options;
    const body = {
      serverUrl: url,
      displayName: name ?? hostOf(url),
      ...(slug && { slug }),
      ...(description && { description }),
      ...(posture && { posture }),
      ...(await toConnection(options)),
    };
    const { api } = context;
    show(context, await api.answer(api.client.POST(ALL, { params: api.at(), body })), printServer);
  });
}

function addUpdate(servers: Command): void {
  const update = servers
    .command('update')
    .description('change a server; another URL, transport or credential is connected to first')
    .argument('<server>', 'slug or id')
    .option('--name <name>', 'display name')
    .option('--description <text>', 'for people')
    .option('--url <url>', 'another MCP endpoint: every tool then waits for an acknowledgement')
    .option('--no-headers', 'remove the static credentials');
  addConnectionOptions(update).action(async (server: string, options: UpdateOptions, command: Command) => {
    const context = contextOf(command);
    const { name, description, url, headers } = options;
    const change = {
      ...(name && { displayName: name }),
      ...(description !== undefined && { description }),
      ...(url && { serverUrl: url }),
      ...(!headers && { headers: [] }),
      ...(await toConnection(options)),
    };
    if (Object.keys(change).length === 0) throw new CliError('Say what to change; --help lists it.', EXIT.usage);
    const { api } = context;
    const { id, version } = await findServer(api, server);
    const params = { ...api.at({ integrationId: id }), header: ifMatch(version) };
    const place = `${ALL}/{integrationId}` as const;
    show(context, await api.answer(api.client.PATCH(place, { params, body: change })), printServer);
  });
}

function addTest(servers: Command): void {
  const test = servers
    .command('test')
    .description('try a server, or a change of one, without storing anything')
    .argument('<url|server>', 'an MCP endpoint; or the slug or id of a server, whose stored credentials are used')
    .option('--url <url>', 'the endpoint that the server would have');
  addConnectionOptions(test).action(
    async (target: string, options: ConnectionOptions & { url?: string }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const body = { ...(await toTarget(api, target, options.url)), ...(await toConnection(options)) };
      const result = await api.answer(api.client.POST(`${ALL}/test`, { params: api.at(), body }));
      show(context, result, printTestResult);
      if (!result.succeeded) process.exitCode = EXIT.failed;
    },
  );
}

async function toTarget(
  api: ApiClient,
  target: string,
  url: string | undefined,
): Promise<Schemas['TestIntegrationBody']> {
  if (/^https?:\/\//i.test(target)) {
    if (url !== undefined) throw new CliError('--url is for a server that is registered.', EXIT.usage);
    return { serverUrl: target };
  }
  const { id, serverUrl } = await findServer(api, target);
  return { integrationId: id, serverUrl: url ?? serverUrl };
}

function hostOf(url: string): string {
  if (!URL.canParse(url)) throw new CliError(`"${url}" is not a URL.`, EXIT.usage);
  return new URL(url).hostname;
}
