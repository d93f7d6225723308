import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { ServiceLogger } from '@countersign/service';
import { ParkedRunRepository } from './parked-run.repository.js';
import { UnreadableRunError } from './run.errors.js';

/** Leaves what this version cannot read to one that can. */
@Injectable()
export class ParkRunUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ParkedRunRepository) private readonly parked: ParkedRunRepository,
    @Inject(ServiceLogger) private readonly logger: ServiceLogger,
  ) {}

  /**
   * Does the work, or parks the run that cannot be read. A message about it is then done with: all that it says is found by
   * whoever takes the next step of the run, and a dead letter for each would say nothing more.
   *
   * @returns whether the work was done
   */
  async orPark(workspaceId: string, runId: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof UnreadableRunError)) throw error;
      this.logger.warn('a run that this version cannot read is left to one that can', { runId, err: error });
      await this.database.transaction(workspaceId, (tx) => this.parked.park(tx, runId, error));
      return false;
    }
  }
}
