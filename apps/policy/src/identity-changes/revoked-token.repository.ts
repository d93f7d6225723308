import type { IdentityChange } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** The tokens of a workspace that were revoked, for requests that arrive after their token is gone. */
@Injectable()
export class RevokedTokenRepository {
  /** Until the commit, no approval of this workspace can be created: it waits, and then finds its token revoked. */
  async lockOutRequests(tx: EntityManager, workspaceId: string): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [lockName(workspaceId)]);
  }

  /** Whether one of them is revoked; that none is holds until the commit, together with what is written before it. */
  async isAnyRevoked(tx: EntityManager, workspaceId: string, tokenIds: readonly string[]): Promise<boolean> {
    await tx.query('select pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [lockName(workspaceId)]);
    const rows = await tx.query<unknown[]>(
      'select 1 from revoked_tokens where workspace_id = $1 and token_id = any($2)',
      [workspaceId, tokenIds],
    );
    return rows.length > 0;
  }

  async insert(tx: EntityManager, workspaceId: string, changes: readonly IdentityChange[]): Promise<void> {
    await tx.query(
      `insert into revoked_tokens (workspace_id, token_id, revision)
       select $1, token_id, revision from unnest($2::text[], $3::bigint[]) as changes (token_id, revision)
       on conflict do nothing`,
      [workspaceId, changes.map(({ id }) => id), changes.map(({ revision }) => revision)],
    );
  }

  /** How far the gateway's changes are known; 0 before the first. */
  async lastRevision(tx: EntityManager, workspaceId: string): Promise<number> {
    const [row] = await tx.query<{ revision: string | null }[]>(
      'select max(revision) as revision from revoked_tokens where workspace_id = $1',
      [workspaceId],
    );
    return Number(row?.revision ?? 0);
  }
}

function lockName(workspaceId: string): string {
  return `identities ${workspaceId}`;
}
