import { type EventEnvelope, authorizationChanged, type AuthorizationChanged } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { ofAuthorizationFeed } from '../live-feed/to-feed-item.js';
import { RecordEvent } from './record-event.use-case.js';
import { ofAuthorization } from './to-audit-entry.js';

@Consumes(authorizationChanged)
export class AuthorizationChangedConsumer implements EventConsumer<AuthorizationChanged> {
  constructor(private readonly record: RecordEvent) {}

  async handle(event: EventEnvelope<AuthorizationChanged>): Promise<void> {
    await this.record.execute(authorizationChanged, event, { toEntry: ofAuthorization, toItem: ofAuthorizationFeed });
  }
}
