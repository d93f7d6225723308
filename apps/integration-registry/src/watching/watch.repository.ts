import type { HealthState, WatchMode } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import type { Offer } from './choose-offer.js';

export interface Watch {
  readonly connectionRevision: number;
  readonly health: HealthState;
  readonly healthSince: Date;
  readonly consecutiveFailures: number;
  readonly ttlMs: number | null;
  readonly offered: Offer;
  readonly mode: WatchMode;
  readonly nextCheckAt: Date | null;
  /** A replica watches it now. */
  readonly isHeld: boolean;
}

export interface WatchChange extends Pick<
  Watch,
  'connectionRevision' | 'health' | 'consecutiveFailures' | 'ttlMs' | 'offered' | 'mode'
> {
  readonly nextCheckMs: number;
  /** When a stream is opened, where one is offered; `kept`: as it was planned. */
  readonly nextStream: 'now' | 'kept';
  /** Who watches it now has to let go. */
  readonly recalled: boolean;
}

interface WatchRow {
  readonly integration_id: string;
  readonly connection_revision: number;
  readonly health: HealthState;
  readonly health_since: Date;
  readonly consecutive_failures: number;
  readonly ttl_ms: number | null;
  readonly offered: Offer;
  readonly mode: WatchMode;
  readonly next_check_at: Date | null;
  readonly is_held: boolean;
}

const COLUMNS = `integration_id, connection_revision, health, health_since, consecutive_failures, ttl_ms, offered, mode,
  next_check_at, holder is not null as is_held`;

/** What is known of the watching of a workspace's integrations; who watches them is in WatchLeases. */
@Injectable()
export class WatchRepository {
  async findLocked(tx: EntityManager, ref: IntegrationRef): Promise<Watch | null> {
    const [row] = await tx.query<WatchRow[]>(
      `select ${COLUMNS} from watches where workspace_id = $1 and integration_id = $2 for update`,
      [ref.workspaceId, ref.integrationId],
    );
    return row === undefined ? null : toWatch(row);
  }

  /** By integration id. */
  async list(tx: EntityManager, workspaceId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Watch>> {
    const rows = await tx.query<WatchRow[]>(
      `select ${COLUMNS} from watches where workspace_id = $1 and integration_id = any($2::uuid[])`,
      [workspaceId, ids],
    );
    return new Map(rows.map((row) => [row.integration_id, toWatch(row)]));
  }

  async put(tx: EntityManager, ref: IntegrationRef, change: WatchChange): Promise<void> {
    await tx.query(PUT, [
      ref.integrationId,
      ref.workspaceId,
      change.connectionRevision,
      change.health,
      change.consecutiveFailures,
      change.ttlMs,
      change.offered,
      change.mode,
      change.nextCheckMs,
      change.nextStream,
      change.recalled,
    ]);
  }

  /** The server is not asked again until somebody has it discovered, which a removed one never is; who listens to it stops. */
  async park(tx: EntityManager, ref: IntegrationRef): Promise<void> {
    await tx.query(
      `update watches set mode = 'none', next_check_at = null, next_stream_at = null, recalled = holder is not null
       where workspace_id = $1 and integration_id = $2`,
      [ref.workspaceId, ref.integrationId],
    );
  }
}

const PUT = `
  insert into watches as w (integration_id, workspace_id, connection_revision, health, consecutive_failures, ttl_ms, offered,
    mode, next_check_at, next_stream_at, recalled)
  values ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9 * interval '1 millisecond',
    case when $10 = 'now' and $7 <> 'none' then now() end, false)
  on conflict (integration_id) do update set
    connection_revision = excluded.connection_revision,
    health = excluded.health,
    health_since = case when w.health = excluded.health then w.health_since else now() end,
    consecutive_failures = excluded.consecutive_failures,
    ttl_ms = excluded.ttl_ms,
    offered = excluded.offered,
    mode = excluded.mode,
    next_check_at = excluded.next_check_at,
    next_stream_at = case
      when excluded.offered = 'none' then null
      when $10 = 'now' then now()
      -- Whoever holds it may be opening one, or have it open.
      when w.holder is not null then w.next_stream_at
      else coalesce(w.next_stream_at, now()) end,
    stream_failures = case when $10 = 'kept' then w.stream_failures else 0 end,
    recalled = w.holder is not null and (w.recalled or $11)`;

function toWatch(row: WatchRow): Watch {
  return {
    connectionRevision: row.connection_revision,
    health: row.health,
    healthSince: row.health_since,
    consecutiveFailures: row.consecutive_failures,
    ttlMs: row.ttl_ms,
    offered: row.offered,
    mode: row.mode,
    nextCheckAt: row.next_check_at,
    isHeld: row.is_held,
  };
}
