import { EVENTS } from '@countersign/contracts';
import { publishEvent } from '@countersign/messaging';
import type { Bus } from '@countersign/messaging';
import type { OutboxPublisher } from './outbox-row.js';

/** Publishes to the stream of the event's contract, with the row's id as the message id. */
export function busPublisher(bus: Bus): OutboxPublisher {
  const contracts = new Map(EVENTS.map((contract) => [contract.subject, contract]));
  return async (row) => {
    const contract = contracts.get(row.subject);
    if (contract === undefined) throw new Error(`no event contract has the subject ${row.subject}`);
    await publishEvent(bus.jetstream, contract, row.envelope, row.id);
  };
}
