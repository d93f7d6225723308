import { type EventEnvelope, type IntegrationUpdated, integrationUpdated } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { MoveConnection } from './move-connection.use-case.js';

const DURABLE_NAME = durableOf('policy', integrationUpdated);

@Consumes(integrationUpdated)
export class IntegrationUpdatedConsumer implements EventConsumer<IntegrationUpdated> {
  constructor(
    private readonly inbox: Inbox,
    private readonly moveConnection: MoveConnection,
  ) {}

  async handle(event: EventEnvelope<IntegrationUpdated>): Promise<void> {
    await this.inbox.once(DURABLE_NAME, event.id, event.workspaceId, async (tx) => {
      // The slug is immutable and a display name decides nothing: only another server matters here.
      if (event.data.connectionMoved) await this.moveConnection.execute(tx, event);
    });
  }
}
