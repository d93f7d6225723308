/** How much one may ask for: `burst` at once, then `perSecond`. */
export interface BucketSize {
  readonly burst: number;
  readonly perSecond: number;
}

/** What was left of a bucket at a moment. */
export interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

export interface Spent {
  readonly bucket: Bucket;
  readonly isAllowed: boolean;
  /** Until one more is allowed; 0 where it is. */
  readonly retryAfterSeconds: number;
  /** Until the bucket is full again. */
  readonly fullAfterSeconds: number;
}

/**
 * Takes one out of a bucket that has filled since it was last looked at. What is refused costs nothing.
 *
 * | burst | per second | left before, how long ago | allowed | left after |
 * |-------|------------|---------------------------|---------|------------|
 * | 10    | 1          | (new)                     | yes     | 9          |
 * | 10    | 1          | 0, 3 s                    | yes     | 2          |
 * | 10    | 1          | 0, 0.5 s                  | no      | 0.5        |
 * | 10    | 1          | 9, 1 h                    | yes     | 9          |
 */
export function spendOne({ burst, perSecond }: BucketSize, before: Bucket | undefined, nowMs: number): Spent {
  const elapsedMs = Math.max(0, nowMs - (before?.atMs ?? nowMs));
  const there = Math.min(burst, (before?.left ?? burst) + (elapsedMs * perSecond) / 1_000);
  const isAllowed = there >= 1;
  const left = isAllowed ? there - 1 : there;
  return {
    bucket: { left, atMs: nowMs },
    isAllowed,
    retryAfterSeconds: isAllowed ? 0 : Math.ceil((1 - left) / perSecond),
    fullAfterSeconds: Math.ceil((burst - left) / perSecond),
  };
}
