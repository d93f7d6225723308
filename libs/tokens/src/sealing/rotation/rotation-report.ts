import type { KeyUse } from './check-keys.js';
import type { SealProblem } from './seal-problem.js';

/** Enough to see a pattern in; a key that is missing would fill a screen for each second. */
const PROBLEMS_SHOWN_MAX = 100;

/** What an operator wants to know before they drop a key. */
export function describeKeyUse({ secretsByKey, problems }: KeyUse, currentKeyId: string): string[] {
  const counts = [...secretsByKey].sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = counts.map(([keyId, count]) => {
    return `${secrets(count)} under the key ${keyId}${keyId === currentKeyId ? ', which is current' : ''}`;
  });
  const more = problems.length - PROBLEMS_SHOWN_MAX;
  return [
    ...(lines.length === 0 ? ['no secrets'] : lines),
    ...problems.slice(0, PROBLEMS_SHOWN_MAX).map(describeProblem),
    ...(more > 0 ? [`and ${more} more that cannot be opened`] : []),
  ];
}

/** How many open with another key than the current one. */
export function countOthers({ secretsByKey }: KeyUse, currentKeyId: string): number {
  return [...secretsByKey].reduce((sum, [keyId, count]) => (keyId === currentKeyId ? sum : sum + count), 0);
}

export function secrets(count: number): string {
  return count === 1 ? '1 secret' : `${count} secrets`;
}

function describeProblem({ place, workspaceId, code, message }: SealProblem): string {
  return `cannot be opened: ${place} of workspace ${workspaceId} (${code}: ${message})`;
}
