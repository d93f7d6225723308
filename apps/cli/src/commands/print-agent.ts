import type { Schemas } from '@countersign/api-client';
import { printFields, printTable } from '../print.js';

/** What an agent and each of its versions have in common. */
type AgentSettings = Omit<Schemas['AgentVersionView'], 'agentId' | 'version' | 'createdAt' | 'createdBy'>;
type AgentToolScope = Schemas['AgentToolScope'];
type Field = readonly [string, string];

export function printAgents(agents: readonly Schemas['AgentView'][]): void {
  const rows = agents.map((agent) => [
    agent.name,
    `${agent.provider} ${agent.model}`,
    describeReach(agent),
    agent.strictness ?? 'allow',
    String(agent.version),
    agent.id,
  ]);
  printTable(
    ['Name', 'Model', 'Reaches', 'Strictness', 'Version', 'Id'],
    rows,
    'No agents yet: countersign agents create <name>',
  );
}

export function printAgent(agent: Schemas['AgentView']): void {
  const deleted: Field[] = agent.archivedAt ? [['Deleted', agent.archivedAt]] : [];
  printFields([
    ['Agent', agent.name],
    ['Id', agent.id],
    ['Version', `${agent.version}, of ${agent.updatedAt ?? agent.createdAt}`],
    ...deleted,
    ...settingsOf(agent),
  ]);
}

export function printVersion(version: Schemas['AgentVersionView']): void {
  printFields([
    ['Agent', version.name],
    ['Id', version.agentId],
    ['Version', `${version.version}, of ${version.createdAt}`],
    ['By', version.createdBy?.name ?? 'not recorded'],
    ...settingsOf(version),
  ]);
}

export function printVersions(versions: readonly Schemas['AgentVersionView'][]): void {
  const rows = versions.map((version) => [
    String(version.version),
    version.createdAt,
    version.createdBy?.name ?? 'not recorded',
    version.name,
    `${version.provider} ${version.model}`,
    describeReach(version),
    version.strictness ?? 'allow',
  ]);
  printTable(['Version', 'Made', 'By', 'Name', 'Model', 'Reaches', 'Strictness'], rows, 'No versions.');
}

function settingsOf(settings: AgentSettings): Field[] {
  const { tokensMax, wallSecondsMax, parallelCallsMax, turnsMax } = settings;
  const limits = [
    `${turnsMax} turns`,
    tokensMax ? `${tokensMax} tokens` : 'any tokens',
    wallSecondsMax ? `${wallSecondsMax} seconds` : 'any time',
    ...(parallelCallsMax === undefined ? [] : [`${parallelCallsMax} calls at once`]),
  ];
  const parameters = Object.entries(settings.parameters ?? {}).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? value : JSON.stringify(value)}`,
  );
  return [
    ['Model', `${settings.provider} ${settings.model}`],
    ...(parameters.length === 0 ? [] : [['Parameters', parameters.join(', ')] as const]),
    ['Reaches', describeReach(settings)],
    ...(settings.tools ?? []).flatMap(toolFields),
    ['Strictness', settings.strictness === 'ask' ? 'ask: every call waits for a person' : 'as policy says'],
    ['Limits', limits.join(', ')],
    ['Instructions', settings.instructions],
  ];
}

function describeReach({ integrations }: AgentSettings): string {
  if (integrations === null) return 'everything that policy allows';
  return integrations.length === 0 ? 'nothing' : integrations.join(', ');
}

function toolFields({ integration, toolNames, strictness }: AgentToolScope): Field[] {
  if (!toolNames && strictness !== 'ask') return [];
  const asked = strictness === 'ask' ? ', asks for each call' : '';
  if (!toolNames) return [['', `${integration}: all tools${asked}`]];
  const names = toolNames.length === 0 ? 'no tools' : toolNames.map((name) => JSON.stringify(name)).join(', ');
  return [['', `${integration}: ${names}${asked}`]];
}
