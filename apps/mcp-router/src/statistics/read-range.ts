import { InvalidInputError, STATISTICS_BUCKETS_MAX, STATISTICS_DAYS_MAX } from '@countersign/contracts';
import type { TimeRange } from './call-statistics.repository.js';

const DAY_MS = 24 * 3_600_000;

/** @throws InvalidInputError for a range that is empty, or longer than is looked at at once */
export function readRange({ from, until }: { readonly from: string; readonly until: string }): TimeRange {
  const range = { from: new Date(from), until: new Date(until) };
  const lengthMs = range.until.getTime() - range.from.getTime();
  if (!(lengthMs > 0)) throw refused('/until', 'must be after from');
  if (lengthMs > STATISTICS_DAYS_MAX * DAY_MS) {
    throw refused('/from', `must be at most ${STATISTICS_DAYS_MAX} days before until`);
  }
  return range;
}

/** @throws InvalidInputError for more buckets than a chart shows */
export function assertFewBuckets({ from, until }: TimeRange, stepSeconds: number): void {
  if ((until.getTime() - from.getTime()) / (stepSeconds * 1_000) <= STATISTICS_BUCKETS_MAX) return;
  throw refused('/step', `must be so long that there are at most ${STATISTICS_BUCKETS_MAX} steps from from to until`);
}

function refused(pointer: string, message: string): InvalidInputError {
  return new InvalidInputError([{ pointer, code: 'out_of_range', message }]);
}
