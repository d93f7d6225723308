export interface Rate {
  /** What may go on for ever. */
  readonly perSecond: number;
  /** What may come at once after a pause. */
  readonly burst: number;
}

/** One principal's allowance. Time comes in as milliseconds of any monotonic clock. */
export class TokenBucket {
  private tokens: number;

  constructor(
    private readonly rate: Rate,
    private atMs: number,
  ) {
    this.tokens = rate.burst;
  }

  /** Takes one. @returns 0, or the milliseconds until there is one, and then nothing was taken */
  take(nowMs: number): number {
    this.refill(nowMs);
    if (this.tokens < 1) return ((1 - this.tokens) / this.rate.perSecond) * 1_000;
    this.tokens -= 1;
    return 0;
  }

  private refill(nowMs: number): void {
    const { perSecond, burst } = this.rate;
    this.tokens = Math.min(burst, this.tokens + ((nowMs - this.atMs) / 1_000) * perSecond);
    this.atMs = nowMs;
  }
}
