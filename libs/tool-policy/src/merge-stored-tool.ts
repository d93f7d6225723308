import { sortedFlags } from './initial-policy.js';
import type { DiscoveredTool, InvalidationCode, Review, ToolPolicy } from './tool-policy.js';
import { hasUnacknowledgedFlags } from './tool-policy.js';

export interface MergedTool {
  readonly policy: ToolPolicy;
  readonly invalidation: InvalidationCode | null;
}

/** A stored tool that the listing has: the definition is discovery's, the decisions stay. */
export function mergeStoredTool(stored: ToolPolicy, tool: DiscoveredTool): MergedTool {
  const acknowledgedHash = acknowledgedBy(stored, tool);
  const isChanged = acknowledgedHash !== undefined && acknowledgedHash !== tool.definitionHash;
  const flags = sortedFlags(tool);
  const review = nextReview(stored, isChanged, hasUnacknowledgedFlags({ ...stored, flags }));
  const policy: ToolPolicy = {
    ...stored,
    status: 'available',
    definitionHash: tool.definitionHash,
    ...(acknowledgedHash === undefined ? {} : { acknowledgedHash }),
    review,
    flags,
  };
  const becameChanged = review === 'changed' && stored.review !== 'changed';
  return { policy, invalidation: becameChanged || hasMoved(stored, tool) ? 'changed' : null };
}

/** A stored tool that the listing no longer has. Repeated absence invalidates nothing: there is nothing left to. */
export function mergeMissingTool(stored: ToolPolicy): MergedTool {
  return {
    policy: { ...stored, status: 'missing' },
    invalidation: stored.status === 'missing' ? null : 'missing',
  };
}

/**
 * The definition to compare with. A row without a pending review stands for the definition it was stored with; one from
 * before definitions were hashed stands for what is there now, because nothing is known to differ.
 */
function acknowledgedBy(stored: ToolPolicy, tool: DiscoveredTool): string | undefined {
  if (stored.acknowledgedHash !== undefined) return stored.acknowledgedHash;
  return stored.review === 'none' ? (stored.definitionHash ?? tool.definitionHash) : undefined;
}

/** Only a person ends a review: a definition that changes back has still been something else in between. */
function nextReview(stored: ToolPolicy, isChanged: boolean, isFlagged: boolean): Review {
  if (isChanged) return 'changed';
  if (stored.review !== 'none') return stored.review;
  return isFlagged ? 'new' : 'none';
}

/** Pending calls are bound to the definition that was current, whether or not somebody had acknowledged it. */
function hasMoved(stored: ToolPolicy, tool: DiscoveredTool): boolean {
  const current = stored.definitionHash ?? stored.acknowledgedHash;
  return current !== undefined && current !== tool.definitionHash;
}
