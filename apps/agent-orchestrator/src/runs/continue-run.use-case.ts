import { Inject, Injectable } from '@nestjs/common';
import { crashPoint, Database, Inbox } from '@countersign/database';
import { endLast } from './end-last.js';
import { isCurrentStep } from './is-current-step.js';
import { RunLog } from './run-log.repository.js';
import type { RunEntity } from './run.entity.js';
import { RunRepository } from './run.repository.js';
import { isOver } from './run-state.js';
import { isStillDue, type Performed } from './still-due.js';
import { TakeStepUseCase } from './take-step.use-case.js';

const CONSUMER = 'run-step';

/** A step to take. */
export interface DueStep {
  /** By which what comes of it is recorded once. */
  readonly id: string;
  readonly workspaceId: string;
  readonly runId: string;
  /** That it was announced for; left out: whatever the run has to do next. */
  readonly version?: number;
}

/** Takes the next step of a run, and records what comes of it. */
@Injectable()
export class ContinueRunUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunLog) private readonly log: RunLog,
    @Inject(TakeStepUseCase) private readonly takeStep: TakeStepUseCase,
  ) {}

  /** @throws UnreadableRunError when this version cannot read the log, or what came of the step cannot follow it */
  async execute(step: DueStep): Promise<void> {
    const { workspaceId, runId, version } = step;
    const loaded = await this.database.read(workspaceId, (tx) => this.runs.get(tx, runId));
    if (version !== undefined && !isCurrentStep(loaded.run, version)) return this.endCalls(loaded.run);
    const performed = await this.takeStep.execute(loaded);
    crashPoint('step-taken-not-recorded');
    await this.record(step, performed);
    crashPoint('step-recorded-not-acknowledged');
  }

  private async record({ id, workspaceId, runId }: DueStep, performed: readonly Performed[]): Promise<void> {
    const appended: RunEntity[] = [];
    await this.inbox.once(CONSUMER, id, workspaceId, async (tx) => {
      const current = await this.runs.lock(tx, runId);
      const due = performed.filter(({ command }) => isStillDue(current.state, command));
      const { run } = await this.log.append(tx, current, endLast(due.flatMap(({ events }) => events)));
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
