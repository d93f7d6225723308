import { Injectable } from '@nestjs/common';
import { identityChanged } from '@countersign/contracts';
import { Database, Outbox } from '@countersign/database';
import { IdentityChangeRepository } from '../identity-changes/identity-change.repository.js';
import { TokenRepository } from './token.repository.js';

@Injectable()
export class RevokeTokenUseCase {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly tokens: TokenRepository,
    private readonly identityChanges: IdentityChangeRepository,
  ) {}

  /** Revoking a revoked token changes nothing. @throws TokenNotFoundError */
  async execute(workspaceId: string, tokenId: string): Promise<void> {
    await this.database.transaction(workspaceId, async (tx) => {
      await this.tokens.get(tx, workspaceId, tokenId);
      if (!(await this.tokens.revoke(tx, workspaceId, tokenId))) return;
      const revision = await this.identityChanges.append(tx, workspaceId, tokenId);
      await this.outbox.add(tx, identityChanged, { workspaceId, aggregateId: workspaceId, data: { revision } });
    });
  }
}
