import type { CallBucket, CallStatistics } from '@countersign/contracts';
import { outcomeOf } from '../calls/call-filter.js';
import type { CallCount, TimeRange } from './call-statistics.repository.js';

/**
 * Every bucket from the one with `from` to the one before `until`, in order. A row is written a moment after its id was
 * made: one that is behind the end by that belongs to the last bucket.
 */
export function toCallStatistics(counts: readonly CallCount[], range: TimeRange, stepSeconds: number): CallStatistics {
  const stepMs = stepSeconds * 1_000;
  const first = Math.floor(range.from.getTime() / stepMs);
  const last = Math.max(first, Math.ceil(range.until.getTime() / stepMs) - 1);
  const buckets = Array.from({ length: last - first + 1 }, (_, index) => anEmptyBucket((first + index) * stepMs));
  for (const { at, verdict, state, calls } of counts) {
    const step = Math.floor(at.getTime() / stepMs);
    const bucket = buckets[Math.min(Math.max(step, first), last) - first];
    if (bucket === undefined) continue;
    bucket.calls += calls;
    bucket.verdicts[verdict] += calls;
    bucket.outcomes[outcomeOf(state)] += calls;
  }
  return { buckets };
}

function anEmptyBucket(atMs: number): CallBucket {
  return {
    at: new Date(atMs).toISOString(),
    calls: 0,
    verdicts: { allow: 0, ask: 0, deny: 0 },
    outcomes: { succeeded: 0, failed: 0, refused: 0, unknown: 0, open: 0 },
  };
}
