import { Database, Rounds } from '@countersign/database';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditCatchUpRepository } from './audit-catch-up.repository.js';
import { CatchUpWithPolicy } from './catch-up-with-policy.use-case.js';

/** An idle sweep is one look into an index; nothing is due more often than this is noticed. */
const SWEEP_INTERVAL_MS = 30_000;

/** Compares what is due. Every replica sweeps, one workspace after another; each goes to one of them. */
@Injectable()
export class AuditCatchUpSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AuditCatchUpSweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweep(),
    onFailure: (error) => this.logger.error('The audit cannot be compared; trying again', { err: error }),
  });

  constructor(
    private readonly database: Database,
    private readonly catchUps: AuditCatchUpRepository,
    private readonly withPolicy: CatchUpWithPolicy,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async sweep(): Promise<void> {
    await this.rounds.whileFull(1, async () => ((await this.compareNext()) ? 1 : 0));
  }

  /** Whether one was due. One that fails stays due, later, and does not keep the others from their turn. */
  private async compareNext(): Promise<boolean> {
    const due = await this.database.system((tx) => this.catchUps.take(tx));
    if (due === null) return false;
    try {
      const comparedUntil = await this.withPolicy.execute(due);
      await this.database.system((tx) => this.catchUps.finish(tx, due.workspaceId, comparedUntil));
    } catch (error) {
      this.logger.warn('The audit of a workspace is not compared; trying again later', { err: error, ...due });
    }
    return true;
  }
}
