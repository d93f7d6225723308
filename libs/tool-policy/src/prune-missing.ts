import {
  findDuplicateNames,
  findUnusableNames,
  invalidRequest,
  type NamedPlace,
  NOT_VERIFIED,
} from './name-problems.js';
import type { StoredRow } from './stored-row.js';
import { rowsByName } from './stored-row.js';
import type { ToolPolicy } from './tool-policy.js';
import type { UpdateContext, UpdateProblem } from './tool-update.js';

export type PruneResult =
  | {
      readonly ok: true;
      /** What stays, in the order given. */
      readonly rows: readonly StoredRow[];
      /** What is forgotten, as it was. */
      readonly pruned: readonly ToolPolicy[];
    }
  | {
      readonly ok: false;
      /** At least one. The first one decides the answer's status: 422 before 404 before 409. */
      readonly problems: readonly UpdateProblem[];
    };

/**
 * Forgets missing tools, on a person's explicit request only and all or nothing; without names, all of them. One that comes
 * back is a tool discovered later: nothing of its old policy is inherited. Unreadable rows stay, whatever their tool's status.
 */
export function pruneMissing(
  rows: readonly StoredRow[],
  names: readonly string[] | null,
  context: Pick<UpdateContext, 'storedSnapshotRevision'>,
): PruneResult {
  const problems = findPruneProblems(rows, names, context);
  if (problems.length > 0) return { ok: false, problems };
  const wanted = names === null ? null : new Set(names);
  const isPruned = (row: StoredRow): boolean =>
    isMissing(row) && row.kind === 'readable' && (wanted?.has(row.policy.toolName) ?? true);
  return {
    ok: true,
    rows: rows.filter((row) => !isPruned(row)),
    pruned: rows.flatMap((row) => (row.kind === 'readable' && isPruned(row) ? [row.policy] : [])),
  };
}

function findPruneProblems(
  rows: readonly StoredRow[],
  names: readonly string[] | null,
  { storedSnapshotRevision }: Pick<UpdateContext, 'storedSnapshotRevision'>,
): readonly UpdateProblem[] {
  const places = (names ?? []).map((name, index) => ({ name, pointer: `/names/${index}` }));
  const malformed = [
    // Nobody means every missing tool by a list that is empty.
    ...(names?.length === 0 ? [invalidRequest('/names', 'names no tool')] : []),
    ...places.filter(({ name }) => name === '').map(({ pointer }) => invalidRequest(pointer, 'is empty')),
    ...findDuplicateNames(places),
  ];
  if (storedSnapshotRevision === null) return [...malformed, NOT_VERIFIED];
  const byName = rowsByName(rows);
  const available = places.filter(({ name }) => isAvailable(byName.get(name)));
  return [...malformed, ...findUnusableNames(places, byName), ...available.map(notMissing)];
}

function isMissing(row: StoredRow): boolean {
  return row.kind === 'readable' && row.policy.status === 'missing';
}

function isAvailable(row: StoredRow | undefined): boolean {
  return row?.kind === 'readable' && row.policy.status === 'available';
}

function notMissing({ name, pointer }: NamedPlace): UpdateProblem {
  const message = 'is a tool that the server still offers; disable it instead';
  return { code: 'policy.tool_not_missing', pointer, toolName: name, message };
}
