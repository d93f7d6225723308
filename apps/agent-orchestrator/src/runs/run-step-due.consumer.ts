import { Inject } from '@nestjs/common';
import { type EventEnvelope, type RunStepDue, runStepDue } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { ContinueRunUseCase } from './continue-run.use-case.js';
import { ParkRunUseCase } from './park-run.use-case.js';

/** Takes the next step of a run. Any replica may; a step lost to a crash is delivered again. */
@Consumes(runStepDue)
export class RunStepDueConsumer implements EventConsumer<RunStepDue> {
  constructor(
    @Inject(ContinueRunUseCase) private readonly continueRun: ContinueRunUseCase,
    @Inject(ParkRunUseCase) private readonly parkRun: ParkRunUseCase,
  ) {}

  async handle({ id, workspaceId, data: { runId, version } }: EventEnvelope<RunStepDue>): Promise<void> {
    const step = { id, workspaceId, runId, version };
    await this.parkRun.orPark(workspaceId, runId, () => this.continueRun.execute(step));
  }
}
