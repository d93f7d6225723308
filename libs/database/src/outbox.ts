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

interface NewRow {
  readonly eventId: string;
  readonly workspaceId: string;
  readonly aggregateId: string;
  readonly envelope: string;
}

/** @throws EventTooLargeError */
function toRow<P extends object>(contract: EventContract<P>, event: OutboxEvent<P>, occurredAt: Date): NewRow {
  const { workspaceId, aggregateId, data } = event;
  const eventId = event.eventId ?? newId();
  const envelope = JSON.stringify({
    id: eventId,
    type: contract.subject,
    workspaceId,
    aggregateId,
    occurredAt: occurredAt.toISOString(),
    data,
  } satisfies EventEnvelope<P>);
  const bytes = Buffer.byteLength(envelope);
  if (bytes > EVENT_BYTES_MAX) throw new EventTooLargeError(contract.subject, bytes, EVENT_BYTES_MAX);
  return { eventId, workspaceId, aggregateId, envelope };
}

/** Whether this transaction announced something. */
export function hasOutboxRows(tx: EntityManager): boolean {
  return tx.queryRunner !== undefined && writers.has(tx.queryRunner);
}
