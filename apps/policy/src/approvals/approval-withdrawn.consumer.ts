import { type ApprovalWithdrawn, approvalWithdrawn, type EventEnvelope } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { CancelApproval } from './cancel-approval.use-case.js';
import { toStorableText } from './to-storable-text.js';

const DURABLE_NAME = durableOf('policy', approvalWithdrawn);

@Consumes(approvalWithdrawn)
export class ApprovalWithdrawnConsumer implements EventConsumer<ApprovalWithdrawn> {
  constructor(
    private readonly inbox: Inbox,
    private readonly cancelApproval: CancelApproval,
  ) {}

  async handle({ id, workspaceId, data }: EventEnvelope<ApprovalWithdrawn>): Promise<void> {
    const key = { workspaceId, approvalId: data.approvalId };
    const cancellation = { actor: data.actor ?? null, reason: toStorableText(data.reason), cause: data.cause ?? null };
    await this.inbox.once(DURABLE_NAME, id, workspaceId, async (tx) => {
      await this.cancelApproval.execute(tx, key, cancellation);
    });
  }
}
