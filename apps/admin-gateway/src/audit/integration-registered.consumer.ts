import { type EventEnvelope, integrationRegistered, type IntegrationRegistered } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { ofIntegration } from '../live-feed/to-feed-item.js';
import { RecordEvent } from './record-event.use-case.js';
import { ofRegistered } from './to-audit-entry.js';

@Consumes(integrationRegistered)
export class IntegrationRegisteredConsumer implements EventConsumer<IntegrationRegistered> {
  constructor(private readonly record: RecordEvent) {}

  async handle(event: EventEnvelope<IntegrationRegistered>): Promise<void> {
    await this.record.execute(integrationRegistered, event, {
      toEntry: ofRegistered,
      toItem: ofIntegration('integration.registered'),
    });
  }
}
