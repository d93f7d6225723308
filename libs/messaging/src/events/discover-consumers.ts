import type { EventContract } from '@countersign/contracts';
import type { DiscoveryService } from '@nestjs/core';
import { CONSUMES_METADATA, type EventConsumer } from './consumes.js';

export interface DiscoveredConsumer {
  readonly contract: EventContract<object>;
  readonly consumer: EventConsumer<object>;
}

/** Every provider of the application that `@Consumes` marks. @throws when two consume the same event. */
export function discoverConsumers(discovery: DiscoveryService): DiscoveredConsumer[] {
  const found = new Map<string, DiscoveredConsumer>();
  for (const { instance, metatype } of discovery.getProviders()) {
    const contract =
      metatype && (Reflect.getMetadata(CONSUMES_METADATA, metatype) as EventContract<object> | undefined);
    if (!contract) continue;
    const consumer = instance as EventConsumer<object>;
    const other = found.get(contract.subject);
    if (other && other.consumer !== consumer) throw new Error(`${contract.subject} has two consumers`);
    found.set(contract.subject, { contract, consumer });
  }
  return [...found.values()];
}
