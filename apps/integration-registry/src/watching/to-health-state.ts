import type { HealthState } from '@countersign/contracts';

/** One failure may be a hiccup, two a restart. */
const DOWN_AFTER = 3;

/** After a check, whose outcome is counted in. */
export function toHealthState(consecutiveFailures: number): HealthState {
  if (consecutiveFailures === 0) return 'healthy';
  return consecutiveFailures < DOWN_AFTER ? 'degraded' : 'down';
}
