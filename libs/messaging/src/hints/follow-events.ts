import { type EventContract, type EventEnvelope, InvalidInputError } from '@countersign/contracts';
import { Logger } from '@nestjs/common';
import type { Msg } from '@nats-io/transport-node';
import type { Bus } from '../bus/bus.js';
import { readEnvelope } from '../events/envelope.js';

const logger = new Logger('followEvents');

/**
 * Hears every event of a contract on this replica, which follows it: as a hint, because what is told while the bus is away is not
 * told again. What must not be missed is asked for now and then as well. Messages that are no such event are ignored.
 *
 * @returns what ends it
 */
export function followEvents<P extends object>(
  bus: Bus,
  contract: EventContract<P>,
  handle: (event: EventEnvelope<P>) => void,
): () => void {
  const subscription = bus.connection.subscribe(contract.subject, {
    callback: (error, message) => {
      if (error) logger.error('not following', { err: error, subject: contract.subject });
      // A consumer's deliver subject can point here; its messages keep the subject they were published under.
      else if (message.subject === contract.subject) hear(contract, message, handle);
    },
  });
  return () => subscription.unsubscribe();
}

function hear<P extends object>(
  contract: EventContract<P>,
  message: Msg,
  handle: (event: EventEnvelope<P>) => void,
): void {
  const event = readEvent(contract, message);
  if (event === undefined) logger.warn('ignored a malformed event', { subject: contract.subject });
  else handle(event);
}

function readEvent<P extends object>(contract: EventContract<P>, message: Msg): EventEnvelope<P> | undefined {
  try {
    return readEnvelope(contract, message.data);
  } catch (error) {
    if (error instanceof InvalidInputError) return undefined;
    throw error;
  }
}
