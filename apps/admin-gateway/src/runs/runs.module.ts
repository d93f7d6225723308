import { Module } from '@nestjs/common';
import { EventStreamsModule } from '../event-streams/event-streams.module.js';
import { RunEventsController } from './run-events.controller.js';
import { RunStreams } from './run-streams.host.js';
import { RunsController } from './runs.controller.js';

@Module({
  imports: [EventStreamsModule],
  controllers: [RunsController, RunEventsController],
  providers: [RunStreams],
})
export class RunsModule {}
