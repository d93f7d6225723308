import { Injectable, Logger } from '@nestjs/common';

/** Work that nobody awaits: it is waited for when the process is asked to stop, and its failures are logged. */
@Injectable()
export class InFlight {
  private readonly logger = new Logger(InFlight.name);
  private readonly work = new Set<Promise<void>>();

  track(work: Promise<unknown>, what: Record<string, unknown>): void {
    const tracked = work
      .then(
        () => undefined,
        (error: unknown) => this.logger.error({ err: error, ...what }, 'work in the background failed'),
      )
      .finally(() => this.work.delete(tracked));
    this.work.add(tracked);
  }

  /** Resolves when nothing is under way any more, nor what it has begun meanwhile; or when the time is over. */
  async drain(timeoutMs: number): Promise<void> {
    let isOver = false;
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        isOver = true;
        resolve();
      }, timeoutMs);
    });
    while (this.work.size > 0 && !isOver) await Promise.race([Promise.all(this.work), enough]);
    clearTimeout(timer);
    if (this.work.size > 0) this.logger.warn({ count: this.work.size }, 'stopping with work under way');
  }
}
