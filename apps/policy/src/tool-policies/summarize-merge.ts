import type { MergeResult, StoredRow } from '@countersign/tool-policy';
import { type ListedNames, listNames } from '../audit/list-names.js';

/** What one merge did, for its one audit row, however many tools it is about. */
export interface MergeSummary {
  readonly snapshotRevision: number;
  /** Rows that are not missing; one that cannot be read counts as there. */
  readonly available: number;
  readonly missing: number;
  /** Tools that wait for a person. */
  readonly toReview: number;
  readonly changed: ListedNames;
  /** Listed more than once. */
  readonly duplicates: ListedNames;
}

export function summarizeMerge(merged: Extract<MergeResult, { kind: 'merged' }>): MergeSummary {
  const { snapshotRevision, rows, changed, warnings } = merged;
  return {
    snapshotRevision,
    available: rows.filter((row) => !isMissing(row)).length,
    missing: rows.filter(isMissing).length,
    toReview: rows.filter((row) => row.kind === 'readable' && row.policy.review !== 'none').length,
    changed: listNames(changed),
    duplicates: listNames(warnings.map(({ toolName }) => toolName)),
  };
}

function isMissing(row: StoredRow): boolean {
  return row.kind === 'readable' && row.policy.status === 'missing';
}
