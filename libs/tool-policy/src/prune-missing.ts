import type { StoredRow } from './stored-row.js';

/**
 * Forgets the missing tools, on a person's explicit request only. One that comes back is a tool discovered later: nothing
 * of its old policy is inherited. Unreadable rows stay, whatever their tool's status.
 */
export function pruneMissing(rows: readonly StoredRow[]): {
  readonly rows: readonly StoredRow[];
  readonly pruned: readonly string[];
} {
  const isMissing = (row: StoredRow): boolean => row.kind === 'readable' && row.policy.status === 'missing';
  return {
    rows: rows.filter((row) => !isMissing(row)),
    pruned: rows.flatMap((row) => (row.kind === 'readable' && isMissing(row) ? [row.policy.toolName] : [])),
  };
}
