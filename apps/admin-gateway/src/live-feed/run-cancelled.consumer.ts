import { runCancelled, type RunLifecycle, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { FeedRecorder } from './feed-recorder.client.js';
import { ofRun } from './to-feed-item.js';

@Consumes(runCancelled)
export class RunCancelledConsumer implements EventConsumer<RunLifecycle> {
  constructor(private readonly feed: FeedRecorder) {}

  async handle(event: EventEnvelope<RunLifecycle>): Promise<void> {
    await this.feed.record(runCancelled, event, ofRun('run.cancelled'));
  }
}
