import type { ReadableRow, StoredRow } from './stored-row.js';
import { toolNameOf } from './stored-row.js';
import type { Invalidation } from './tool-policy.js';

export interface MovedConnection {
  readonly rows: readonly StoredRow[];
  /** Tools whose rows are to be written. */
  readonly changed: readonly string[];
  /** Every tool whose name is known; one that has no pending approval loses nothing. */
  readonly invalidated: readonly Invalidation[];
}

/**
 * The integration's URL or transport was edited: it may be another server, so every tool waits for an acknowledgement and
 * what was approved for the old one is void. Decisions stay, by tool name. With a trusted integration the review is
 * recorded all the same; the verdict looks past it.
 */
export function markConnectionMoved(rows: readonly StoredRow[]): MovedConnection {
  const names = rows.map(toolNameOf).filter((name) => name !== null);
  return {
    rows: rows.map(withChangedReview),
    changed: rows.filter(isToBeMarked).map((row) => row.policy.toolName),
    invalidated: names.map((toolName) => ({ toolName, code: 'connection_moved' })),
  };
}

function withChangedReview(row: StoredRow): StoredRow {
  return isToBeMarked(row) ? { ...row, policy: { ...row.policy, review: 'changed' } } : row;
}

function isToBeMarked(row: StoredRow): row is ReadableRow {
  return row.kind === 'readable' && row.policy.review !== 'changed';
}
