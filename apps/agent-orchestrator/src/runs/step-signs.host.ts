import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { ServiceLogger } from '@countersign/service';
import type { RunEntity } from './run.entity.js';
import { RunRepository } from './run.repository.js';

/** Three signs within the time after which the sweeper takes a step for lost: two that fail do no harm. */
export const STEP_SIGN_MS = 20_000;

/** Gives signs of life while a step is taken: a model may think for minutes, and must not be asked twice meanwhile. */
@Injectable()
export class StepSigns {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(ServiceLogger) private readonly logger: ServiceLogger,
  ) {}

  async during<T>({ workspaceId, id }: RunEntity, step: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => {
      this.database
        .transaction(workspaceId, (tx) => this.runs.sign(tx, id))
        .catch((error: unknown) => this.logger.warn('no sign of a step could be given', { runId: id, err: error }));
    }, STEP_SIGN_MS);
    try {
      return await step();
    } finally {
      clearInterval(timer);
    }
  }
}
