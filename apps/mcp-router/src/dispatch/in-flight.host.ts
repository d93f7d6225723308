import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { SHUTDOWN_DRAIN_MS } from '../limits.js';

/** Work that nobody awaits: it is waited for when the process is asked to stop, and its failures are logged. */
@Injectable()
export class InFlight implements OnModuleDestroy {
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

  /** What takes longer is left to the leases. */
  async onModuleDestroy(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, SHUTDOWN_DRAIN_MS);
    });
    await Promise.race([Promise.all(this.work), enough]);
    clearTimeout(timer);
  }
}
