import { type EventEnvelope, policyAudited, type PolicyAudited } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { RecordEvent } from './record-event.use-case.js';
import { ofPolicyAudited } from './to-audit-entry.js';

@Consumes(policyAudited)
export class PolicyAuditedConsumer implements EventConsumer<PolicyAudited> {
  constructor(private readonly record: RecordEvent) {}

  async handle(event: EventEnvelope<PolicyAudited>): Promise<void> {
    // By the clock of its record, not of its announcement, which can be sent again later.
    await this.record.execute(policyAudited, { ...event, occurredAt: event.data.at }, ofPolicyAudited);
  }
}
