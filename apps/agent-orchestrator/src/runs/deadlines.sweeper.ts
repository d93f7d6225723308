import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, databaseNow, Rounds } from '@countersign/database';
import { ServiceLogger } from '@countersign/service';
import { ParkRunUseCase } from './park-run.use-case.js';
import { mayBeReadable } from './parked-run.repository.js';
import { KNOWN_EVENT_TYPES } from './read-run-event.js';
import { RunLog } from './run-log.repository.js';
import { RunRepository } from './run.repository.js';
import { isOver } from './run-state.js';

/** A run lasts at most this much longer than it may. */
const SWEEP_INTERVAL_MS = 2_000;
const BATCH = 20;

interface LateRun {
  readonly id: string;
  readonly workspace_id: string;
}

/** Fails runs whose time is over, waiting included; their calls are then ended like those of every failed run. */
@Injectable()
export class DeadlinesSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweep(),
    onFailure: (error) => this.logger.error('the sweep of late runs failed; it is tried again', { err: error }),
  });

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunLog) private readonly log: RunLog,
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
    await this.rounds.whileFull(BATCH, () => this.endSome());
  }

  /** How many of a batch have ended. */
  private async endSome(): Promise<number> {
    // Rows that somebody writes to are passed over; the next round finds how they are then.
    const late = await this.database.system((tx) =>
      tx.query<LateRun[]>(
        `select id, workspace_id from runs
         where deadline_at <= now() and status in ('running', 'suspended') and ${mayBeReadable(2)}
         order by deadline_at limit $1 for update skip locked`,
        [BATCH, KNOWN_EVENT_TYPES],
      ),
    );
    const ended = await Promise.all(late.map(({ id, workspace_id }) => this.end(workspace_id, id)));
    return ended.filter(Boolean).length;
  }

  private async end(workspaceId: string, runId: string): Promise<boolean> {
    try {
      return await this.parkRun.orPark(workspaceId, runId, () => this.fail(workspaceId, runId));
    } catch (error) {
      this.logger.warn('a run whose time is over could not be ended; it is tried again', { runId, err: error });
      return false;
    }
  }

  private async fail(workspaceId: string, runId: string): Promise<void> {
    const { run } = await this.database.transaction(workspaceId, async (tx) => {
      const loaded = await this.runs.lock(tx, runId);
      const { deadlineAt } = loaded.run;
      const isLate = deadlineAt !== null && deadlineAt <= (await databaseNow(tx));
      if (!isLate || isOver(loaded.state)) return loaded;
      const seconds = loaded.state.limits.wallSecondsMax ?? 0;
      const reason = `The run reached its limit of ${seconds} seconds.`;
      return this.log.append(tx, loaded, [{ type: 'run_failed', reason }]);
    });
    this.log.tell(run);
  }
}
