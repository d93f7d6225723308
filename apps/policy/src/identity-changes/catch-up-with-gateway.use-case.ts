import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { IdentityClient } from './identity.client.js';
import { RevokedTokenRepository } from './revoked-token.repository.js';
import { RevokeTokens } from './revoke-tokens.use-case.js';

/** Learns of revocations whose announcement never came. */
@Injectable()
export class CatchUpWithGateway {
  constructor(
    private readonly database: Database,
    private readonly identities: IdentityClient,
    private readonly revoked: RevokedTokenRepository,
    private readonly revokeTokens: RevokeTokens,
  ) {}

  /** The gateway's revision that is reached. */
  async execute(workspaceId: string): Promise<number> {
    const known = await this.database.read(workspaceId, (tx) => this.revoked.lastRevision(tx, workspaceId));
    // Outside of the transaction that revokes: no lock waits for the bus.
    const { revision, changes } = await this.identities.changesSince(workspaceId, known);
    await this.database.transaction(workspaceId, (tx) => this.revokeTokens.execute(tx, workspaceId, changes));
    return revision;
  }
}
