import { type IdentityChange, revocationKey } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** The tokens of a workspace that were revoked and who was removed, for requests that arrive after their asker is gone. */
@Injectable()
export class RevokedTokenRepository {
  /** Until the commit, no approval of this workspace can be created: it waits, and then finds its token revoked. */
  async lockOutRequests(tx: EntityManager, workspaceId: string): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [lockName(workspaceId)]);
  }

  /** Which of them are revoked; that none is holds until the commit, together with what is written before it. */
  async findRevoked(tx: EntityManager, workspaceId: string, keys: readonly string[]): Promise<string[]> {
    await tx.query('select pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [lockName(workspaceId)]);
    const rows = await tx.query<{ token_id: string }[]>(
      'select token_id from revoked_tokens where workspace_id = $1 and token_id = any($2) and revoked',
      [workspaceId, keys],
    );
    return rows.map((row) => row.token_id);
  }

  /** The latest of each; what came in another order meanwhile is not undone by an older one. */
  async note(tx: EntityManager, workspaceId: string, changes: readonly IdentityChange[]): Promise<void> {
    const latest = [...new Map(changes.map((change) => [revocationKey(change), change])).entries()];
    await tx.query(
      `insert into revoked_tokens as known (workspace_id, token_id, revision, revoked)
       select $1, token_id, revision, revoked
       from unnest($2::text[], $3::bigint[], $4::boolean[]) as changes (token_id, revision, revoked)
       on conflict (workspace_id, token_id) do update set revision = excluded.revision, revoked = excluded.revoked
       where known.revision < excluded.revision`,
      [
        workspaceId,
        latest.map(([key]) => key),
        latest.map(([, { revision }]) => revision),
        latest.map(([, { revoked }]) => revoked),
      ],
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
