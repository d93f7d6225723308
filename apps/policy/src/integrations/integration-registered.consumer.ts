import { type EventEnvelope, type IntegrationRegistered, integrationRegistered } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { RegisterIntegration } from './register-integration.use-case.js';

const DURABLE_NAME = durableOf('policy', integrationRegistered);

@Consumes(integrationRegistered)
export class IntegrationRegisteredConsumer implements EventConsumer<IntegrationRegistered> {
  constructor(
    private readonly inbox: Inbox,
    private readonly registerIntegration: RegisterIntegration,
  ) {}

  async handle(event: EventEnvelope<IntegrationRegistered>): Promise<void> {
    await this.inbox.once(DURABLE_NAME, event.id, event.workspaceId, (tx) =>
      this.registerIntegration.execute(tx, event),
    );
  }
}
