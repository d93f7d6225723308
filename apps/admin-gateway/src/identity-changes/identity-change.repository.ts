import type { WorkspaceRevision } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import { type EntityManager, MoreThan } from 'typeorm';
import { IdentityChangeEntity } from './identity-change.entity.js';

interface RevisionRow {
  readonly workspace_id: string;
  readonly revision: string;
}

export type NewIdentityChange = Pick<IdentityChangeEntity, 'kind' | 'id' | 'revoked'>;

/** The numbered changes of each workspace's identities, without gaps: the row of the revision is the lock. */
@Injectable()
export class IdentityChangeRepository {
  /** As the system role, with the workspace itself. */
  async start(tx: EntityManager, workspaceId: string): Promise<void> {
    await tx.query('insert into identity_revisions (workspace_id, revision) values ($1, 0)', [workspaceId]);
  }

  /** Numbers the changes and returns the last revision; a concurrent one waits for this commit. */
  async append(tx: EntityManager, workspaceId: string, changes: readonly NewIdentityChange[]): Promise<number> {
    const [[row]] = await tx.query<[RevisionRow[], number]>(
      'update identity_revisions set revision = revision + $2 where workspace_id = $1 returning workspace_id, revision',
      [workspaceId, changes.length],
    );
    if (row === undefined) throw new Error(`the workspace ${workspaceId} has no identity revision`);
    const last = Number(row.revision);
    const numbered = changes.map((change, index) => {
      return { ...change, workspaceId, revision: String(last - changes.length + 1 + index) };
    });
    await tx.createQueryBuilder().insert().into(IdentityChangeEntity).values(numbered).returning([]).execute();
    return last;
  }

  listSince(tx: EntityManager, workspaceId: string, revision: number, limit: number): Promise<IdentityChangeEntity[]> {
    return tx.find(IdentityChangeEntity, {
      where: { workspaceId, revision: MoreThan(String(revision)) },
      order: { revision: 'asc' },
      take: limit,
    });
  }

  /** 0 for a workspace that is not there: it has nothing to follow. */
  async revisionOf(tx: EntityManager, workspaceId: string): Promise<number> {
    const [row] = await tx.query<RevisionRow[]>(
      'select workspace_id, revision from identity_revisions where workspace_id = $1',
      [workspaceId],
    );
    return Number(row?.revision ?? 0);
  }

  /** As the system role. */
  async revisions(tx: EntityManager): Promise<WorkspaceRevision[]> {
    const rows = await tx.query<RevisionRow[]>('select workspace_id, revision from identity_revisions');
    return rows.map((row) => ({ workspaceId: row.workspace_id, revision: Number(row.revision) }));
  }
}
