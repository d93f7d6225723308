import { toolPoliciesChanged, type ToolPoliciesChanged, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { FeedRecorder } from './feed-recorder.client.js';
import { ofToolPoliciesChanged } from './to-feed-item.js';

@Consumes(toolPoliciesChanged)
export class ToolPoliciesChangedConsumer implements EventConsumer<ToolPoliciesChanged> {
  constructor(private readonly feed: FeedRecorder) {}

  async handle(event: EventEnvelope<ToolPoliciesChanged>): Promise<void> {
    await this.feed.record(toolPoliciesChanged, event, ofToolPoliciesChanged);
  }
}
