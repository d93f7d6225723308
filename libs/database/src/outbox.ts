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
    const occurredAt = event.occurredAt ?? (await databaseNow(tx));
    const envelope = JSON.stringify({
      id: eventId,
      type: contract.subject,
      workspaceId: event.workspaceId,
      aggregateId: event.aggregateId,
      occurredAt: occurredAt.toISOString(),
      data: event.data,
    } satisfies EventEnvelope<P>);
    const bytes = Buffer.byteLength(envelope);
    if (bytes > EVENT_BYTES_MAX) throw new EventTooLargeError(contract.subject, bytes, EVENT_BYTES_MAX);
    await tx.query(
      `insert into outbox (id, event_id, subject, workspace_id, aggregate_id, envelope) values ($1, $2, $3, $4, $5, $6)`,
      [newId(), eventId, contract.subject, event.workspaceId, event.aggregateId, envelope],
    );
    if (tx.queryRunner !== undefined) writers.add(tx.queryRunner);
    return eventId;
  }
}

/** Whether this transaction announced something. */
export function hasOutboxRows(tx: EntityManager): boolean {
  return tx.queryRunner !== undefined && writers.has(tx.queryRunner);
}
