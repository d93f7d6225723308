import { runResumed, type RunLifecycle, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { FeedRecorder } from './feed-recorder.client.js';
import { ofRun } from './to-feed-item.js';

@Consumes(runResumed)
export class RunResumedConsumer implements EventConsumer<RunLifecycle> {
  constructor(private readonly feed: FeedRecorder) {}

  async handle(event: EventEnvelope<RunLifecycle>): Promise<void> {
    await this.feed.record(runResumed, event, ofRun('run.resumed'));
  }
}
