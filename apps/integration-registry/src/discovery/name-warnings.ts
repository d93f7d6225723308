import type { DiscoveryWarning } from '@countersign/contracts';
import { asciiToolName, displayToolName, type ToolNameFlag } from '@countersign/tool-name';

/** Names of one warning: enough to see what is meant; the flags themselves are with the tools. */
const NAMED_TOOLS_MAX = 4;
/** A name in a warning: enough to find the tool by. */
const SHOWN_NAME_LENGTH_MAX = 80;

const MEANING = {
  confusable: 'a name that looks like another one of this server',
  not_ascii: 'a name with characters that may look like others',
  invisible: 'a name with characters that cannot be seen',
} as const satisfies Record<ToolNameFlag, string>;

interface FlaggedTool {
  readonly name: string;
  readonly flags: readonly string[];
}

/** One warning for each thing that names of a listing have about them, with the first of those that do. */
export function nameWarnings(tools: readonly FlaggedTool[]): DiscoveryWarning[] {
  return Object.entries(MEANING).flatMap(([flag, meaning]) => {
    // Names that look the same are told apart by their spelling.
    const spell = flag === 'confusable' ? asciiToolName : displayToolName;
    const names = tools.filter(({ flags }) => flags.includes(flag)).map(({ name }) => cut(spell(name)));
    if (names.length === 0) return [];
    const named = names.slice(0, NAMED_TOOLS_MAX).join(', ');
    const more = names.length > NAMED_TOOLS_MAX ? ` and ${names.length - NAMED_TOOLS_MAX} more` : '';
    return [{ code: `tool.name_${flag}`, message: `${toolsHave(names.length)} ${meaning}: ${named}${more}.` }];
  });
}

/** The server chose the name: it is shown so that it cannot pretend to be something else. */
export function shownName(name: string): string {
  return cut(displayToolName(name.toWellFormed()));
}

function cut(display: string): string {
  return display.length > SHOWN_NAME_LENGTH_MAX ? `"${display.slice(0, SHOWN_NAME_LENGTH_MAX)}…"` : `"${display}"`;
}

function toolsHave(count: number): string {
  return count === 1 ? 'One tool has' : `${count} tools have`;
}
