import { Database, Rounds } from '@countersign/database';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { EarlyCancellationRepository } from './early-cancellation.repository.js';

/** A request waits for 30 days at most: one that comes after that has expired, whoever cancelled it. */
export const EARLY_CANCELLATION_DAYS = 31;
/** Small enough that a sweep is never noticed by others. */
const ROWS_PER_STATEMENT = 1_000;
/** The days above need no more precision. */
const SWEEP_INTERVAL_MS = 60 * 60_000;

/** Forgets cancellations whose request came long ago, or never will. Any replica sweeps. */
@Injectable()
export class EarlyCancellationSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(EarlyCancellationSweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweepOnce(),
    onFailure: (error) => this.logger.error('Old cancellations cannot be deleted; trying again later', error),
  });

  constructor(
    private readonly database: Database,
    private readonly cancellations: EarlyCancellationRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async sweepOnce(): Promise<void> {
    await this.rounds.whileFull(ROWS_PER_STATEMENT, () =>
      this.database.system((tx) => this.cancellations.forget(tx, EARLY_CANCELLATION_DAYS, ROWS_PER_STATEMENT)),
    );
  }
}
