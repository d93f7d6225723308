import type { Command } from 'commander';
import type { ToolPage } from '@countersign/contracts';
import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { contextOf, readCount, readYesOrNo, show } from './command-context.js';
import { findServer } from './find-server.js';
import { listTools, printTools } from './tool-list.js';

interface SetOptions {
  readonly enable?: boolean;
  readonly disable?: boolean;
  readonly ask?: boolean;
  readonly open?: boolean;
  readonly acknowledge?: boolean;
  readonly idempotent?: string;
  /** False with `--no-group`. */
  readonly group?: string | false;
  readonly selfApproval?: string;
  readonly expiresIn?: string;
}

/** What people decide about tools. */
export function addToolSettings(tools: Command): void {
  tools
    .command('set')
    .description('decide about one or more tools of a server; all or nothing')
    .argument('<server>', 'slug or id')
    .argument('<tools...>', 'names exactly as the server spells them')
    .option('--enable', 'may be called')
    .option('--disable', 'is not offered, and refused when called')
    .option('--ask', 'every call waits for a person')
    .option('--open', 'calls need no approval')
    .option('--group <name>', 'only members of this approver group decide')
    .option('--no-group', 'everybody who may decide approvals decides')
    .option('--self-approval <yes|no>', 'whether people decide what they or their agents asked for')
    .option('--expires-in <seconds>', 'how long a call waits for a person')
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

async function toChanges(api: ApiClient, serverId: string, names: readonly string[], options: SetOptions) {
  const change = toChange(options);
  if (!options.acknowledge) return names.map((name) => ({ name, ...change }));
  const hashes = new Map((await listTools(api, serverId)).map((tool) => [tool.name, tool.definitionHash]));
  return names.map((name) => ({ name, ...change, acknowledge: hashes.get(name) ?? null }));
}

function toChange(options: SetOptions) {
  const { enable, disable, ask, open, acknowledge, idempotent } = options;
  if (enable && disable) throw new CliError('--enable and --disable contradict each other.', EXIT.usage);
  if (ask && open) throw new CliError('--ask and --open contradict each other.', EXIT.usage);
  const change = {
    ...((enable || disable) && { enabled: enable === true }),
    ...((ask || open) && { requiresApproval: ask === true }),
    ...(idempotent !== undefined && { idempotent: readYesOrNo('--idempotent', idempotent) }),
    ...toApproval(options),
  };
  if (!acknowledge && Object.keys(change).length === 0) {
    throw new CliError('Say what to set; --help lists it.', EXIT.usage);
  }
  return change;
}

function toApproval({ group, selfApproval, expiresIn }: SetOptions) {
  const approval = {
    // An empty name takes the stored one away.
    ...(group !== undefined && { approverGroup: group === false ? '' : group }),
    ...(selfApproval !== undefined && { allowSelfApproval: readYesOrNo('--self-approval', selfApproval) }),
    ...(expiresIn !== undefined && { expiresInSeconds: readCount('--expires-in', expiresIn) }),
  };
  return Object.keys(approval).length > 0 ? { approval } : {};
}
