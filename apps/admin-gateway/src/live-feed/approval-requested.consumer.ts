import { approvalRequested, type ApprovalRequested, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { FeedRecorder } from './feed-recorder.client.js';
import { ofApprovalRequested } from './to-feed-item.js';

@Consumes(approvalRequested)
export class ApprovalRequestedConsumer implements EventConsumer<ApprovalRequested> {
  constructor(private readonly feed: FeedRecorder) {}

  async handle(event: EventEnvelope<ApprovalRequested>): Promise<void> {
    await this.feed.record(approvalRequested, event, ofApprovalRequested);
  }
}
