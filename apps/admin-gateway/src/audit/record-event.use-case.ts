import type { EventContract, EventEnvelope } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { durableOf } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from './audit-entry.js';
import { AuditRepository } from './audit.repository.js';

/** Writes down what an event tells, once; the mark of the event commits with it. */
@Injectable()
export class RecordEvent {
  constructor(
    private readonly inbox: Inbox,
    private readonly audit: AuditRepository,
  ) {}

  async execute<P extends object>(
    contract: EventContract<P>,
    event: EventEnvelope<P>,
    toEntry: (data: P) => AuditEntry | null,
  ): Promise<void> {
    const entry = toEntry(event.data);
    // Without an entry there is no effect to do once.
    if (entry === null) return;
    const durable = durableOf('admin-gateway', contract);
    const { id: eventId, workspaceId, occurredAt } = event;
    await this.inbox.once(durable, eventId, workspaceId, async (tx) => {
      await this.audit.appendAll(tx, workspaceId, [{ eventId, occurredAt, entry }]);
    });
  }
}
