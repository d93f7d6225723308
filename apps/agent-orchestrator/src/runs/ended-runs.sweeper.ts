import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, Rounds } from '@countersign/database';
import { ServiceLogger } from '@countersign/service';
import { EndOpenCallsUseCase } from './end-open-calls.use-case.js';
import { type EndedRun, EndedRunRepository } from './ended-run.repository.js';
import { ParkRunUseCase } from './park-run.use-case.js';

/** What a run left behind ends at most this much later than it is due. */
const SWEEP_INTERVAL_MS = 2_000;

/**
 * Has the router end the open calls of runs that are over, until it confirms. The announcement of a cancellation does that
 * sooner, but can be lost; a run that failed is not announced to the router at all.
 */
@Injectable()
export class EndedRunsSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweep(),
    onFailure: (error) => this.logger.error('the sweep of ended runs failed; it is tried again', { err: error }),
  });

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(EndedRunRepository) private readonly endedRuns: EndedRunRepository,
    @Inject(EndOpenCallsUseCase) private readonly endOpenCalls: EndOpenCallsUseCase,
    @Inject(ParkRunUseCase) private readonly parkRun: ParkRunUseCase,
    @Inject(ServiceLogger) private readonly logger: ServiceLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Public for tests, which do not wait for the timer. */
  async sweep(): Promise<void> {
    const due = await this.database.system((tx) => this.endedRuns.take(tx));
    await Promise.all(due.map((run) => this.cancelCalls(run)));
  }

  private async cancelCalls(run: EndedRun): Promise<void> {
    const { workspaceId, runId } = run;
    try {
      const isEnded = await this.parkRun.orPark(workspaceId, runId, () => this.endOpenCalls.execute(run));
      if (isEnded) await this.database.system((tx) => this.endedRuns.confirm(tx, run));
    } catch (error) {
      this.logger.warn('the calls of an ended run may still be open; the router is asked again', { runId, err: error });
    }
  }
}
