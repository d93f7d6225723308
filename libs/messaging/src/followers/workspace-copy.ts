/**
 * How one workspace of a copy stands against its owner. Pure: time comes in as milliseconds of any monotonic clock.
 *
 * | heard                                 | means                                                     |
 * |---------------------------------------|-----------------------------------------------------------|
 * | a revision ahead of the applied one    | fetch; after 5 s of it the copy is behind                  |
 * | less than was heard before             | another replica's older view, or a restored database;      |
 * |                                       | after 5 s of it the copy holds a history that is no more   |
 * | nothing for 5 s, and then something   | fetch, whatever it says; until then the copy is behind     |
 */
export class WorkspaceCopy {
  private applied = 0;
  private highest = 0;
  private aheadSinceMs: number | undefined;
  private lowerSinceMs: number | undefined;
  private wasCurrent = false;
  private silences = 0;
  private isDoubted = false;

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

  /** Whoever asks the owner says in `apply` after how many silences that was. */
  get silencesHeard(): number {
    return this.silences;
  }

  /**
   * The owner was silent for longer than the tolerance, so there is none left: what it says first may itself be old, and
   * only an answer to a question that is asked from now on makes the copy current again.
   */
  doubt(): void {
    this.silences += 1;
    this.isDoubted = true;
    this.wasCurrent = false;
  }

  hear(revision: number, nowMs: number): void {
    if (revision >= this.highest) this.lowerSinceMs = undefined;
    else this.lowerSinceMs ??= nowMs;
    this.highest = Math.max(this.highest, revision);
    if (!this.isCurrent) this.aheadSinceMs ??= nowMs;
    else if (!this.isDoubted) this.wasCurrent = true;
  }

  apply(revision: number, askedAfterSilences = this.silences): void {
    this.applied = Math.max(this.applied, revision);
    if (askedAfterSilences === this.silences) this.isDoubted = false;
    if (!this.isCurrent || this.isDoubted) return;
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
