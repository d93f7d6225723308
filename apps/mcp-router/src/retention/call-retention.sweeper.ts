import { Database, Rounds } from '@countersign/database';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RETENTION_ROWS_MAX, RETENTION_SWEEP_MS } from './retention-limits.js';
import type { CallRetentionRepository } from './call-retention.repository.js';

export interface RetentionOptions {
  /** Since a call ended. */
  readonly callDays: number;
  readonly resultDays: number;
  /** Of one workspace's results. */
  readonly resultBytesMax: number;
}

/** Forgets what is old, and what one workspace keeps too much of. Any replica may. */
export class CallRetentionSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(CallRetentionSweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: RETENTION_SWEEP_MS,
    work: () => this.sweepAll(),
    onFailure: (error) => this.logger.error('Old calls cannot be deleted; trying again later', error),
  });

  constructor(
    private readonly database: Database,
    private readonly calls: CallRetentionRepository,
    private readonly options: RetentionOptions,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async sweepAll(): Promise<void> {
    const { callDays, resultDays, resultBytesMax: bytesMax } = this.options;
    const limit = RETENTION_ROWS_MAX;
    await this.repeat((tx) => this.calls.deleteOldResults(tx, resultDays, limit));
    await this.repeat((tx) => this.calls.deleteOldCalls(tx, callDays, limit));
    await this.repeat((tx) => this.calls.deleteCancelledRuns(tx, limit));
    for (const workspaceId of await this.database.system((tx) => this.calls.listWorkspacesAbove(tx, bytesMax))) {
      const deleted = await this.repeat((tx) => this.calls.deleteExcess(tx, { workspaceId, bytesMax, limit }));
      if (deleted > 0)
        this.logger.warn(`${deleted} results of workspace ${workspaceId} were dropped: it keeps too much`);
    }
  }

  private async repeat(deleteSome: (tx: EntityManager) => Promise<number>): Promise<number> {
    return this.rounds.whileFull(RETENTION_ROWS_MAX, () => this.database.system(deleteSome));
  }
}
