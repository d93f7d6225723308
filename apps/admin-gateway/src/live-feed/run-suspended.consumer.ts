import { runSuspended, type RunLifecycle, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { FeedRecorder } from './feed-recorder.client.js';
import { ofRun } from './to-feed-item.js';

@Consumes(runSuspended)
export class RunSuspendedConsumer implements EventConsumer<RunLifecycle> {
  constructor(private readonly feed: FeedRecorder) {}

  async handle(event: EventEnvelope<RunLifecycle>): Promise<void> {
    await this.feed.record(runSuspended, event, ofRun('run.suspended'));
  }
}
