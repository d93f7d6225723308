import type { AgentVersionView, AgentView } from '@countersign/contracts';
import type { Command } from 'commander';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine, safeLine } from '../print.js';
import { addSettingOptions, type AgentOptions, readSettingsOf } from './agent-options.js';
import { type CommandContext, contextOf, readCount, show } from './command-context.js';
import { findOneAgent } from './find-agent.js';
import { printAgent, printAgents, printVersion, printVersions } from './print-agent.js';
import { warnOfUnknownSlugs } from './unknown-slugs.js';

const AGENT = ['<agent>', 'name or id'] as const;
const IF_VERSION = ['--if-version <n>', 'only if that is still its version'] as const;

export function addAgentsCommand(program: Command): void {
  const agents = program.command('agents').description('make and change agents; each change makes a version');
  agents
    .command('list')
    .description('all agents')
    .option('--archived', 'those that were deleted instead')
    .action(async ({ archived }: { archived?: boolean }, command: Command) => {
      const context = contextOf(command);
      show(context, await context.api.list<AgentView>(`/agents${archived ? '?archived=true' : ''}`), printAgents);
    });
  agents
    .command('show')
    .description('an agent as it is, or as it was')
    .argument(...AGENT)
    .option('--version-number <n>', 'one of its versions')
    .action(async (name: string, { versionNumber }: { versionNumber?: string }, command: Command) => {
      const context = contextOf(command);
      const agent = await findOneAgent(context.api, name);
      if (versionNumber === undefined) return show(context, agent, printAgent);
      const version = readCount('--version-number', versionNumber);
      const path = `/agents/${agent.id}/versions/${version}`;
      show(context, await context.api.get<AgentVersionView>(path), printVersion);
    });
  agents
    .command('versions')
    .description('every version of an agent, newest first, with who made it')
    .argument(...AGENT)
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { id } = await findOneAgent(context.api, name);
      show(context, await context.api.list<AgentVersionView>(`/agents/${id}/versions`), printVersions);
    });
  addChanges(agents);
}

function addChanges(agents: Command): void {
  addSettingOptions(agents.command('create').description('make an agent').argument('<name>')).action(
    async (name: string, options: AgentOptions, command: Command) => {
      const context = contextOf(command);
      const { instructions = '', ...settings } = await readSettingsOf(options);
      const body = { name, instructions, ...settings };
      await saved(context, await context.api.post<AgentView>('/agents', body));
    },
  );
  addSettingOptions(
    agents.command('update').description('change what is given and nothing else: runs keep the version they have'),
  )
    .argument(...AGENT)
    .option('--name <name>', 'another name')
    .option('--clear <fields...>', 'back to the default: tools, tokensMax, parameters …')
    .option(...IF_VERSION)
    .action(update);
  agents
    .command('delete')
    .description('start no more runs of an agent, and cancel its open ones')
    .argument(...AGENT)
    .option(...IF_VERSION)
    .action(async (name: string, { ifVersion }: { ifVersion?: string }, command: Command) => {
      const context = contextOf(command);
      const agent = await findOneAgent(context.api, name);
      await context.api.delete(`/agents/${agent.id}`, readVersion(ifVersion));
      show(context, { deleted: agent.id }, () =>
        printLine(`Deleted ${safeLine(agent.name)}; its open runs are being cancelled.`),
      );
    });
}

type UpdateOptions = AgentOptions & { readonly name?: string; readonly clear?: string[]; readonly ifVersion?: string };

async function update(name: string, options: UpdateOptions, command: Command): Promise<void> {
  const { name: newName, clear, ifVersion, ...rest } = options;
  const settings = await readSettingsOf(rest);
  const change = { ...settings, ...(newName !== undefined && { name: newName }), ...(clear && { clear }) };
  if (Object.keys(change).length === 0) throw new CliError('Say what to change; --help lists it.', EXIT.usage);
  const context = contextOf(command);
  const agent = await findOneAgent(context.api, name);
  const path = `/agents/${agent.id}`;
  if (settings.parameters === undefined) {
    return saved(context, await context.api.patch<AgentView>(path, change, readVersion(ifVersion)));
  }
  // The API replaces them as a whole: those that are not given stay, as long as nobody changes them meanwhile.
  const parameters = { ...agent.parameters, ...settings.parameters };
  const version = readVersion(ifVersion) ?? agent.version;
  await saved(context, await context.api.patch<AgentView>(path, { ...change, parameters }, version));
}

function readVersion(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readCount('--if-version', text);
}

async function saved(context: CommandContext, agent: AgentView): Promise<void> {
  show(context, agent, printAgent);
  await warnOfUnknownSlugs(context.api, agent);
}
