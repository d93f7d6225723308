import { FLUSH_BYTES_MAX, FLUSH_ROWS_MAX } from '../limits.js';

export interface Waiting<T> {
  readonly item: T;
  readonly done: (result: boolean) => void;
  readonly failed: (error: unknown) => void;
}

export interface LedgerQueueOptions<T> {
  /** How long the first row waits for others. 0: for those that arrive in the same turn of the event loop. */
  readonly delayMs: number;
  readonly idOf: (item: T) => string;
  readonly bytesOf: (item: T) => number;
  /** One commit of all of them. @returns the ids of those that it changed something for */
  readonly write: (items: readonly T[]) => Promise<ReadonlySet<string>>;
  /** Whether a commit failed for what one of its rows is, and not for the state of the database or of the way to it. */
  readonly isAboutRows: (error: unknown) => boolean;
  /** A row whose commit failed: alone in it, or for a reason that is no row's. */
  readonly onRefusal: (waiting: Waiting<T>, error: unknown) => void;
}

/**
 * Group commit of one kind of rows: whatever arrives while a commit is under way shares the next one, so that the ledger
 * costs one fsync for all of them.
 */
export class LedgerQueue<T> {
  private waiting: Waiting<T>[] = [];
  private flushing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isSoon = false;

  constructor(private readonly options: LedgerQueueOptions<T>) {}

  /** Resolves when it is durable, with whether its row was written. */
  add(item: T): Promise<boolean> {
    return new Promise((done, failed) => this.push({ item, done, failed }));
  }

  push(waiting: Waiting<T>): void {
    this.waiting.push(waiting);
    this.flushSoon();
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    while (this.flushing !== undefined || this.waiting.length > 0) {
      this.flushNow();
      await this.flushing;
    }
  }

  private flushSoon(): void {
    if (this.flushing !== undefined || this.isSoon) return;
    this.isSoon = true;
    const { delayMs } = this.options;
    if (delayMs === 0) setImmediate(() => this.flushNow());
    else this.timer = setTimeout(() => this.flushNow(), delayMs);
  }

  private flushNow(): void {
    clearTimeout(this.timer);
    this.isSoon = false;
    if (this.flushing !== undefined || this.waiting.length === 0) return;
    this.flushing = this.flush(this.take()).finally(() => {
      this.flushing = undefined;
      if (this.waiting.length > 0) this.flushSoon();
    });
  }

  private take(): Waiting<T>[] {
    const countMax = Math.min(this.waiting.length, FLUSH_ROWS_MAX);
    let [count, bytes] = [0, 0];
    while (count < countMax && (count === 0 || bytes < FLUSH_BYTES_MAX)) {
      const next = this.waiting[count];
      bytes += next === undefined ? 0 : this.options.bytesOf(next.item);
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async flush(batch: readonly Waiting<T>[]): Promise<void> {
    try {
      const written = await this.options.write(batch.map(({ item }) => item));
      for (const { item, done } of batch) done(written.has(this.options.idOf(item)));
    } catch (error) {
      await this.takeApart(batch, error);
    }
  }

  /**
   * One row that the database refuses must not take the others with it. A database that is not there is not asked once per
   * row: everybody who comes meanwhile would wait for as many time-outs.
   */
  private async takeApart(batch: readonly Waiting<T>[], error: unknown): Promise<void> {
    const { isAboutRows, onRefusal } = this.options;
    if (batch.length > 1 && isAboutRows(error)) for (const waiting of batch) await this.flush([waiting]);
    else for (const waiting of batch) onRefusal(waiting, error);
  }
}
