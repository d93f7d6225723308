import { type IdentityChange, revocationKey } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InvalidateApprovals } from '../approvals/invalidate-approvals.use-case.js';
import { RevokedTokenRepository } from './revoked-token.repository.js';

/**
 * Nobody is left to whom the answer would go: what a revoked token, or a person who was removed, asked for is not to be
 * decided any more. Who is a member again may ask again; what was voided stays void.
 */
@Injectable()
export class RevokeTokens {
  constructor(
    private readonly revoked: RevokedTokenRepository,
    private readonly invalidateApprovals: InvalidateApprovals,
  ) {}

  async execute(tx: EntityManager, workspaceId: string, changes: readonly IdentityChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.revoked.lockOutRequests(tx, workspaceId);
    await this.revoked.note(tx, workspaceId, changes);
    const revoked = changes.filter((change) => change.revoked);
    const keysOf = (kind: IdentityChange['kind']): ReadonlySet<string> =>
      new Set(revoked.filter((change) => change.kind === kind).map(revocationKey));
    await this.invalidateApprovals.ofAskers(tx, workspaceId, keysOf('token_revoked'), 'token_revoked');
    await this.invalidateApprovals.ofAskers(tx, workspaceId, keysOf('member_removed'), 'member_removed');
  }
}
