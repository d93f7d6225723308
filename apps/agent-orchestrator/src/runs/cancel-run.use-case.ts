import { Inject, Injectable } from '@nestjs/common';
import type { RunActorRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { RunLog } from './run-log.repository.js';
import { RunFinishedError } from './run.errors.js';
import { type LoadedRun, RunRepository } from './run.repository.js';

@Injectable()
export class CancelRunUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunLog) private readonly log: RunLog,
  ) {}

  /** Cancelling a cancelled run changes nothing; the router ends its calls on the event, or when it is asked. */
  async execute({ workspaceId, runId, actor }: RunActorRequest): Promise<LoadedRun> {
    const cancelled = await this.database.transaction(workspaceId, async (tx) => {
      const loaded = await this.runs.lock(tx, runId);
      const { status } = loaded.state;
      if (status === 'cancelled') return loaded;
      if (status === 'finished' || status === 'failed') throw new RunFinishedError(runId, status);
      const by = { kind: actor.kind, id: actor.id, name: actor.name };
      return this.log.append(tx, loaded, [{ type: 'run_cancelled', by }]);
    });
    this.log.tell(cancelled.run);
    return cancelled;
  }
}
