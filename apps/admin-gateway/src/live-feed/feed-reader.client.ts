import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { FeedPlace } from './feed-event.js';
import { parseFeedId } from './feed-event.js';
import { FEED_EVENTS_KEPT, FeedEventRepository, type FeedRow } from './feed-event.repository.js';

/** What a feed has after a place, and where it ends. */
export interface FeedSince {
  readonly place: FeedPlace;
  readonly rows: readonly FeedRow[];
  /** Not all of what came after the place is here (any more), or there never was such a place. */
  readonly isBroken: boolean;
}

@Injectable()
export class FeedReader {
  constructor(
    private readonly database: Database,
    private readonly events: FeedEventRepository,
  ) {}

  async end(workspaceId: string): Promise<FeedPlace> {
    return this.database.transaction(workspaceId, (tx) => this.events.findPlace(tx, workspaceId));
  }

  async since(workspaceId: string, after: FeedPlace): Promise<FeedSince> {
    return this.database.transaction(workspaceId, async (tx) => {
      const end = await this.events.findPlace(tx, workspaceId);
      const missing = end.sequence - after.sequence;
      if (end.epoch !== after.epoch || missing < 0 || missing > FEED_EVENTS_KEPT) {
        return { place: end, rows: [], isBroken: true };
      }
      if (missing === 0) return { place: end, rows: [], isBroken: false };
      const rows = await this.events.listAfter(tx, workspaceId, after.sequence);
      const place = { epoch: end.epoch, sequence: rows.at(-1)?.sequence ?? end.sequence };
      // Another one may have committed since the end was read.
      const isBroken = rows.length < missing || rows[0]?.sequence !== after.sequence + 1;
      return isBroken ? { place: end, rows: [], isBroken } : { place, rows, isBroken };
    });
  }

  /** As `since`, by what a client says that it saw last. */
  async sinceId(workspaceId: string, lastId: string): Promise<FeedSince> {
    const after = parseFeedId(lastId);
    if (after === null) return { place: await this.end(workspaceId), rows: [], isBroken: true };
    return this.since(workspaceId, after);
  }
}
