import { type EventEnvelope, integrationUpdated, type IntegrationUpdated } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { ofIntegration } from '../live-feed/to-feed-item.js';
import { RecordEvent } from './record-event.use-case.js';
import { ofUpdated } from './to-audit-entry.js';

@Consumes(integrationUpdated)
export class IntegrationUpdatedConsumer implements EventConsumer<IntegrationUpdated> {
  constructor(private readonly record: RecordEvent) {}

  async handle(event: EventEnvelope<IntegrationUpdated>): Promise<void> {
    await this.record.execute(integrationUpdated, event, {
      toEntry: ofUpdated,
      toItem: ofIntegration('integration.updated'),
    });
  }
}
