import type { EventEnvelope } from '@countersign/contracts';

/** A committed announcement on its way to the bus. */
export interface OutboxRow {
  /** The message id (`Nats-Msg-Id`): every attempt to publish this row carries it. */
  readonly id: string;
  /** What inboxes de-duplicate by. */
  readonly eventId: string;
  readonly subject: string;
  readonly workspaceId: string;
  readonly aggregateId: string;
  readonly envelope: EventEnvelope;
}

/** Resolves when the bus has stored the event, rejects when that is not known. */
export type OutboxPublisher = (row: OutboxRow) => Promise<void>;

/** The Nest token of the relay's `OutboxPublisher`. */
export const OUTBOX_PUBLISHER = Symbol('OUTBOX_PUBLISHER');
