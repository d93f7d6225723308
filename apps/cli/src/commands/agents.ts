import type { Schemas } from '@countersign/api-client';
import { CLEARABLE_AGENT_FIELDS } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { ifMatch, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine, safeLine } from '../print.js';
import { addSettingOptions, type AgentOptions, readSettingsOf } from './agent-options.js';
import { type CommandContext, contextOf, readCount, show } from './command-context.js';
import { findOneAgent, listAgents } from './find-agent.js';
import { printAgent, printAgents, printVersion, printVersions } from './print-agent.js';
import { warnOfUnknownSlugs } from './unknown-slugs.js';

const ALL = `${WORKSPACE}/agents` as const;
const ONE = `${ALL}/{agentId}` as const;
const AGENT = ['<agent>', 'name or id'] as const;
const IF_VERSION = ['--if-version <n>', 'only if that is still its version'] as const;

export function addAgentsCommand(program: Command): void {
  const agents = program.command('agents').description('make and change agents; each change makes a version');
  agents
    .command('list')
    .description('all agents')
    .option('--archived', 'those that were deleted instead')
    .action(async ({ archived }: { archived?: true }, command: Command) => {
      const context = contextOf(command);
      show(context, await listAgents(context.api, archived), printAgents);
    });
  agents
    .command('show')
    .description('an agent as it is, or as it was')
    .argument(...AGENT)
    .option('--version-number <n>', 'one of its versions')
    .action(async (name: string, { versionNumber }: { versionNumber?: string }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const agent = await findOneAgent(api, name);
      if (versionNumber === undefined) return show(context, agent, printAgent);
      const version = readCount('--version-number', versionNumber);
      const params = api.at({ agentId: agent.id, version: String(version) });
      show(context, await api.answer(api.client.GET(`${ONE}/versions/{version}`, { params })), printVersion);
    });
  agents
    .command('versions')
    .description('every version of an agent, newest first, with who made it')
    .argument(...AGENT)
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { id } = await findOneAgent(api, name);
      const versions = await api.all((query) =>
        api.client.GET(`${ONE}/versions`, { params: { ...api.at({ agentId: id }), query } }),
      );
      show(context, versions, printVersions);
    });
  addChanges(agents);
}

function addChanges(agents: Command): void {
  addSettingOptions(agents.command('create').description('make an agent').argument('<name>')).action(
    async (name: string, options: AgentOptions, command: Command) => {
      const context = contextOf(command);
      const { instructions = '', ...settings } = await readSettingsOf(options);
      const { api } = context;
      const body = { name, instructions, ...settings };
      await saved(context, await api.answer(api.client.POST(ALL, { params: api.at(), body })));
    },
  );
  addSettingOptions(
    agents.command('update').description('change what is given and nothing else: runs keep the version they have'),
  )
    .argument(...AGENT)
    .option('--name <name>', 'another name')
    .addOption(new Option('--clear <fields...>', 'back to the default').choices(CLEARABLE_AGENT_FIELDS))
    .option(...IF_VERSION)
    .action(update);
  agents
    .command('delete')
    .description('start no more runs of an agent, and cancel its open ones')
    .argument(...AGENT)
    .option(...IF_VERSION)
    .action(async (name: string, { ifVersion }: { ifVersion?: string }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { id, ...agent } = await findOneAgent(api, name);
      const params = { ...api.at({ agentId: id }), header: ifMatch(readVersion(ifVersion) ?? agent.version) };
      await api.answer(api.client.DELETE(ONE, { params }));
      show(context, { deleted: id }, () =>
        printLine(`Deleted ${safeLine(agent.name)}; its open runs are being cancelled.`),
      );
    });
}

type UpdateOptions = AgentOptions & {
  readonly name?: string;
  readonly clear?: NonNullable<Schemas['UpdateAgentBody']['clear']>;
  readonly ifVersion?: string;
};

async function update(name: string, options: UpdateOptions, command: Command): Promise<void> {
  const { name: newName, clear, ifVersion, ...rest } = options;
  const settings = await readSettingsOf(rest);
  const change = { ...settings, ...(newName !== undefined && { name: newName }), ...(clear && { clear }) };
  if (Object.keys(change).length === 0) throw new CliError('Say what to change; --help lists it.', EXIT.usage);
  const context = contextOf(command);
  const { api } = context;
  const agent = await findOneAgent(api, name);
  // The API replaces them as a whole: those that are not given stay, as long as nobody changes them meanwhile.
  const parameters = settings.parameters && { ...agent.parameters, ...settings.parameters };
  const body = { ...change, ...(parameters && { parameters }) };
  const params = { ...api.at({ agentId: agent.id }), header: ifMatch(readVersion(ifVersion) ?? agent.version) };
  await saved(context, await api.answer(api.client.PATCH(ONE, { params, body })));
}

function readVersion(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readCount('--if-version', text);
}

async function saved(context: CommandContext, agent: Schemas['AgentView']): Promise<void> {
  show(context, agent, printAgent);
  await warnOfUnknownSlugs(context.api, agent);
}
