/** Bytes within a window of time: a stream may live for hours, so that their sum says nothing. */
export class StreamBudget {
  private windowEndsMs = 0;
  private spent = 0;

  constructor(
    private readonly bytesMax: number,
    private readonly windowMs: number,
  ) {}

  /** False when these are too many. `nowMs` never goes back. */
  spend(bytes: number, nowMs: number): boolean {
    if (nowMs >= this.windowEndsMs) {
      this.windowEndsMs = nowMs + this.windowMs;
      this.spent = 0;
    }
    this.spent += bytes;
    return this.spent <= this.bytesMax;
  }
}
