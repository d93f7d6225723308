import { callsChanged, type EventContract, type EventEnvelope, type ServiceName } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { durableOf, followHints, publishEvent, streamOf, type Bus } from '@countersign/messaging';

/** As the service whose bus it is, without an outbox. */
export async function tell<P extends object>(
  bus: Bus,
  contract: EventContract<P>,
  event: Pick<EventEnvelope<P>, 'workspaceId' | 'aggregateId' | 'data'>,
): Promise<void> {
  const occurredAt = new Date().toISOString();
  await publishEvent(bus.jetstream, contract, { id: newId(), type: contract.subject, occurredAt, ...event }, newId());
}

export interface Collecting<P extends object> {
  readonly service: ServiceName;
  readonly contract: EventContract<P>;
  /** Whether the bus is being closed. */
  readonly isOver: () => boolean;
}

/** The workspaces of which the router says that they have other calls now, from here on. */
export function hearChangedCalls(bus: Bus): readonly string[] {
  const workspaces: string[] = [];
  followHints(bus, callsChanged, ({ workspaceId }) => void workspaces.push(workspaceId));
  return workspaces;
}

/** Takes what the router tells this service, one event after the other. */
export async function collect<P extends object>(
  bus: Bus,
  { service, contract, isOver }: Collecting<P>,
  take: (event: EventEnvelope<P>) => void,
): Promise<void> {
  const consumer = await bus.jetstream.consumers.get(streamOf('mcp-router'), durableOf(service, contract));
  for (;;) {
    try {
      const message = await consumer.next({ expires: 1_000 });
      if (message === null) continue;
      take(message.json<EventEnvelope<P>>());
      message.ack();
    } catch (error) {
      if (isOver()) return;
      // A machine that stood still for seconds; the next pull begins anew.
      if (!(error instanceof Error && error.message.includes('heartbeats missed'))) throw error;
    }
  }
}
