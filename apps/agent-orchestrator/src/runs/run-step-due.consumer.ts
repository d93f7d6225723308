import { Inject } from '@nestjs/common';
import { type EventEnvelope, type RunStepDue, runStepDue } from '@countersign/contracts';
import { crashPoint, Database, Inbox } from '@countersign/database';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { outstanding, type RunCommand } from './decide.js';
import { followUp } from './follow-up.js';
import { type EffectCommand, PerformCommandUseCase } from './perform-command.use-case.js';
import { RunLog } from './run-log.repository.js';
import { type LoadedRun, RunRepository } from './run.repository.js';
import type { RunEvent } from './run-event.js';
import { evolve } from './run-state.js';

const CONSUMER = 'run-step';

/** Takes the next step of a run. Any replica may; a step lost to a crash is delivered again. */
@Consumes(runStepDue)
export class RunStepDueConsumer implements EventConsumer<RunStepDue> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunLog) private readonly log: RunLog,
    @Inject(PerformCommandUseCase) private readonly perform: PerformCommandUseCase,
  ) {}

  async handle({ id, workspaceId, data }: EventEnvelope<RunStepDue>): Promise<void> {
    const loaded = await this.database.read(workspaceId, (tx) => this.runs.get(tx, data.runId));
    // Whoever made the log longer announced a step of their own.
    if (loaded.run.version !== data.version) return;
    const events = await this.takeStep(loaded);
    if (events.length === 0) return;
    crashPoint('step-taken-not-recorded');
    await this.inbox.once(CONSUMER, id, workspaceId, async (tx) => {
      await this.log.append(tx, loaded, events);
    });
  }

  private async takeStep(loaded: LoadedRun): Promise<RunEvent[]> {
    const effects = outstanding(loaded.state).filter(isEffect);
    const performed = await Promise.all(effects.map((command) => this.perform.execute(loaded, command)));
    const events = performed.flat();
    return [...events, ...followUp(events.reduce(evolve, loaded.state))];
  }
}

function isEffect(command: RunCommand): command is EffectCommand {
  return command.type === 'ask_model' || command.type === 'submit_call' || command.type === 'check_call';
}
