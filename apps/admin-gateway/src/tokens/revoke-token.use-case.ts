import { Injectable } from '@nestjs/common';
import { identityChanged } from '@countersign/contracts';
import { Database, Outbox } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { IdentityChangeRepository } from '../identity-changes/identity-change.repository.js';
import { TokenRepository } from './token.repository.js';

@Injectable()
export class RevokeTokenUseCase {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly tokens: TokenRepository,
    private readonly identityChanges: IdentityChangeRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** Revoking a revoked token changes nothing. @throws TokenNotFoundError */
  async execute({ workspaceId, actor }: Principal, tokenId: string): Promise<void> {
    await this.database.transaction(workspaceId, async (tx) => {
      const { name, kind, ownerId } = await this.tokens.get(tx, workspaceId, tokenId);
      if (!(await this.tokens.revoke(tx, workspaceId, tokenId))) return;
      const revision = await this.identityChanges.append(tx, workspaceId, tokenId);
      await this.outbox.add(tx, identityChanged, { workspaceId, aggregateId: workspaceId, data: { revision } });
      const details = { tokenId, name, kind, ownerId };
      await this.audit.record(tx, workspaceId, { action: 'token.revoked', actor, details });
    });
  }
}
