import { Database, Rounds } from '@countersign/database';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { FeedEventRepository, ROWS_PER_SWEEP } from './feed-event.repository.js';

/** A workspace with a thousand events a minute then has a thousand rows too many. */
const SWEEP_INTERVAL_MS = 60_000;

/** Forgets events that nobody comes back to. Any replica may sweep. */
@Injectable()
export class FeedRetentionSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(FeedRetentionSweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweep(),
    onFailure: (error) => this.logger.error('Old events of the feed cannot be deleted; trying again', { err: error }),
  });

  constructor(
    private readonly database: Database,
    private readonly events: FeedEventRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Returns how many were deleted. */
  async sweep(): Promise<number> {
    return this.rounds.whileFull(ROWS_PER_SWEEP, () => this.database.system((tx) => this.events.deleteOld(tx)));
  }
}
