import type { EventContract, EventEnvelope } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { durableOf } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import type { FeedItem } from '../live-feed/feed-event.js';
import { FeedRecorder } from '../live-feed/feed-recorder.client.js';
import type { AuditEntry } from './audit-entry.js';
import { AuditRepository } from './audit.repository.js';

export interface Telling<P> {
  /** Null: that is no news to an audit. */
  readonly toEntry: (data: P) => AuditEntry | null;
  readonly toItem: (data: P) => FeedItem;
}

/** Writes down what an event tells, and tells who is listening, once; the mark of the event commits with it. */
@Injectable()
export class RecordEvent {
  constructor(
    private readonly inbox: Inbox,
    private readonly audit: AuditRepository,
    private readonly feed: FeedRecorder,
  ) {}

  async execute<P extends object>(
    contract: EventContract<P>,
    event: EventEnvelope<P>,
    { toEntry, toItem }: Telling<P>,
  ): Promise<void> {
    const entry = toEntry(event.data);
    const durable = durableOf('admin-gateway', contract);
    const { id: eventId, workspaceId, occurredAt } = event;
    await this.inbox.once(durable, eventId, workspaceId, async (tx) => {
      if (entry !== null) await this.audit.appendAll(tx, workspaceId, [{ eventId, occurredAt, entry }]);
      await this.feed.append(tx, workspaceId, toItem(event.data));
    });
    this.feed.announce(workspaceId);
  }
}
