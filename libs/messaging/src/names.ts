import type { EventContract, ServiceName } from '@countersign/contracts';

/**
 * Names on the bus, derived and never stored.
 *
 * | what                | example                                                  |
 * |---------------------|----------------------------------------------------------|
 * | stream              | `INTEGRATION_REGISTRY`                                   |
 * | durable             | `policy__registry_discovery_completed_v1`                |
 * | dead letters        | `dead-letter.policy` in the stream `DEAD_LETTERS`        |
 * | inbox               | `_INBOX_policy.<random>`                                 |
 */
export type BusUser = ServiceName | typeof BOOTSTRAP_USER;

/** The user that creates streams and durables, and does nothing else. */
export const BOOTSTRAP_USER = 'bootstrap';
export const DEAD_LETTER_STREAM = 'DEAD_LETTERS';
export const REQUEST_ID_HEADER = 'Countersign-Request-Id';

export function streamOf(service: ServiceName): string {
  return service.toUpperCase().replaceAll('-', '_');
}

export function durableOf(worker: ServiceName, event: Pick<EventContract<object>, 'subject'>): string {
  return `${worker}__${event.subject.replaceAll('.', '_')}`;
}

export function deadLetterSubjectOf(service: ServiceName): string {
  return `dead-letter.${service}`;
}

export function inboxPrefixOf(user: string): string {
  return `_INBOX_${user}`;
}
