import type { EventContract, EventEnvelope } from '@countersign/contracts';
import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';

/** What `@Consumes` writes and `ConsumerHost` reads. */
export const CONSUMES_METADATA = 'countersign:consumes';

/** Work that follows an event. It must be idempotent (see `Inbox.once`): delivery is at least once. */
export interface EventConsumer<P extends object> {
  /** Throws PermanentError when no retry can help; anything else it throws is retried with back-off. */
  handle(event: EventEnvelope<P>): Promise<void>;
}

/** Marks a provider as the consumer of one event; the class must implement `EventConsumer` of its payload. */
export function Consumes<P extends object>(contract: EventContract<P>) {
  const decorate = applyDecorators(Injectable(), SetMetadata(CONSUMES_METADATA, contract));
  return (target: abstract new (...dependencies: never[]) => EventConsumer<P>): void => {
    decorate(target);
  };
}
