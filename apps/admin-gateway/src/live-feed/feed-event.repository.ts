import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { FeedItem, FeedKind, FeedPlace, FeedSubject } from './feed-event.js';

/** Who was away for longer reads everything anew, which is as much work as the events would be. */
export const FEED_EVENTS_KEPT = 500;
/** A tab that slept over a night reads anew. */
const FEED_KEPT_HOURS = 12;
/** Small enough that a sweep is never noticed by others. */
export const ROWS_PER_SWEEP = 5_000;

export interface FeedRow extends FeedItem {
  readonly sequence: number;
  readonly at: Date;
}

interface StoredRow {
  readonly sequence: string;
  readonly kind: string;
  readonly at: Date;
  readonly about: string;
}

@Injectable()
export class FeedEventRepository {
  /** The last thing that a transaction does: every other one that writes to this feed waits from here until it commits. */
  async append(tx: EntityManager, workspaceId: string, { kind, about }: FeedItem): Promise<void> {
    await tx.query(
      `with place as (
         insert into feed_places (workspace_id, sequence) values ($1, 1)
         on conflict (workspace_id) do update set sequence = feed_places.sequence + 1 returning sequence)
       insert into feed_events (workspace_id, sequence, kind, about) select $1, sequence, $2, $3 from place`,
      [workspaceId, kind, JSON.stringify(about)],
    );
  }

  /** Where the feed ends now; it begins with the first who asks or writes. */
  async findPlace(tx: EntityManager, workspaceId: string): Promise<FeedPlace> {
    const sql = 'select epoch, sequence from feed_places where workspace_id = $1';
    const [row] = await tx.query<{ epoch: string; sequence: string }[]>(sql, [workspaceId]);
    if (row !== undefined) return { epoch: row.epoch, sequence: Number(row.sequence) };
    await tx.query('insert into feed_places (workspace_id) values ($1) on conflict do nothing', [workspaceId]);
    return this.findPlace(tx, workspaceId);
  }

  /** In order. */
  async listAfter(tx: EntityManager, workspaceId: string, sequence: number): Promise<FeedRow[]> {
    const rows = await tx.query<StoredRow[]>(
      `select sequence, kind, at, about from feed_events where workspace_id = $1 and sequence > $2
       order by sequence limit $3`,
      [workspaceId, sequence, FEED_EVENTS_KEPT],
    );
    return rows.map(toFeedRow);
  }

  /** What is old, and what has too many after it; as the system role. Returns how many. */
  async deleteOld(tx: EntityManager): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `delete from feed_events where ctid in (
         select e.ctid from feed_events e join feed_places p on p.workspace_id = e.workspace_id
         where e.sequence <= p.sequence - $1 or e.at < now() - $2 * interval '1 hour' limit $3)`,
      [FEED_EVENTS_KEPT, FEED_KEPT_HOURS, ROWS_PER_SWEEP],
    );
    return count;
  }
}

function toFeedRow({ sequence, kind, at, about }: StoredRow): FeedRow {
  return {
    sequence: Number(sequence),
    kind: kind as FeedKind,
    at,
    about: JSON.parse(about) as FeedSubject,
  };
}
