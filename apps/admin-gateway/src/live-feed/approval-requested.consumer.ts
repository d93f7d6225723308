import { approvalRequested, type ApprovalRequested, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { ApprovalDirectory } from './approval-directory.client.js';
import { FeedRecorder } from './feed-recorder.client.js';
import { ofApprovalRequested } from './to-feed-item.js';

@Consumes(approvalRequested)
export class ApprovalRequestedConsumer implements EventConsumer<ApprovalRequested> {
  constructor(
    private readonly feed: FeedRecorder,
    private readonly approvals: ApprovalDirectory,
  ) {}

  async handle(event: EventEnvelope<ApprovalRequested>): Promise<void> {
    await this.approvals.untilKnown(event.workspaceId, event.data.approvalId);
    await this.feed.record(approvalRequested, event, ofApprovalRequested);
  }
}
