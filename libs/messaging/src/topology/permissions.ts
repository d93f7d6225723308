import type { EventContract, ServiceName } from '@countersign/contracts';
import { ALL_CONTRACTS, type BusContracts } from '../bus-contracts.js';
import { deadLetterSubjectOf, durableOf, inboxPrefixOf, streamOf } from '../names.js';

/** In nats-server's words: subjects, and `subject queue` where only a member of that queue group may subscribe. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** To answer the request at hand, once, at the reply subject it carries. */
  readonly allowResponses: boolean;
}

/**
 * What one service may do on the bus: exactly what its contracts say. Only two entries end in a wildcard, and both are
 * its own: its inbox, and the acknowledgements of its durables (their subjects hold sequence numbers).
 * There is no right to create a consumer: its deliver subject could forge requests to others.
 */
export function permissionsOf(service: ServiceName, contracts: BusContracts = ALL_CONTRACTS): Permissions {
  const { requests, events, heartbeats, hints } = contracts;
  const answered = requests.filter(({ responder }) => responder === service).map(({ subject }) => subject);
  const worked = events.filter(({ workers }) => workers.includes(service));
  const followed = events.filter(({ followers }) => followers.includes(service));
  return {
    publish: [
      ...requests.filter(({ requesters }) => requesters.includes(service)).map(({ subject }) => subject),
      ...events.filter(({ publisher }) => publisher === service).map(({ subject }) => subject),
      ...[...heartbeats, ...hints].filter(({ publisher }) => publisher === service).map(({ subject }) => subject),
      deadLetterSubjectOf(service),
      ...worked.flatMap((event) => durablePermissions(service, event)),
    ],
    subscribe: [
      `${inboxPrefixOf(service)}.>`,
      ...answered.map((subject) => `${subject} ${service}`),
      ...followed.map(({ subject }) => subject),
      ...[...heartbeats, ...hints].filter(({ followers }) => followers.includes(service)).map(({ subject }) => subject),
    ],
    allowResponses: answered.length > 0,
  };
}

function durablePermissions(service: ServiceName, event: EventContract<object>): string[] {
  const consumer = `${streamOf(event.publisher)}.${durableOf(service, event)}`;
  return [`$JS.API.CONSUMER.INFO.${consumer}`, `$JS.API.CONSUMER.MSG.NEXT.${consumer}`, `$JS.ACK.${consumer}.>`];
}
