import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { RouterClient } from '../router/router.client.js';
import { RunTokenClient } from '../router/run-token.client.js';
import { ArchivedAgentRepository } from './archived-agent.repository.js';
import { ArchivedAgentsSweeper } from './archived-agents.sweeper.js';
import { CallSettledConsumer } from './call-settled.consumer.js';
import { CancelRunUseCase } from './cancel-run.use-case.js';
import { ContinueRunUseCase } from './continue-run.use-case.js';
import { EndOpenCallsUseCase } from './end-open-calls.use-case.js';
import { EndedRunRepository } from './ended-run.repository.js';
import { EndedRunsSweeper } from './ended-runs.sweeper.js';
import { OpenRunsSweeper } from './open-runs.sweeper.js';
import { ParkRunUseCase } from './park-run.use-case.js';
import { ParkedRunRepository } from './parked-run.repository.js';
import { ParkedRunsSweeper } from './parked-runs.sweeper.js';
import { PerformCommandUseCase, RunWorld } from './perform-command.use-case.js';
import { RecordSettledCallUseCase } from './record-settled-call.use-case.js';
import { RunLog } from './run-log.repository.js';
import { RunRepository } from './run.repository.js';
import { RunStepDueConsumer } from './run-step-due.consumer.js';
import { RunsResponder } from './runs.responder.js';
import { SettledCallClient } from './settled-call.client.js';
import { StartRunUseCase } from './start-run.use-case.js';
import { StepSigns } from './step-signs.host.js';
import { TakeStepUseCase } from './take-step.use-case.js';
import { DeadlinesSweeper } from './deadlines.sweeper.js';
import { ForkRunUseCase } from './fork-run.use-case.js';
import { RunHints } from './run-hints.client.js';
import { RunReader } from './run-reader.repository.js';
import { RunWrites } from './run-writes.use-case.js';
import { SendMessageUseCase } from './send-message.use-case.js';

@Module({
  imports: [AgentsModule],
  controllers: [RunsResponder],
  providers: [
    ArchivedAgentRepository,
    ArchivedAgentsSweeper,
    CallSettledConsumer,
    CancelRunUseCase,
    ContinueRunUseCase,
    EndOpenCallsUseCase,
    EndedRunRepository,
    EndedRunsSweeper,
    OpenRunsSweeper,
    ParkRunUseCase,
    ParkedRunRepository,
    ParkedRunsSweeper,
    PerformCommandUseCase,
    RecordSettledCallUseCase,
    RouterClient,
    RunLog,
    RunRepository,
    RunStepDueConsumer,
    RunTokenClient,
    RunWorld,
    SettledCallClient,
    StartRunUseCase,
    StepSigns,
    DeadlinesSweeper,
    ForkRunUseCase,
    RunHints,
    RunReader,
    RunWrites,
    SendMessageUseCase,
    TakeStepUseCase,
  ],
  exports: [OpenRunsSweeper],
})
export class RunsModule {}
