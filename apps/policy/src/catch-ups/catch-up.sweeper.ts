import { assertNever } from '@countersign/contracts';
import { Database, Rounds } from '@countersign/database';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CatchUpWithGateway } from '../identity-changes/catch-up-with-gateway.use-case.js';
import { CatchUpRepository, type DueCatchUp } from './catch-up.repository.js';
import { CatchUpWithRegistry } from './catch-up-with-registry.use-case.js';

/** An idle sweep is one look into an index. */
const SWEEP_INTERVAL_MS = 1_000;

/** Compares with the owners what is due. Every replica sweeps, one workspace after another; each goes to one of them. */
@Injectable()
export class CatchUpSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(CatchUpSweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.rounds.whileFull(1, async () => ((await this.makeNext()) ? 1 : 0)),
    onFailure: (error) => this.logger.error('What is due cannot be looked up; trying again', error),
  });

  constructor(
    private readonly database: Database,
    private readonly catchUps: CatchUpRepository,
    private readonly withRegistry: CatchUpWithRegistry,
    private readonly withGateway: CatchUpWithGateway,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Whether one was due. One that fails stays due, later, and does not keep the others from their turn. */
  private async makeNext(): Promise<boolean> {
    const due = await this.database.system((tx) => this.catchUps.take(tx));
    if (due === null) return false;
    try {
      const reachedRevision = await this.make(due);
      await this.database.system((tx) => this.catchUps.finish(tx, due, reachedRevision));
    } catch (error) {
      this.logger.warn('A workspace is still behind its owner; trying again later', { err: error, ...due });
    }
    return true;
  }

  private async make({ owner, workspaceId }: DueCatchUp): Promise<number> {
    switch (owner) {
      case 'integration-registry':
        return this.withRegistry.execute(workspaceId);
      case 'admin-gateway':
        return this.withGateway.execute(workspaceId);
      default:
        return assertNever(owner);
    }
  }
}
