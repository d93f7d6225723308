import type { Command } from 'commander';
import type { ToolPage, ToolView } from '@countersign/contracts';
import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printTable } from '../print.js';
import { contextOf, show } from './command-context.js';
import { findServer } from './find-server.js';

interface SetOptions {
  readonly enable?: boolean;
  readonly disable?: boolean;
  readonly ask?: boolean;
  readonly open?: boolean;
  readonly acknowledge?: boolean;
  readonly idempotent?: string;
}

export function addToolsCommand(program: Command): void {
  const tools = program.command('tools').description('what servers offer, and what was decided about it');
  tools
    .command('list')
    .description('the tools of a server with their policy')
    .argument('<server>', 'slug or id')
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const items = await listTools(context.api, (await findServer(context.api, name)).id);
      show(context, items, printTools);
    });
  tools
    .command('set')
    .description('decide about one or more tools of a server; all or nothing')
    .argument('<server>', 'slug or id')
    .argument('<tools...>', 'names exactly as the server spells them')
    .option('--enable', 'may be called')
    .option('--disable', 'is not offered, and refused when called')
    .option('--ask', 'every call waits for a person')
    .option('--open', 'calls need no approval')
    .option('--acknowledge', 'the definition as it is now is known and accepted')
    .option('--idempotent <yes|no>', 'whether a call may be repeated after an unknown outcome')
    .action(async (name: string, names: string[], options: SetOptions, command: Command) => {
      const context = contextOf(command);
      const server = await findServer(context.api, name);
      const change = await toChanges(context.api, server.id, names, options);
      await context.api.patch<ToolPage>(`/mcp-integrations/${server.id}/tools`, {
        tools: change,
        minSnapshotRevision: server.snapshotRevision,
      });
      const items = await listTools(context.api, server.id);
      show(
        context,
        items.filter((tool) => names.includes(tool.name)),
        printTools,
      );
    });
}

function listTools(api: ApiClient, serverId: string): Promise<ToolView[]> {
  return api.list<ToolView>(`/mcp-integrations/${serverId}/tools`, 10_000);
}

async function toChanges(api: ApiClient, serverId: string, names: readonly string[], options: SetOptions) {
  const change = toChange(options);
  if (!options.acknowledge) return names.map((name) => ({ name, ...change }));
  const hashes = new Map((await listTools(api, serverId)).map((tool) => [tool.name, tool.definitionHash]));
  return names.map((name) => ({ name, ...change, acknowledge: hashes.get(name) ?? null }));
}

function toChange({ enable, disable, ask, open, acknowledge, idempotent }: SetOptions) {
  if (enable && disable) throw new CliError('--enable and --disable contradict each other.', EXIT.usage);
  if (ask && open) throw new CliError('--ask and --open contradict each other.', EXIT.usage);
  if (![enable, disable, ask, open, acknowledge, idempotent].some(Boolean)) {
    throw new CliError(
      'Say what to set: --enable, --disable, --ask, --open, --acknowledge or --idempotent.',
      EXIT.usage,
    );
  }
  return {
    ...((enable || disable) && { enabled: enable === true }),
    ...((ask || open) && { requiresApproval: ask === true }),
    ...(idempotent !== undefined && { idempotent: idempotent === 'yes' }),
  };
}

function printTools(items: readonly ToolView[]): void {
  const rows = items.map((tool) => [tool.name, tool.exposedName, tool.verdict, tool.verdictReason, badgesOf(tool)]);
  printTable(['Tool', 'Seen by clients as', 'Verdict', 'Why', ''], rows, 'This server lists no tools.');
}

function badgesOf({ status, review, flags, enabled, problem }: ToolView): string {
  const badges = [status === 'missing' && 'missing', review !== 'none' && review, !enabled && 'off', ...flags, problem];
  return badges.filter(Boolean).join(', ');
}
