import type { Command } from 'commander';
import { assertNever, type IntegrationView } from '@countersign/contracts';
import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printFields, printTable } from '../print.js';
import { contextOf, show } from './command-context.js';

interface AddOptions {
  readonly name?: string;
  readonly slug?: string;
  readonly posture?: string;
  readonly header: readonly string[];
}

export function addServersCommand(program: Command): void {
  const servers = program.command('servers').description('remote MCP servers');
  servers
    .command('add')
    .description('register a server: it is connected to, its tools are read, then it is stored')
    .argument('<url>', 'its MCP endpoint')
    .option('--name <name>', 'display name (default: the host)')
    .option('--slug <slug>', 'short name in tool names (default: from the display name); never changes')
    .option('--posture <posture>', 'what new tools get: open, ask, off, by-annotation')
    .option('--header <header>', 'a static credential, "Name: value"; may be repeated', collect, [])
    .action(async (url: string, options: AddOptions, command: Command) => {
      const context = contextOf(command);
      const added = await context.api.post<IntegrationView>('/mcp-integrations', toBody(url, options));
      show(context, added, printServer);
    });
  servers
    .command('list')
    .description('all servers with their state')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      const items = await context.api.list<IntegrationView>('/mcp-integrations');
      show(context, items, printServers);
    });
  servers
    .command('verify')
    .description('connect again and read the tools anew')
    .argument('<server>', 'slug or id')
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { id } = await findServer(context.api, name);
      const verified = await context.api.post<IntegrationView>(`/mcp-integrations/${id}/verify`, {});
      show(context, verified, printServer);
      if (!verified.lastAttempt?.succeeded) process.exitCode = EXIT.failed;
    });
}

/** By slug (case does not matter) or id. */
export async function findServer(api: ApiClient, name: string): Promise<IntegrationView> {
  const servers = await api.list<IntegrationView>('/mcp-integrations');
  const found = servers.find(({ id, slug }) => id === name || slug.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const known = servers.map(({ slug }) => slug).join(', ') || 'none yet';
  throw new CliError(`There is no server "${name}"; known: ${known}.`, EXIT.notFound);
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function toBody(url: string, { name, slug, posture, header }: AddOptions): object {
  const headers = header.map(parseHeader);
  return {
    serverUrl: url,
    displayName: name ?? hostOf(url),
    ...(slug && { slug }),
    ...(posture && { posture }),
    ...(headers.length > 0 && { headers }),
  };
}

function hostOf(url: string): string {
  if (!URL.canParse(url)) throw new CliError(`"${url}" is not a URL.`, EXIT.usage);
  return new URL(url).hostname;
}

function parseHeader(text: string): { name: string; value: string } {
  const at = text.indexOf(':');
  if (at < 1) throw new CliError('A header is written "Name: value".', EXIT.usage);
  return { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

function printServers(items: readonly IntegrationView[]): void {
  const rows = items.map((item) => [
    item.slug,
    item.displayName,
    item.serverUrl,
    String(item.toolCount),
    stateOf(item),
  ]);
  printTable(['Slug', 'Name', 'URL', 'Tools', 'State'], rows, 'No servers yet. Add one: countersign servers add <url>');
}

function printServer(item: IntegrationView): void {
  printFields([
    ['Slug', item.slug],
    ['Name', item.displayName],
    ['URL', item.serverUrl],
    ['Tools', String(item.toolCount)],
    ['Protocol', item.protocolVersion === null ? 'not known yet' : `${item.protocolVersion} (${item.era})`],
    ['State', stateOf(item)],
    ...item.warnings.map(({ message }): [string, string] => ['Warning', message]),
  ]);
}

function stateOf({ status, lastAttempt, authorization }: IntegrationView): string {
  switch (status) {
    case 'connected':
      return 'connected';
    case 'awaiting_authorization':
      return 'waits for a person to authorize it';
    case 'check_failed':
      return `connected, last check failed: ${lastAttempt?.message ?? lastAttempt?.errorCode ?? 'unknown'}`;
    case 'needs_reauthorization':
      return `needs to be authorized again: ${authorization?.problem ?? 'its authorization ended'}`;
    default:
      return assertNever(status);
  }
}
