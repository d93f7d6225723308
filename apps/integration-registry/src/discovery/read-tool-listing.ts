import { assertNever, type DiscoveryWarning } from '@countersign/contracts';
import { flagToolNames } from '@countersign/tool-name';
import type { DiscoveredServer, DiscoveredTool } from './discovered-server.js';
import { WARNING_LENGTH_MAX, WARNINGS_MAX } from './discovery-limits.js';
import { nameWarnings, shownName } from './name-warnings.js';
import type { ReadTool, ToolProblem } from './read-tool.js';

export type ToolListing = Pick<DiscoveredServer, 'tools' | 'warnings'>;

/** All entries of a server's listing as tools, one row per name; what is not taken becomes a warning that says why. */
export function toToolListing(entries: readonly ReadTool[]): ToolListing {
  const tools = new Map<string, Omit<DiscoveredTool, 'flags'>>();
  const warnings: DiscoveryWarning[] = [];
  for (const read of entries) {
    if (read.kind === 'problem') warnings.push(toWarning(read.problem, read.name));
    else if (tools.has(read.tool.name)) warnings.push(duplicateWarning(read.tool.name));
    else tools.set(read.tool.name, read.tool);
  }
  const flags = flagToolNames(tools.keys());
  const flagged = [...tools.values()].map((tool) => ({ ...tool, flags: flags.get(tool.name) ?? [] }));
  // Those of names first: there are three at most, and what comes after the limit is only counted.
  return { tools: flagged, warnings: boundWarnings([...nameWarnings(flagged), ...warnings]) };
}

function toWarning(problem: ToolProblem, name: string): DiscoveryWarning {
  return { code: `tool.${problem}`, message: `The tool ${shownName(name)} was not taken: ${reasonOf(problem)}.` };
}

function reasonOf(problem: ToolProblem): string {
  switch (problem) {
    case 'name_too_long':
      return 'its name has more than 1,024 bytes';
    case 'name_malformed':
      return 'its name is empty or not well-formed Unicode';
    case 'definition_malformed':
      return 'its definition is not what the protocol asks for';
    case 'definition_too_large':
      return 'its definition has more than 128 KiB';
    default:
      return assertNever(problem);
  }
}

function duplicateWarning(name: string): DiscoveryWarning {
  return {
    code: 'tool.duplicate_name',
    message: `The server lists the tool ${shownName(name)} more than once; the first one was taken.`,
  };
}

function boundWarnings(warnings: readonly DiscoveryWarning[]): DiscoveryWarning[] {
  const shortened = warnings.map(({ code, message }) => ({ code, message: message.slice(0, WARNING_LENGTH_MAX) }));
  if (shortened.length <= WARNINGS_MAX) return shortened;
  const more = shortened.length - WARNINGS_MAX + 1;
  return [...shortened.slice(0, WARNINGS_MAX - 1), { code: 'more', message: `${more} more warnings are not shown.` }];
}
