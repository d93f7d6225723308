export interface RoundsOptions {
  /** Between the beginnings of two rounds. */
  readonly everyMs: number;
  /** One round. Its result is nobody's. */
  readonly work: () => Promise<unknown>;
  /** A round that fails is logged by its owner; the next one comes all the same. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Looks for work in rows again and again, one round at a time: a slow database must not collect rounds. Every replica may go
 * its rounds; the rows themselves say who has them.
 */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> | undefined;
  private isWoken = false;
  private isStopping = false;

  constructor(private readonly options: RoundsOptions) {}

  /** The first round comes after the first interval. */
  start(): void {
    this.timer ??= setInterval(() => this.begin(), this.options.everyMs).unref();
  }

  /** There is work: a round begins at once, or right after the one that is under way and may not have seen it. */
  wake(): void {
    if (this.current === undefined) this.begin();
    else this.isWoken = true;
  }

  /** Resolves when the round that is under way has ended; no other one begins. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.current;
  }

  /**
   * Repeats a small transaction for as long as it finds all the rows that it may take, or until the rounds are stopped.
   *
   * @param batch returns how many rows it took
   * @returns how many were taken in all
   */
  async whileFull(rowsMax: number, batch: () => Promise<number>): Promise<number> {
    let taken = 0;
    while (!this.isStopping) {
      const count = await batch();
      taken += count;
      if (count < rowsMax) break;
    }
    return taken;
  }

  private begin(): void {
    if (this.isStopping) return;
    this.current ??= this.round().finally(() => {
      this.current = undefined;
      if (this.isWoken) this.begin();
    });
  }

  private async round(): Promise<void> {
    this.isWoken = false;
    try {
      await this.options.work();
    } catch (error) {
      this.options.onFailure(error);
    }
  }
}
