import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../integrations/integration.repository.js';

/** What a replica has room for. */
export interface Room {
  readonly checks: number;
  readonly checksPerWorkspace: number;
  /** Workspace id → checks that it has taken already. */
  readonly perWorkspace: ReadonlyMap<string, number>;
  /** Integrations whose checks it has taken already. */
  readonly busyWith: readonly string[];
  readonly streams: number;
}

export interface ClaimedStream extends IntegrationRef {
  readonly failures: number;
}

export interface Claim {
  readonly checks: readonly IntegrationRef[];
  readonly streams: readonly ClaimedStream[];
  /** What this replica watches and has to let go of. */
  readonly recalled: readonly IntegrationRef[];
}

/** After a stream has ended; the times are from now on. */
export interface StreamAftermath {
  readonly failures: number;
  readonly retryMs: number;
  readonly checkWithinMs: number;
}

interface TaskRow {
  readonly task: 'check' | 'stream' | 'recalled';
  readonly workspace_id: string;
  readonly integration_id: string;
  readonly stream_failures: number;
}

/**
 * Which replica watches which integration. Everything here is one short transaction of the system role; the database's clock
 * decides.
 */
@Injectable()
export class WatchLeases {
  constructor(private readonly database: Database) {}

  async enlist(holder: string, leaseMs: number): Promise<void> {
    await this.database.system((tx) =>
      tx.query(`insert into watchers (holder, lease_until) values ($1, now() + ${ms('$2')})`, [holder, leaseMs]),
    );
  }

  /**
   * Renews the lease, frees what replicas that are no more have left, and takes what is due. Null when the lease had lapsed:
   * others may watch by now what this replica watched.
   */
  async sweep(holder: string, leaseMs: number, pollMs: number, room: Room): Promise<Claim | null> {
    return this.database.system(async (tx) => {
      // First: while this row is locked, nobody can find the lease lapsed and free what is being taken.
      if (!(await renew(tx, holder, leaseMs))) return null;
      await tx.query(FREE_LAPSED, [pollMs]);
      return toClaim(await tx.query<TaskRow[]>(CLAIM, claimParameters(holder, room)));
    });
  }

  /** The server has promised to announce changes. False: somebody wants the stream closed again. */
  async markStreaming(holder: string, { integrationId }: IntegrationRef): Promise<boolean> {
    const rows = await this.database.system((tx) =>
      tx.query<unknown[]>(
        `with marked as (
           update watches set mode = offered
           where integration_id = $2 and holder = $1 and offered <> 'none' and not recalled returning 1
         ) select * from marked`,
        [holder, integrationId],
      ),
    );
    return rows.length > 0;
  }

  async endStream(
    holder: string,
    { integrationId }: IntegrationRef,
    { failures, retryMs, checkWithinMs }: StreamAftermath,
  ): Promise<void> {
    await this.database.system((tx) =>
      tx.query(
        `update watches set ${FREED('$5')}, stream_failures = $3,
           next_stream_at = case when offered = 'none' or next_check_at is null then null
             when recalled then next_stream_at else now() + ${ms('$4')} end
         where integration_id = $2 and holder = $1`,
        [holder, integrationId, failures, retryMs, checkWithinMs],
      ),
    );
  }

  /**
   * After a check, and of what was recalled. What nobody recorded an outcome for is not asked again at once; a stream that
   * ended while the check ran is to be opened again.
   */
  async release(holder: string, { integrationId }: IntegrationRef, againMs: number): Promise<void> {
    await this.database.system((tx) =>
      tx.query(
        `update watches set holder = null, recalled = false, mode = ${UNHEARD_MODE}, ${STREAM_SOON},
           next_check_at = case
             when next_check_at <= now() then now() + ${ms('$3')}
             when mode in ('polling', 'none') then next_check_at
             else least(next_check_at, now() + ${ms('$3')}) end
         where integration_id = $2 and holder = $1`,
        [holder, integrationId, againMs],
      ),
    );
  }

  /** Of a check that left the stream open. */
  async postpone(holder: string, { integrationId }: IntegrationRef, againMs: number): Promise<void> {
    await this.database.system((tx) =>
      tx.query(
        `update watches set next_check_at = now() + ${ms('$3')}
         where integration_id = $2 and holder = $1 and next_check_at <= now()`,
        [holder, integrationId, againMs],
      ),
    );
  }

  /** Leaves everything to the others, at once. */
  async resign(holder: string, pollMs: number): Promise<void> {
    await this.database.system(async (tx) => {
      await tx.query(`update watches set ${FREED('$2')}, ${STREAM_SOON} where holder = $1`, [holder, pollMs]);
      await tx.query('delete from watchers where holder = $1', [holder]);
    });
  }
}

function ms(parameter: string): string {
  return `${parameter} * interval '1 millisecond'`;
}

const UNHEARD_MODE = `case when next_check_at is null then 'none' else 'polling' end`;

/** Nobody listens any more, so that the next look comes as if nobody ever had. */
const FREED = (pollMs: string): string => `holder = null, recalled = false,
  mode = ${UNHEARD_MODE},
  next_check_at = case when next_check_at is not null then least(next_check_at, now() + ${ms(pollMs)}) end`;

const STREAM_SOON = `next_stream_at = case when offered <> 'none' and next_check_at is not null
  then coalesce(next_stream_at, now()) end`;

/** SKIP LOCKED: a replica that is being renewed or swept this very moment is alive, or somebody else's work. */
const FREE_LAPSED = `
  with lapsed as (
    delete from watchers where holder in (
      select holder from watchers where lease_until < now() for update skip locked)
    returning holder
  )
  update watches w set ${FREED('$1')}, ${STREAM_SOON} from lapsed where w.holder = lapsed.holder`;

/**
 * Checks: of each workspace the oldest ones, as far as this replica has room for that workspace, then the oldest of all. A
 * watched integration is checked by who listens to it. The conditions are repeated where the rows are locked, because another
 * replica may have taken one since they were ranked.
 */
const CLAIM = `
  with room as (
    select * from unnest($3::uuid[], $4::integer[]) as r (workspace_id, taken)
  ), ranked as (
    select w.integration_id,
      row_number() over (partition by w.workspace_id order by w.next_check_at) + coalesce(room.taken, 0) as place
    from watches w left join room on room.workspace_id = w.workspace_id
    where w.next_check_at <= now() and (w.holder is null or w.holder = $1) and w.integration_id <> all($2::uuid[])
  ), checks as (
    select w.integration_id from watches w join ranked on ranked.integration_id = w.integration_id
    where ranked.place <= $5 and w.next_check_at <= now() and (w.holder is null or w.holder = $1)
    order by w.next_check_at limit $6 for update of w skip locked
  ), streams as (
    select w.integration_id from watches w
    where w.next_stream_at <= now() and w.holder is null and w.integration_id not in (select integration_id from checks)
    order by w.next_stream_at limit $7 for update of w skip locked
  ), taken as (
    select integration_id, 'check' as task from checks union all select integration_id, 'stream' from streams
  ), claimed as (
    update watches w set holder = $1, next_stream_at = case when task = 'check' then w.next_stream_at end
    from taken where w.integration_id = taken.integration_id
    returning taken.task, w.workspace_id, w.integration_id, w.stream_failures
  )
  select * from claimed
  union all
  select 'recalled', workspace_id, integration_id, stream_failures from watches where holder = $1 and recalled`;

function claimParameters(holder: string, room: Room): unknown[] {
  const { checks, checksPerWorkspace, perWorkspace, busyWith, streams } = room;
  return [holder, busyWith, [...perWorkspace.keys()], [...perWorkspace.values()], checksPerWorkspace, checks, streams];
}

async function renew(tx: EntityManager, holder: string, leaseMs: number): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `with renewed as (
       update watchers set lease_until = now() + ${ms('$2')} where holder = $1 and lease_until >= now() returning 1
     ) select * from renewed`,
    [holder, leaseMs],
  );
  return rows.length > 0;
}

function toClaim(rows: readonly TaskRow[]): Claim {
  const of = (task: TaskRow['task']): ClaimedStream[] =>
    rows
      .filter((row) => row.task === task)
      .map((row) => ({
        workspaceId: row.workspace_id,
        integrationId: row.integration_id,
        failures: row.stream_failures,
      }));
  return { checks: of('check'), streams: of('stream'), recalled: of('recalled') };
}
