import type { EventContract, EventEnvelope } from '@countersign/contracts';
import { EVENT_BYTES_MAX } from '@countersign/messaging';
import type { EntityManager, QueryRunner } from 'typeorm';
import { EventTooLargeError } from './database.errors.js';
import { databaseNow, newId } from './new-id.js';

export interface OutboxEvent<P extends object> {
  readonly workspaceId: string;
  /** What the event is ordered by. The order holds for transactions that lock their aggregate. */
  readonly aggregateId: string;
  readonly data: P;
  /** The event's identity for inboxes. A re-emission from state keeps it; the default is a new one. */
  readonly eventId?: string;
  /** The default is the transaction's time. */
  readonly occurredAt?: Date;
}

/** RFC 3339 in UTC, with milliseconds. */
const OCCURRED_AT_BYTES = 24;

const writers = new WeakSet<QueryRunner>();

/** Announces state changes in the transaction that makes them; the relay publishes after the commit. */
export class Outbox {
  /** Adds one event and returns its event id. */
  async add<P extends object>(tx: EntityManager, contract: EventContract<P>, event: OutboxEvent<P>): Promise<string> {
    const eventId = event.eventId ?? newId();
    await this.addAll(tx, contract, [{ ...event, eventId }]);
    return eventId;
  }

  /** Adds events in their order, in one statement however many they are, and returns their event ids. */
  async addAll<P extends object>(
    tx: EntityManager,
    contract: EventContract<P>,
    events: readonly OutboxEvent<P>[],
  ): Promise<string[]> {
    if (events.length === 0) return [];
    const isDated = events.every(({ occurredAt }) => occurredAt !== undefined);
    const now = isDated ? new Date(0) : await databaseNow(tx);
    const rows = events.map((event) => toRow(contract, event, event.occurredAt ?? now));
    // In the order of the list: the sequence that orders an aggregate's rows is taken row by row.
    await tx.query(
      `insert into outbox (subject, id, event_id, workspace_id, aggregate_id, envelope)
       select $1, id, event_id, workspace_id, aggregate_id, envelope
       from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[])
         with ordinality as row (id, event_id, workspace_id, aggregate_id, envelope, position)
       order by position`,
      [
        contract.subject,
        rows.map(() => newId()),
        rows.map(({ eventId }) => eventId),
        rows.map(({ workspaceId }) => workspaceId),
        rows.map(({ aggregateId }) => aggregateId),
        rows.map(({ envelope }) => envelope),
      ],
    );
    if (tx.queryRunner !== undefined) writers.add(tx.queryRunner);
    return rows.map(({ eventId }) => eventId);
  }
}

/**
 * An event's row for a statement that changes and announces in one, without asking for the time first:
 * `insert into outbox (id, event_id, subject, workspace_id, aggregate_id, envelope) select …, ${ENVELOPE_SQL}`.
 */
export interface UndatedOutboxRow {
  readonly outbox_id: string;
  readonly event_id: string;
  readonly subject: string;
  readonly aggregate_id: string;
  readonly envelope_head: string;
  readonly envelope_tail: string;
}

/** The envelope of an `UndatedOutboxRow`, with the transaction's time between its halves. */
export const ENVELOPE_SQL = `envelope_head || to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || envelope_tail`;

/** @throws EventTooLargeError */
export function toUndatedRow<P extends object>(
  contract: EventContract<P>,
  event: Omit<OutboxEvent<P>, 'occurredAt'>,
): UndatedOutboxRow {
  const eventId = event.eventId ?? newId();
  const { head, tail } = toEnvelopeHalves(contract, event, eventId);
  return {
    outbox_id: newId(),
    event_id: eventId,
    subject: contract.subject,
    aggregate_id: event.aggregateId,
    envelope_head: head,
    envelope_tail: tail,
  };
}

interface NewRow {
  readonly eventId: string;
  readonly workspaceId: string;
  readonly aggregateId: string;
  readonly envelope: string;
}

/** @throws EventTooLargeError */
function toRow<P extends object>(contract: EventContract<P>, event: OutboxEvent<P>, occurredAt: Date): NewRow {
  const { workspaceId, aggregateId } = event;
  const eventId = event.eventId ?? newId();
  const { head, tail } = toEnvelopeHalves(contract, event, eventId);
  return { eventId, workspaceId, aggregateId, envelope: `${head}${occurredAt.toISOString()}${tail}` };
}

/** An `EventEnvelope` without its time, which belongs between the halves. @throws EventTooLargeError */
function toEnvelopeHalves<P extends object>(
  { subject }: EventContract<P>,
  { workspaceId, aggregateId, data }: Omit<OutboxEvent<P>, 'occurredAt'>,
  eventId: string,
): { readonly head: string; readonly tail: string } {
  const front = { id: eventId, type: subject, workspaceId, aggregateId } satisfies Partial<EventEnvelope<P>>;
  const head = `${JSON.stringify(front).slice(0, -1)},"occurredAt":"`;
  const tail = `","data":${JSON.stringify(data)}}`;
  const bytes = Buffer.byteLength(head) + OCCURRED_AT_BYTES + Buffer.byteLength(tail);
  if (bytes > EVENT_BYTES_MAX) throw new EventTooLargeError(subject, bytes, EVENT_BYTES_MAX);
  return { head, tail };
}

/** Whether this transaction announced something. */
export function hasOutboxRows(tx: EntityManager): boolean {
  return tx.queryRunner !== undefined && writers.has(tx.queryRunner);
}
