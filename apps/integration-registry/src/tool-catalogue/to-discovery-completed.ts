import {
  DISCOVERED_TOOLS_MAX,
  type DiscoveredToolRef,
  type DiscoveryCompleted,
  type DiscoveryTrigger,
  type ToolDrift,
} from '@countersign/contracts';
import { takeWithinBytes } from '../paging/take-within-bytes.js';
import type { CatalogueDiff, StoredTool } from './diff-tool-catalogue.js';
import type { Drift } from './drift/gather-drift.js';

export interface CompletedDiscovery {
  readonly integrationId: string;
  readonly snapshotRevision: number;
  readonly connectionRevision: number;
  readonly revision: number;
  readonly trigger: DiscoveryTrigger;
  readonly tools: readonly StoredTool[];
  readonly diff: CatalogueDiff;
  readonly drift: Drift;
}

/** An event stays under 256 KiB, and 100 names may have a KiB each, six when JSON escapes all of it. */
const TOOLS_BYTES_MAX = 64 * 1024;
const DIFF_BYTES_MAX = 32 * 1024;
const DRIFT_BYTES_MAX = 48 * 1024;

/** The event, its lists cut to what fits; `complete` says whether a reader has to fetch the definitions to know them all. */
export function toDiscoveryCompleted(discovery: CompletedDiscovery): DiscoveryCompleted {
  const { tools, diff, drift: found, ...revisions } = discovery;
  const refs = bounded<DiscoveredToolRef>(
    tools.map(({ name, definitionHash }) => ({ name, definitionHash })),
    TOOLS_BYTES_MAX,
  );
  const added = bounded(diff.added, DIFF_BYTES_MAX);
  const removed = bounded(diff.removed, DIFF_BYTES_MAX);
  const changed = bounded(diff.changed, DIFF_BYTES_MAX);
  const drift = bounded<ToolDrift>(
    found.differences.map(({ name, kinds, warnings }) => ({ name, kinds, warnings })),
    DRIFT_BYTES_MAX,
  );
  const isComplete =
    refs.length === tools.length &&
    added.length === diff.added.length &&
    removed.length === diff.removed.length &&
    changed.length === diff.changed.length &&
    drift.length === found.total;
  const lists = { tools: refs, complete: isComplete, added, removed, changed, drift };
  return { ...revisions, toolCount: tools.length, ...lists };
}

function bounded<T>(items: readonly T[], bytesMax: number): T[] {
  return takeWithinBytes(items.slice(0, DISCOVERED_TOOLS_MAX), bytesMax);
}
