import {
  type EventContract,
  EVENTS,
  type HeartbeatContract,
  HEARTBEATS,
  type HintContract,
  HINTS,
  type RequestContract,
  REQUESTS,
  type ServiceName,
} from '@countersign/contracts';

/** What crosses the bus: topology and permissions are derived from it and from nothing else. */
export interface BusContracts {
  readonly requests: readonly RequestContract<object, object>[];
  readonly events: readonly EventContract<object>[];
  readonly heartbeats: readonly HeartbeatContract[];
  readonly hints: readonly HintContract<object>[];
}

export const ALL_CONTRACTS: BusContracts = { requests: REQUESTS, events: EVENTS, heartbeats: HEARTBEATS, hints: HINTS };

/** @throws when no contract says that `owner` has a heartbeat. */
export function heartbeatSubjectOf(owner: ServiceName, heartbeats: readonly HeartbeatContract[] = HEARTBEATS): string {
  const contract = heartbeats.find(({ publisher }) => publisher === owner);
  if (!contract) throw new Error(`${owner} has no heartbeat`);
  return contract.subject;
}
