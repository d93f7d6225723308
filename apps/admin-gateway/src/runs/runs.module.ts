import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { RunEventsController } from './run-events.controller.js';
import { RunStreams } from './run-streams.host.js';
import { RunsController } from './runs.controller.js';

@Module({
  imports: [AccessModule],
  controllers: [RunsController, RunEventsController],
  providers: [RunStreams],
})
export class RunsModule {}
