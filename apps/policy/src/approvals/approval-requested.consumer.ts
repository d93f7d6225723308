import { type ApprovalRequested, approvalRequested, type EventEnvelope } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { CreateApproval } from './create-approval.use-case.js';

const DURABLE_NAME = durableOf('policy', approvalRequested);

@Consumes(approvalRequested)
export class ApprovalRequestedConsumer implements EventConsumer<ApprovalRequested> {
  constructor(
    private readonly inbox: Inbox,
    private readonly createApproval: CreateApproval,
  ) {}

  async handle(event: EventEnvelope<ApprovalRequested>): Promise<void> {
    await this.inbox.once(DURABLE_NAME, event.id, event.workspaceId, (tx) => this.createApproval.execute(tx, event));
  }
}
