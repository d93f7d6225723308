import { type EventEnvelope, discoveryFailed, type DiscoveryFailed } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { ofIntegration } from '../live-feed/to-feed-item.js';
import { RecordEvent } from './record-event.use-case.js';
import { ofFailed } from './to-audit-entry.js';

@Consumes(discoveryFailed)
export class DiscoveryFailedConsumer implements EventConsumer<DiscoveryFailed> {
  constructor(private readonly record: RecordEvent) {}

  async handle(event: EventEnvelope<DiscoveryFailed>): Promise<void> {
    await this.record.execute(discoveryFailed, event, { toEntry: ofFailed, toItem: ofIntegration('discovery.failed') });
  }
}
