/** What many measurements of one thing come to. */
export interface Distribution {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError for no samples: a median of nothing is a mistake of the bench, not a zero */
export function toDistribution(samples: readonly number[]): Distribution {
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    count: sorted.length,
    p50: atRank(sorted, 0.5),
    p99: atRank(sorted, 0.99),
    min: atRank(sorted, 0),
    max: atRank(sorted, 1),
  };
}

export function median(samples: readonly number[]): number {
  return toDistribution(samples).p50;
}

export function sum(samples: readonly number[]): number {
  return samples.reduce((total, sample) => total + sample, 0);
}

/** Nearest rank: always a value that was measured. */
function atRank(sorted: readonly number[], quantile: number): number {
  const value = sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no samples');
  return value;
}
