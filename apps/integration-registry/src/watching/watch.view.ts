import type { HealthView } from '@countersign/contracts';
import type { Watch } from './watch.repository.js';

/** How a server is doing, and how that is found out; undefined: it was never looked at. */
export function toHealthView(watch: Watch | undefined): HealthView {
  if (watch === undefined)
    return { state: 'unknown', since: null, consecutiveFailures: 0, watch: 'none', nextCheckAt: null };
  return {
    state: watch.health,
    since: watch.healthSince.toISOString(),
    consecutiveFailures: watch.consecutiveFailures,
    watch: watch.mode,
    nextCheckAt: watch.nextCheckAt?.toISOString() ?? null,
  };
}
