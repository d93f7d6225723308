import { Inject } from '@nestjs/common';
import { type EventEnvelope, type RunStepDue, runStepDue } from '@countersign/contracts';
import { crashPoint, Database, Inbox } from '@countersign/database';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { isCurrentStep } from './is-current-step.js';
import { newsOf } from './news-of.js';
import { RunLog } from './run-log.repository.js';
import type { RunEntity } from './run.entity.js';
import { RunRepository } from './run.repository.js';
import { isOver } from './run-state.js';
import type { Performed } from './still-due.js';
import { TakeStepUseCase } from './take-step.use-case.js';

const CONSUMER = 'run-step';

/** Takes the next step of a run. Any replica may; a step lost to a crash is delivered again. */
@Consumes(runStepDue)
export class RunStepDueConsumer implements EventConsumer<RunStepDue> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunLog) private readonly log: RunLog,
    @Inject(TakeStepUseCase) private readonly takeStep: TakeStepUseCase,
  ) {}

  async handle({ id, workspaceId, data }: EventEnvelope<RunStepDue>): Promise<void> {
    const loaded = await this.database.read(workspaceId, (tx) => this.runs.get(tx, data.runId));
    if (!isCurrentStep(loaded.run, data.version)) return this.endCalls(loaded.run);
    const performed = await this.takeStep.execute(loaded);
    crashPoint('step-taken-not-recorded');
    await this.record(id, workspaceId, data.runId, performed);
    crashPoint('step-recorded-not-acknowledged');
  }

  private async record(id: string, workspaceId: string, runId: string, performed: readonly Performed[]): Promise<void> {
    const appended: RunEntity[] = [];
    await this.inbox.once(CONSUMER, id, workspaceId, async (tx) => {
      const current = await this.runs.lock(tx, runId);
      const { run } = await this.log.append(tx, current, newsOf(current.state, performed));
      if (isOver(current.state)) await this.runs.endCallsAgain(tx, runId);
      appended.splice(0, 1, run);
    });
    for (const run of appended) this.log.tell(run);
  }

  /** The run may have failed while this step was taken before, and something of it may have come to the router since. */
  private async endCalls({ workspaceId, id, status }: RunEntity): Promise<void> {
    if (status === 'failed') await this.database.transaction(workspaceId, (tx) => this.runs.endCallsAgain(tx, id));
  }
}
