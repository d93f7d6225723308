import { type EventEnvelope, policyAudited, type PolicyAudited } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { AuditRepository } from './audit.repository.js';
import { toRecorded } from './to-audit-entry.js';

const DURABLE_NAME = durableOf('admin-gateway', policyAudited);

@Consumes(policyAudited)
export class PolicyAuditedConsumer implements EventConsumer<PolicyAudited> {
  constructor(
    private readonly inbox: Inbox,
    private readonly audit: AuditRepository,
  ) {}

  async handle({ id, workspaceId, data }: EventEnvelope<PolicyAudited>): Promise<void> {
    const { others = [], ...first } = data;
    const entries = [first, ...others].map(toRecorded);
    await this.inbox.once(DURABLE_NAME, id, workspaceId, async (tx) => {
      await this.audit.appendAll(tx, workspaceId, entries);
    });
  }
}
