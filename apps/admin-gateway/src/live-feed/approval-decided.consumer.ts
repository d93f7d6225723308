import { approvalDecided, type ApprovalDecided, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { FeedRecorder } from './feed-recorder.client.js';
import { ofApprovalDecided } from './to-feed-item.js';

@Consumes(approvalDecided)
export class ApprovalDecidedConsumer implements EventConsumer<ApprovalDecided> {
  constructor(private readonly feed: FeedRecorder) {}

  async handle(event: EventEnvelope<ApprovalDecided>): Promise<void> {
    await this.feed.record(approvalDecided, event, ofApprovalDecided);
  }
}
