import type { Command, Option } from 'commander';

/** What only the installation knows. */
export type NameKind = 'server' | 'agent' | 'approval';
export type FetchNames = (kind: NameKind) => Promise<readonly string[]>;

/** By what commands call their arguments and options. */
const KINDS: Readonly<Record<string, NameKind>> = {
  server: 'server',
  'url|server': 'server',
  agent: 'agent',
  approval: 'approval',
};

/** What can stand where the last of these words is being typed, each beginning with what is there already. */
export async function candidatesFor(program: Command, words: readonly string[], names: FetchNames): Promise<string[]> {
  const current = words.at(-1) ?? '';
  const { command, operands, pending } = walk(program, words.slice(0, -1));
  const all = await candidatesAt({ command, operands, pending }, current, names);
  return all.filter((candidate) => candidate.startsWith(current)).toSorted();
}

interface Place {
  readonly command: Command;
  /** Typed before, beside commands and options. */
  readonly operands: number;
  /** The option whose value comes next. */
  readonly pending: Option | null;
}

function walk(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, operands: 0, pending: null };
  for (const word of words) place = step(place, word);
  return place;
}

function step({ command, operands, pending }: Place, word: string): Place {
  if (word.startsWith('-')) return { command, operands, pending: optionOf(command, word) };
  if (pending !== null) return { command, operands, pending: pending.variadic ? pending : null };
  const child = operands === 0 ? command.commands.find((known) => known.name() === word) : undefined;
  return child ? { command: child, operands: 0, pending: null } : { command, operands: operands + 1, pending: null };
}

/** Null for a flag, and for one that brings its value along. */
function optionOf(command: Command, word: string): Option | null {
  const found = optionsOf(command).find(({ long, short }) => long === word || short === word);
  return found && (found.required || found.optional) ? found : null;
}

function optionsOf(command: Command): Option[] {
  return [...command.options, ...(command.parent ? optionsOf(command.parent) : [])].filter(({ hidden }) => !hidden);
}

async function candidatesAt(place: Place, current: string, names: FetchNames): Promise<readonly string[]> {
  const { command, operands, pending } = place;
  if (pending !== null && !current.startsWith('-')) {
    return pending.argChoices ?? namesOf(pending.attributeName(), command, names);
  }
  if (current.startsWith('-')) return ['--help', ...optionsOf(command).map(({ long, short = '' }) => long ?? short)];
  const children = command.commands.map((child) => child.name()).filter((name) => !name.startsWith('__'));
  if (children.length > 0 && operands === 0) return children;
  const taken = command.registeredArguments;
  const last = taken.at(-1);
  const argument = taken[operands] ?? (last?.variadic ? last : undefined);
  if (!argument) return [];
  return argument.argChoices ?? namesOf(argument.name(), command, names);
}

/** An approval is named by its id alone, as much else is. */
async function namesOf(name: string, command: Command, names: FetchNames): Promise<readonly string[]> {
  const isOfApprovals = command.parent?.name() === 'approvals';
  const isApproval = isOfApprovals && ['id', 'approve', 'deny'].includes(name);
  const kind = isApproval ? 'approval' : KINDS[name];
  return kind === undefined ? [] : names(kind);
}
