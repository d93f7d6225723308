/**
 * | stored                            | listing         | rows afterwards                                                |
 * |-----------------------------------|-----------------|----------------------------------------------------------------|
 * | nothing, never merged             | a, b            | a, b by posture; review none                                   |
 * | a (off by a person)               | a, c            | a off as decided; c by posture, review new                     |
 * | a, b                              | b′ (other hash) | b review changed; then a missing                               |
 * | a missing (off by a person)       | a               | a available and off                                            |
 * | a                                 | (empty)         | a missing                                                      |
 * | a unreadable                      | a               | the same unreadable row: denied, no second row beside it       |
 */
import { initialPolicy } from './initial-policy.js';
import { markConnectionMoved } from './mark-connection-moved.js';
import { mergeMissingTool, mergeStoredTool } from './merge-stored-tool.js';
import type { ReadableRow, StoredRow } from './stored-row.js';
import { ordinalOf, readableRow, rowsByName, toolNameOf } from './stored-row.js';
import type { DiscoveredTool, IntegrationPolicy, Invalidation, InvalidationCode } from './tool-policy.js';

export interface MergeInput {
  /** Every row of the integration, one for a name: the table's key. */
  readonly stored: readonly StoredRow[];
  /** The snapshot that was merged last; null: never verified. */
  readonly storedSnapshotRevision: number | null;
  /** The integration was removed; nothing brings it back. */
  readonly tombstone: boolean;
  readonly integrationPolicy: IntegrationPolicy;
  /** The listing, in its order; empty: a healthy server without tools; null: the discovery failed. */
  readonly discovered: readonly DiscoveredTool[] | null;
  readonly snapshotRevision: number;
  /** The listing is of another connection than the rows; for when its event overtook the edit's. */
  readonly connectionMoved?: boolean;
}

export type IgnoredReason = 'removed' | 'failed' | 'stale' | 'repeated';

export interface MergeWarning {
  readonly code: 'duplicate_name';
  readonly toolName: string;
}

export type MergeResult =
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  | {
      readonly kind: 'merged';
      readonly snapshotRevision: number;
      /** Every row of the integration, in the order to show: as discovered, then missing ones in stored order. */
      readonly rows: readonly StoredRow[];
      /** Tools whose rows are to be written; unreadable rows never are. */
      readonly changed: readonly string[];
      /** Tools whose pending approvals are void. */
      readonly invalidated: readonly Invalidation[];
      readonly warnings: readonly MergeWarning[];
    };

interface MergedRow {
  readonly row: StoredRow;
  readonly invalidation: InvalidationCode | null;
}

/**
 * Merges one discovery into the stored policies of its integration. Discovery owns what a tool is, stored rows own what a
 * person decided. Deterministic and total; the caller holds the integration's row lock and commits the result with it.
 */
export function mergeDiscovery(input: MergeInput): MergeResult {
  const ignored = reasonToIgnore(input);
  if (ignored !== null) return { kind: 'ignored', reason: ignored };
  const moved = input.connectionMoved ? markConnectionMoved(input.stored) : { rows: input.stored, invalidated: [] };
  const { tools, warnings } = withoutDuplicates(input.discovered ?? []);
  const merged = [...mergeListed(input, moved.rows, tools), ...mergeUnlisted(moved.rows, tools)];
  const rows = numbered(merged.map(({ row }) => row));
  return {
    kind: 'merged',
    snapshotRevision: input.snapshotRevision,
    rows,
    changed: changedNames(rowsByName(input.stored), rows),
    invalidated: invalidations(merged, moved.invalidated),
    warnings,
  };
}

/** Written so that a revision that is not a number is ignored too. */
function reasonToIgnore(input: MergeInput): IgnoredReason | null {
  if (input.tombstone) return 'removed';
  if (input.discovered === null) return 'failed';
  const { snapshotRevision, storedSnapshotRevision } = input;
  if (snapshotRevision === storedSnapshotRevision) return 'repeated';
  return snapshotRevision > (storedSnapshotRevision ?? -Infinity) ? null : 'stale';
}

/** The first of equal names stands, as in the catalogue: should the two disagree, the hashes differ and the tool asks. */
function withoutDuplicates(discovered: readonly DiscoveredTool[]): {
  tools: ReadonlyMap<string, DiscoveredTool>;
  warnings: readonly MergeWarning[];
} {
  const tools = new Map<string, DiscoveredTool>();
  const duplicates = new Set<string>();
  for (const tool of discovered) {
    if (tools.has(tool.name)) duplicates.add(tool.name);
    else tools.set(tool.name, tool);
  }
  return { tools, warnings: [...duplicates].map((toolName) => ({ code: 'duplicate_name', toolName })) };
}

/** Rows without a merged snapshot come from before revisions: then, too, an unknown tool is one that came later. */
function mergeListed(
  { integrationPolicy, storedSnapshotRevision }: MergeInput,
  stored: readonly StoredRow[],
  tools: ReadonlyMap<string, DiscoveredTool>,
): readonly MergedRow[] {
  const isFirstDiscovery = storedSnapshotRevision === null && stored.length === 0;
  const byName = rowsByName(stored);
  return [...tools.values()].map((tool) => {
    const row = byName.get(tool.name);
    if (!row) return { row: readableRow(initialPolicy(tool, integrationPolicy, isFirstDiscovery)), invalidation: null };
    if (row.kind === 'unreadable') return { row, invalidation: null };
    const { policy, invalidation } = mergeStoredTool(row.policy, tool);
    return { row: readableRow(policy), invalidation };
  });
}

/** Unreadable rows come last: their ordinals are never rewritten, so among the others they would not keep a place. */
function mergeUnlisted(stored: readonly StoredRow[], tools: ReadonlyMap<string, DiscoveredTool>): readonly MergedRow[] {
  const unlisted = stored
    .filter((row) => !tools.has(toolNameOf(row) ?? ''))
    .sort((a, b) => ordinalOf(a) - ordinalOf(b));
  const missing = unlisted
    .filter((row) => row.kind === 'readable')
    .map((row) => mergeMissingTool(row.policy))
    .map(({ policy, invalidation }) => ({ row: readableRow(policy), invalidation }));
  const unreadable = unlisted.filter((row) => row.kind === 'unreadable').map((row) => ({ row, invalidation: null }));
  return [...missing, ...unreadable];
}

function numbered(rows: readonly StoredRow[]): readonly StoredRow[] {
  return rows.map((row, ordinal) => (row.kind === 'readable' ? readableRow({ ...row.policy, ordinal }) : row));
}

function changedNames(before: ReadonlyMap<string, StoredRow>, rows: readonly StoredRow[]): readonly string[] {
  return rows
    .filter((row) => row.kind === 'readable')
    .filter((row) => !isWritten(before.get(row.policy.toolName), row))
    .map((row) => row.policy.toolName);
}

/** Merged policies are spread from stored ones, so equal documents have equal key orders. */
function isWritten(before: StoredRow | undefined, after: ReadableRow): boolean {
  return (
    before?.kind === 'readable' && !before.isHealed && JSON.stringify(before.policy) === JSON.stringify(after.policy)
  );
}

/** One reason per tool, and the plainest one: gone, then another server, then another definition. */
function invalidations(merged: readonly MergedRow[], moved: readonly Invalidation[]): readonly Invalidation[] {
  const movedCodes = new Map(moved.map(({ toolName, code }) => [toolName, code]));
  return merged.flatMap(({ row, invalidation }) => {
    const toolName = toolNameOf(row);
    if (toolName === null) return [];
    const code = invalidation === 'missing' ? invalidation : (movedCodes.get(toolName) ?? invalidation);
    return code === null ? [] : [{ toolName, code }];
  });
}
