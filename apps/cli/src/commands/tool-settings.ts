import type { Command } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { contextOf, readCount, readYesOrNo, show } from './command-context.js';
import { findServer } from './find-server.js';
import { quoted } from './quote-for-shell.js';
import { listTools, printTools } from './tool-list.js';

const TOOLS = `${WORKSPACE}/mcp-integrations/{integrationId}/tools` as const;

interface SetOptions {
  readonly enable?: boolean;
  readonly disable?: boolean;
  readonly ask?: boolean;
  readonly open?: boolean;
  /** True: given without the hash. */
  readonly acknowledge?: string | true;
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
    .option('--acknowledge [hash]', 'accept the definition of one tool that was seen; tools review says its hash')
    .option('--idempotent <yes|no>', 'whether a call may be repeated after an unknown outcome')
    .action(async (name: string, names: string[], options: SetOptions, command: Command) => {
      const change = toChange(options);
      const acknowledge = readAcknowledged(name, names, options);
      const context = contextOf(command);
      const { api } = context;
      const server = await findServer(api, name);
      const body = {
        tools: names.map((tool) => ({ name: tool, ...change, ...acknowledge })),
        minSnapshotRevision: server.snapshotRevision,
      };
      await api.answer(api.client.PATCH(TOOLS, { params: api.at({ integrationId: server.id }), body }));
      const items = await listTools(api, server.id);
      show(
        context,
        items.filter((tool) => names.includes(tool.name)),
        printTools,
      );
    });
}

const HASH = /^[0-9a-f]{64}$/;

/** Whatever the definition is at this moment may be another one than somebody looked at: they say which one it was. */
function readAcknowledged(server: string, names: readonly string[], { acknowledge }: SetOptions) {
  if (acknowledge === undefined) return {};
  const [name = ''] = names;
  if (names.length > 1) {
    throw new CliError('--acknowledge is about one tool: each has a definition of its own.', EXIT.usage);
  }
  if (acknowledge === true || !HASH.test(acknowledge)) {
    const review = `countersign tools review ${quoted(server)} ${quoted(name)}`;
    throw new CliError(
      `--acknowledge names the hash of the definition that was seen; ${review} shows both.`,
      EXIT.usage,
    );
  }
  return { acknowledge };
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
  if (acknowledge === undefined && Object.keys(change).length === 0) {
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
