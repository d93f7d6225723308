import type { IdentityChange } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InvalidateApprovals } from '../approvals/invalidate-approvals.use-case.js';
import { RevokedTokenRepository } from './revoked-token.repository.js';

/** Nobody is left to whom the answer would go: what a revoked token asked for is not to be decided any more. */
@Injectable()
export class RevokeTokens {
  constructor(
    private readonly revoked: RevokedTokenRepository,
    private readonly invalidateApprovals: InvalidateApprovals,
  ) {}

  async execute(tx: EntityManager, workspaceId: string, changes: readonly IdentityChange[]): Promise<void> {
    const revocations = changes.filter(({ kind, revoked }) => kind === 'token_revoked' && revoked);
    if (revocations.length === 0) return;
    await this.revoked.lockOutRequests(tx, workspaceId);
    await this.revoked.insert(tx, workspaceId, revocations);
    const tokenIds = new Set(revocations.map(({ id }) => id));
    await this.invalidateApprovals.ofTokens(tx, workspaceId, tokenIds);
  }
}
