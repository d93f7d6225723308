import { type EventEnvelope, integrationRemoved, type IntegrationRemoved } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { ofIntegration } from '../live-feed/to-feed-item.js';
import { RecordEvent } from './record-event.use-case.js';
import { ofRemoved } from './to-audit-entry.js';

@Consumes(integrationRemoved)
export class IntegrationRemovedConsumer implements EventConsumer<IntegrationRemoved> {
  constructor(private readonly record: RecordEvent) {}

  async handle(event: EventEnvelope<IntegrationRemoved>): Promise<void> {
    await this.record.execute(integrationRemoved, event, {
      toEntry: ofRemoved,
      toItem: ofIntegration('integration.removed'),
    });
  }
}
