import { type EventEnvelope, discoveryCompleted, type DiscoveryCompleted } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { ofIntegration } from '../live-feed/to-feed-item.js';
import { RecordEvent } from './record-event.use-case.js';
import { ofCompleted } from './to-audit-entry.js';

@Consumes(discoveryCompleted)
export class DiscoveryCompletedConsumer implements EventConsumer<DiscoveryCompleted> {
  constructor(private readonly record: RecordEvent) {}

  async handle(event: EventEnvelope<DiscoveryCompleted>): Promise<void> {
    await this.record.execute(discoveryCompleted, event, {
      toEntry: ofCompleted,
      toItem: ofIntegration('discovery.completed'),
    });
  }
}
