import { type EventEnvelope, type IntegrationRemoved, integrationRemoved } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { RemoveIntegration } from './remove-integration.use-case.js';

const DURABLE_NAME = durableOf('policy', integrationRemoved);

@Consumes(integrationRemoved)
export class IntegrationRemovedConsumer implements EventConsumer<IntegrationRemoved> {
  constructor(
    private readonly inbox: Inbox,
    private readonly removeIntegration: RemoveIntegration,
  ) {}

  async handle(event: EventEnvelope<IntegrationRemoved>): Promise<void> {
    await this.inbox.once(DURABLE_NAME, event.id, event.workspaceId, (tx) => this.removeIntegration.execute(tx, event));
  }
}
