import { type HintContract, InvalidInputError } from '@countersign/contracts';
import { Logger } from '@nestjs/common';
import type { Msg } from '@nats-io/transport-node';
import type { Bus } from '../bus/bus.js';
import { toDto } from '../validation/to-dto.js';

const logger = new Logger('followHints');

/**
 * Hears every hint of a contract, on this replica. Hints that are not what the contract says are ignored.
 *
 * @returns what ends it
 */
export function followHints<P extends object>(
  bus: Bus,
  contract: HintContract<P>,
  handle: (payload: P) => void,
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

function hear<P extends object>(contract: HintContract<P>, message: Msg, handle: (payload: P) => void): void {
  const payload = readHint(contract, message);
  if (payload === undefined) logger.warn('ignored a malformed hint', { subject: contract.subject });
  else handle(payload);
}

function readHint<P extends object>(contract: HintContract<P>, message: Msg): P | undefined {
  try {
    return toDto(contract.payload, message.json(), { unknownFields: 'tolerate' });
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
