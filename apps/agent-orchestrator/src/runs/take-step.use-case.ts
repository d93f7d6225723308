import { Inject, Injectable } from '@nestjs/common';
import { outstanding, type RunCommand } from './decide.js';
import { PerformCommandUseCase } from './perform-command.use-case.js';
import type { LoadedRun } from './run.repository.js';
import { StepSigns } from './step-signs.host.js';
import type { EffectCommand, Performed } from './still-due.js';

/** Carries out what a run has outstanding. One call that fails does not hold up what came of the others. */
@Injectable()
export class TakeStepUseCase {
  constructor(
    @Inject(PerformCommandUseCase) private readonly perform: PerformCommandUseCase,
    @Inject(StepSigns) private readonly signs: StepSigns,
  ) {}

  /** @throws what the first command failed with, when none brought anything: the step is then tried again */
  async execute(loaded: LoadedRun): Promise<Performed[]> {
    const commands = outstanding(loaded.state).filter(isEffect);
    const outcomes = await this.signs.during(loaded.run, () =>
      Promise.allSettled(commands.map((command) => this.performOne(loaded, command))),
    );
    const performed = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed && performed.every(({ events }) => events.length === 0)) throw failed.reason;
    return performed;
  }

  private async performOne(loaded: LoadedRun, command: EffectCommand): Promise<Performed> {
    return { command, events: await this.perform.execute(loaded, command) };
  }
}

function isEffect(command: RunCommand): command is EffectCommand {
  return command.type === 'ask_model' || command.type === 'submit_call' || command.type === 'check_call';
}
