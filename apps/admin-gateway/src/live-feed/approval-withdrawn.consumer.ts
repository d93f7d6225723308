import { approvalWithdrawn, type ApprovalWithdrawn, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { FeedRecorder } from './feed-recorder.client.js';
import { ofApprovalWithdrawn } from './to-feed-item.js';

@Consumes(approvalWithdrawn)
export class ApprovalWithdrawnConsumer implements EventConsumer<ApprovalWithdrawn> {
  constructor(private readonly feed: FeedRecorder) {}

  async handle(event: EventEnvelope<ApprovalWithdrawn>): Promise<void> {
    await this.feed.record(approvalWithdrawn, event, ofApprovalWithdrawn);
  }
}
