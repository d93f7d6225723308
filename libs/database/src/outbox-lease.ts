import type { EventEnvelope } from '@countersign/contracts';
import type { EntityManager } from 'typeorm';
import type { Database } from './database.js';
import type { OutboxRow } from './outbox-row.js';

/** Rows claimed at once: enough to fill a round trip, few enough to be published well within a lease. */
export const CLAIM_ROWS_MAX = 100;
/** How long a claim holds. A relay that dies delays its rows by this much. */
export const LEASE_MS = 15_000;
/** The longest pause before a row that cannot be published is tried again. */
export const BACKOFF_MS_MAX = 5_000;
const BACKOFF_MS_MIN = 100;
/** Enough to recognise an error by; rows are not a log. */
const ERROR_CHARACTERS_MAX = 500;

interface ClaimedRow {
  readonly id: string;
  readonly event_id: string;
  readonly subject: string;
  readonly workspace_id: string;
  readonly aggregate_id: string;
  readonly envelope: string;
}

/**
 * `free` passes over rows that others have leased (`held`) and over the rows behind those; SKIP LOCKED passes over what
 * another claim is taking right now. A row is then taken only if every earlier unpublished row of its aggregate is in this
 * same claim: whatever the others hold, nobody can overtake them. `attempts >= 0` chooses the index; see the base migration.
 *
 * The cost is one pass over the backlog at worst, whatever the statistics say: they rarely know of the few unpublished rows.
 */
const CLAIM = `
  with held as materialized (
    select workspace_id, aggregate_id, min(sequence) as sequence
    from outbox
    where published_at is null and leased_until >= now()
    group by workspace_id, aggregate_id
  ), free as materialized (
    select o.id, o.sequence, o.workspace_id, o.aggregate_id
    from outbox o
    where o.published_at is null and o.attempts >= 0
      and (o.leased_until is null or o.leased_until < now())
      and not exists (
        select 1 from held
        where held.workspace_id = o.workspace_id and held.aggregate_id = o.aggregate_id and held.sequence < o.sequence)
    order by o.sequence
    limit $3
    for update of o skip locked
  ), next as materialized (
    select f.id from free f
    where f.sequence < coalesce((
      select other.sequence from outbox other
      where other.published_at is null
        and other.workspace_id = f.workspace_id and other.aggregate_id = f.aggregate_id
        and other.id not in (select id from free)
      order by other.sequence limit 1), f.sequence + 1)
  ), claimed as (
    update outbox o
    set lease_token = $1, leased_until = now() + $2 * interval '1 millisecond', attempts = attempts + 1
    from next where o.id = next.id
    returning o.id, o.sequence, o.event_id, o.subject, o.workspace_id, o.aggregate_id, o.envelope
  )
  select id, event_id, subject, workspace_id, aggregate_id, envelope from claimed order by sequence`;

/** Leases the next rows, oldest first. Commits before it returns, so that no transaction is open during a publish. */
export async function claimRows(database: Database, leaseToken: string): Promise<OutboxRow[]> {
  const rows = await database.system((tx: EntityManager) =>
    tx.query<ClaimedRow[]>(CLAIM, [leaseToken, LEASE_MS, CLAIM_ROWS_MAX]),
  );
  return rows.map(toOutboxRow);
}

/** An ack is a fact whoever holds the lease by now. */
export async function markPublished(database: Database, ids: readonly string[]): Promise<void> {
  await database.system((tx) =>
    tx.query(
      `update outbox set published_at = now(), lease_token = null, leased_until = null, last_error = null
       where id = any($1::uuid[]) and published_at is null`,
      [ids],
    ),
  );
}

/** Hands rows back that were claimed and not tried. */
export async function releaseRows(database: Database, ids: readonly string[], leaseToken: string): Promise<void> {
  await database.system((tx) =>
    tx.query(
      `update outbox set lease_token = null, leased_until = null, attempts = attempts - 1
       where id = any($1::uuid[]) and lease_token = $2 and published_at is null`,
      [ids, leaseToken],
    ),
  );
}

/** Keeps a row that could not be published away from every relay for a while; the rows behind it wait with it. */
export async function postponeRow(database: Database, id: string, leaseToken: string, error: unknown): Promise<void> {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, ERROR_CHARACTERS_MAX);
  await database.system((tx) =>
    tx.query(
      `update outbox
       set lease_token = null, last_error = $3,
           leased_until = now() + least($5, $4 * power(2, least(attempts, 20))) * interval '1 millisecond'
       where id = $1 and lease_token = $2 and published_at is null`,
      [id, leaseToken, reason, BACKOFF_MS_MIN, BACKOFF_MS_MAX],
    ),
  );
}

function toOutboxRow(row: ClaimedRow): OutboxRow {
  return {
    id: row.id,
    eventId: row.event_id,
    subject: row.subject,
    workspaceId: row.workspace_id,
    aggregateId: row.aggregate_id,
    envelope: JSON.parse(row.envelope) as EventEnvelope,
  };
}
