import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, newId, Rounds } from '@countersign/database';
import { ServiceLogger } from '@countersign/service';
import { ContinueRunUseCase } from './continue-run.use-case.js';
import { ParkRunUseCase } from './park-run.use-case.js';
import { type ParkedRun, ParkedRunRepository } from './parked-run.repository.js';

/** A run that another version gave back waits at most this long. */
const SWEEP_INTERVAL_MS = 1_000;
/** Steps of one replica at once, beside those that messages bring. */
const AT_ONCE = 8;

/**
 * Takes the next step of runs that another version parked and this one can read. It does so itself: a message would come to
 * the other version as likely as not, again and again.
 */
@Injectable()
export class ParkedRunsSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly atWork = new Set<Promise<void>>();
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweep(),
    onFailure: (error) => this.logger.error('the sweep of parked runs failed; it is tried again', { err: error }),
  });

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ParkedRunRepository) private readonly parked: ParkedRunRepository,
    @Inject(ContinueRunUseCase) private readonly continueRun: ContinueRunUseCase,
    @Inject(ParkRunUseCase) private readonly parkRun: ParkRunUseCase,
    @Inject(ServiceLogger) private readonly logger: ServiceLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
    await Promise.all(this.atWork);
  }

  /** Begins as many steps as there is room for; a model that thinks for minutes holds up no other run. */
  private async sweep(): Promise<void> {
    const room = AT_ONCE - this.atWork.size;
    if (room === 0) return;
    for (const run of await this.database.system((tx) => this.parked.take(tx, room))) this.begin(run);
  }

  private begin(run: ParkedRun): void {
    const work = this.takeStep(run).finally(() => {
      const wasFull = this.atWork.size === AT_ONCE;
      this.atWork.delete(work);
      if (wasFull) this.rounds.wake();
    });
    this.atWork.add(work);
  }

  private async takeStep({ workspaceId, runId }: ParkedRun): Promise<void> {
    try {
      const step = { id: newId(), workspaceId, runId };
      const isDone = await this.parkRun.orPark(workspaceId, runId, () => this.continueRun.execute(step));
      if (isDone) await this.database.system((tx) => this.parked.confirm(tx, runId));
    } catch (error) {
      this.logger.warn('the step of a parked run failed; it is tried again', { runId, err: error });
      await this.tryAgain(runId);
    }
  }

  private async tryAgain(runId: string): Promise<void> {
    try {
      await this.database.system((tx) => this.parked.takeAgain(tx, runId));
    } catch (error) {
      this.logger.error('a parked run is taken again only later', { runId, err: error });
    }
  }
}
