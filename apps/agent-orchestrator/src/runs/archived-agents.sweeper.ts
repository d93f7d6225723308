import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, Rounds } from '@countersign/database';
import { ServiceLogger } from '@countersign/service';
import { type ArchivedAgent, ArchivedAgentRepository } from './archived-agent.repository.js';
import { CancelRunUseCase } from './cancel-run.use-case.js';
import { RunFinishedError } from './run.errors.js';

/** The runs of an agent that was deleted are cancelled at most this much later. */
const SWEEP_INTERVAL_MS = 2_000;
/** Read at once; cancelled one after the other, so that a large agent does not take all connections. */
const BATCH = 100;

/**
 * Cancels the open runs of archived agents, as whoever archived them. No run is started of an archived agent, so one whose
 * runs are all over is done with.
 */
@Injectable()
export class ArchivedAgentsSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweep(),
    onFailure: (error) => this.logger.error('the sweep of archived agents failed; it is tried again', { err: error }),
  });

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ArchivedAgentRepository) private readonly archived: ArchivedAgentRepository,
    @Inject(CancelRunUseCase) private readonly cancelRun: CancelRunUseCase,
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
    const agent = await this.database.system((tx) => this.archived.take(tx));
    if (agent === null) return;
    if (await this.cancelRuns(agent)) await this.database.system((tx) => this.archived.confirm(tx, agent));
  }

  /** Whether none is open any more. One that cannot be cancelled does not hold up the others. */
  private async cancelRuns(agent: ArchivedAgent): Promise<boolean> {
    let isDone = true;
    let after: string | null = null;
    for (;;) {
      const runIds: string[] = await this.database.system((tx) =>
        this.archived.openRuns(tx, { agent, after, limit: BATCH }),
      );
      for (const runId of runIds) isDone = (await this.cancel(agent, runId)) && isDone;
      if (runIds.length < BATCH) return isDone;
      after = runIds.at(-1) ?? null;
    }
  }

  private async cancel({ workspaceId, archivedBy: actor }: ArchivedAgent, runId: string): Promise<boolean> {
    try {
      await this.cancelRun.execute({ workspaceId, runId, actor });
    } catch (error) {
      if (error instanceof RunFinishedError) return true;
      this.logger.warn('a run of an archived agent could not be cancelled', { runId, err: error });
      return false;
    }
    return true;
  }
}
