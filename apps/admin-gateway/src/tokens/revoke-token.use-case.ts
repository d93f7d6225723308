import { Injectable } from '@nestjs/common';
import type { Actor } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { RecordIdentityChanges } from '../identity-changes/record-identity-changes.use-case.js';
import type { TokenEntity } from './token.entity.js';
import { TokenRepository } from './token.repository.js';

@Injectable()
export class RevokeTokenUseCase {
  constructor(
    private readonly database: Database,
    private readonly tokens: TokenRepository,
    private readonly identityChanges: RecordIdentityChanges,
    private readonly audit: AuditRepository,
  ) {}

  /** Revoking a revoked token changes nothing. @throws TokenNotFoundError */
  async execute({ workspaceId, actor }: Principal, tokenId: string): Promise<void> {
    await this.database.transaction(workspaceId, async (tx) => {
      await this.revoke(tx, actor, await this.tokens.get(tx, workspaceId, tokenId));
    });
  }

  /** Everything that a person made in this workspace and that is still good. */
  async ofOwner(tx: EntityManager, { workspaceId, actor }: Principal, ownerId: string): Promise<void> {
    for (const token of await this.tokens.listUsableOf(tx, workspaceId, ownerId)) await this.revoke(tx, actor, token);
  }

  private async revoke(tx: EntityManager, actor: Actor, token: TokenEntity): Promise<void> {
    const { id: tokenId, workspaceId, name, kind, ownerId } = token;
    if (!(await this.tokens.revoke(tx, workspaceId, tokenId))) return;
    await this.identityChanges.execute(tx, workspaceId, ownerId, [
      { kind: 'token_revoked', id: tokenId, revoked: true },
    ]);
    const details = { tokenId, name, kind, ownerId };
    await this.audit.record(tx, workspaceId, { action: 'token.revoked', actor, details });
  }
}
