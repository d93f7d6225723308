import type { EventContract, EventEnvelope } from '@countersign/contracts';
import { feedAppended } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Bus, durableOf, publishHint } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { FeedItem } from './feed-event.js';
import { FeedEventRepository } from './feed-event.repository.js';

/** Puts into the feed what an event tells, once; the mark of the event commits with it. */
@Injectable()
export class FeedRecorder {
  constructor(
    private readonly inbox: Inbox,
    private readonly events: FeedEventRepository,
    private readonly bus: Bus,
  ) {}

  async record<P extends object>(
    contract: EventContract<P>,
    { id, workspaceId, data }: EventEnvelope<P>,
    toItem: (data: P) => FeedItem,
  ): Promise<void> {
    const durable = durableOf('admin-gateway', contract);
    await this.inbox.once(durable, id, workspaceId, (tx) => this.append(tx, workspaceId, toItem(data)));
    this.announce(workspaceId);
  }

  /** Last in its transaction; `announce` when that has committed. */
  async append(tx: EntityManager, workspaceId: string, item: FeedItem): Promise<void> {
    await this.events.append(tx, workspaceId, item);
  }

  /** Every replica reads on now, rather than soon. */
  announce(workspaceId: string): void {
    publishHint(this.bus, feedAppended, { workspaceId });
  }
}
