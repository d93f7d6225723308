/**
 * How one workspace of a copy stands against its owner. Pure: time comes in as milliseconds of any monotonic clock.
 *
 * | heard                                 | means                                                     |
 * |---------------------------------------|-----------------------------------------------------------|
 * | a revision ahead of the applied one    | fetch; after 5 s of it the copy is behind                  |
 * | less than was heard before             | another replica's older view, or a restored database;      |
 * |                                       | after 5 s of it the copy holds a history that is no more   |
 */
export class WorkspaceCopy {
  private applied = 0;
  private highest = 0;
  private aheadSinceMs: number | undefined;
  private lowerSinceMs: number | undefined;
  private wasCurrent = false;

  get appliedRevision(): number {
    return this.applied;
  }

  get isCurrent(): boolean {
    return this.applied >= this.highest;
  }

  /** Whether it has ever held all that was heard of: before that there is no tolerance, since nothing is known at all. */
  get hasBeenCurrent(): boolean {
    return this.wasCurrent;
  }

  hear(revision: number, nowMs: number): void {
    if (revision >= this.highest) this.lowerSinceMs = undefined;
    else this.lowerSinceMs ??= nowMs;
    this.highest = Math.max(this.highest, revision);
    if (this.isCurrent) this.wasCurrent = true;
    else this.aheadSinceMs ??= nowMs;
  }

  apply(revision: number): void {
    this.applied = Math.max(this.applied, revision);
    if (!this.isCurrent) return;
    this.aheadSinceMs = undefined;
    this.wasCurrent = true;
  }

  isBehind(nowMs: number, toleranceMs: number): boolean {
    return isOlder(this.aheadSinceMs, nowMs - toleranceMs) || isOlder(this.lowerSinceMs, nowMs - toleranceMs);
  }
}

function isOlder(sinceMs: number | undefined, limitMs: number): boolean {
  return sinceMs !== undefined && sinceMs <= limitMs;
}
