import type { StoredRow } from './stored-row.js';
import type { UpdateProblem } from './tool-update.js';

/** A name of a request, and where it stands there. */
export interface NamedPlace {
  readonly name: string;
  /** RFC 6901, into the request's body. */
  readonly pointer: string;
}

/** Before the first merge every name is unknown: that is one problem, not one for each tool. */
export const NOT_VERIFIED: UpdateProblem = {
  code: 'policy.not_verified',
  pointer: '',
  message: 'The integration has never been verified, so its tools are not known.',
};

export function invalidRequest(pointer: string, message: string): UpdateProblem {
  return { code: 'request.invalid', pointer, message };
}

/** Every place after the first that has a name. */
export function findDuplicateNames(places: readonly NamedPlace[]): readonly UpdateProblem[] {
  const first = new Map<string, string>();
  return places.flatMap(({ name, pointer }) => {
    const before = first.get(name);
    if (before !== undefined) return [duplicateTool({ name, pointer }, before)];
    first.set(name, pointer);
    return [];
  });
}

/** Tools that are not there, then those whose stored policy nobody can read. */
export function findUnusableNames(
  places: readonly NamedPlace[],
  byName: ReadonlyMap<string, StoredRow>,
): readonly UpdateProblem[] {
  return [
    ...places.filter(({ name }) => !byName.has(name)).map(unknownTool),
    ...places.filter(({ name }) => byName.get(name)?.kind === 'unreadable').map(unreadablePolicy),
  ];
}

function duplicateTool({ name, pointer }: NamedPlace, before: string): UpdateProblem {
  const message = `names the same tool as ${before.replace(/\/name$/, '')}`;
  return { code: 'policy.duplicate_tool', pointer, toolName: name, message };
}

function unknownTool({ name, pointer }: NamedPlace): UpdateProblem {
  return { code: 'policy.unknown_tool', pointer, toolName: name, message: 'is not a tool of this integration' };
}

function unreadablePolicy({ name, pointer }: NamedPlace): UpdateProblem {
  const message = 'has a stored policy that cannot be read; it is kept as it is';
  return { code: 'policy.unreadable', pointer, toolName: name, message };
}
