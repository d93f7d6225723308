import { type EventEnvelope, identityChanged, type IdentityChanged } from '@countersign/contracts';
import { Database, Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { IdentityClient } from './identity.client.js';
import { RevokedTokenRepository } from './revoked-token.repository.js';
import { RevokeTokens } from './revoke-tokens.use-case.js';

const DURABLE_NAME = durableOf('policy', identityChanged);

/** The event says that there is a newer revision; what changed is fetched, so that events may be repeated or out of order. */
@Consumes(identityChanged)
export class IdentityChangedConsumer implements EventConsumer<IdentityChanged> {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly identities: IdentityClient,
    private readonly revoked: RevokedTokenRepository,
    private readonly revokeTokens: RevokeTokens,
  ) {}

  async handle({ id, workspaceId, data }: EventEnvelope<IdentityChanged>): Promise<void> {
    const known = await this.database.read(workspaceId, (tx) => this.revoked.lastRevision(tx, workspaceId));
    // Outside of the transaction that revokes: no lock waits for the bus.
    const changes = data.revision > known ? (await this.identities.changesSince(workspaceId, known)).changes : [];
    await this.inbox.once(DURABLE_NAME, id, workspaceId, (tx) => this.revokeTokens.execute(tx, workspaceId, changes));
  }
}
