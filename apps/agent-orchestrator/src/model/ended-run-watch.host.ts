import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { ServiceLogger } from '@countersign/service';
import { RunEndedError } from './model.errors.js';

/** What a model writes after this long for a run that has ended is paid for and thrown away. */
const LOOK_MS = 2_000;

/** Ends the request to a model when its run has ended meanwhile, e.g. because somebody cancelled it. */
@Injectable()
export class EndedRunWatch {
  private readonly asking = new Map<AbortController, string>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ServiceLogger) private readonly logger: ServiceLogger,
  ) {}

  /** The signal is aborted with a RunEndedError. */
  async during<T>(runId: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.asking.set(controller, runId);
    this.timer ??= setInterval(() => this.tick(), LOOK_MS);
    try {
      return await ask(controller.signal);
    } finally {
      this.asking.delete(controller);
      if (this.asking.size === 0) {
        clearInterval(this.timer);
        this.timer = undefined;
      }
    }
  }

  /** One look at a time, for all runs together. */
  private tick(): void {
    this.looking ??= this.look()
      .catch((error: unknown) => this.logger.warn('no look at the runs being answered', { err: error }))
      .finally(() => {
        this.looking = undefined;
      });
  }

  private async look(): Promise<void> {
    const runIds = [...new Set(this.asking.values())];
    const rows = await this.database.system((tx) =>
      tx.query<{ id: string }[]>(
        `select id from runs where id = any($1) and status in ('finished', 'failed', 'cancelled')`,
        [runIds],
      ),
    );
    const ended = new Set(rows.map(({ id }) => id));
    for (const [controller, runId] of this.asking) {
      if (ended.has(runId)) controller.abort(new RunEndedError(runId));
    }
  }
}
