import { runFinished, type RunLifecycle, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { FeedRecorder } from './feed-recorder.client.js';
import { ofRun } from './to-feed-item.js';

@Consumes(runFinished)
export class RunFinishedConsumer implements EventConsumer<RunLifecycle> {
  constructor(private readonly feed: FeedRecorder) {}

  async handle(event: EventEnvelope<RunLifecycle>): Promise<void> {
    await this.feed.record(runFinished, event, ofRun('run.finished'));
  }
}
