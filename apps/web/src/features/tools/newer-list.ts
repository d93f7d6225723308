import { replaceEqualDeep } from '@tanstack/react-query';
import type { Tool } from './tool-state.js';

export interface ToolList {
  readonly items: readonly Tool[];
  /** What `If-Match` names; grows with every edit. */
  readonly revision: number;
  /** The newest discovery whose tools these are. */
  readonly snapshotRevision: number;
}

/**
 * Of what is known and what has arrived, the newer one: an answer that was on its way while somebody made a change must not show
 * for a moment what was before it. For `structuralSharing`, through which everything passes that a query is given.
 */
export function newerList(known: unknown, arrived: unknown): unknown {
  return isOlder(arrived as ToolList, known as ToolList | undefined) ? known : replaceEqualDeep(known, arrived);
}

function isOlder(one: ToolList, other: ToolList | undefined): boolean {
  if (other === undefined || one.revision > other.revision) return false;
  return one.revision < other.revision || one.snapshotRevision < other.snapshotRevision;
}
