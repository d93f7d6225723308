import type { WorkspaceRevision } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

interface RevisionRow {
  readonly workspace_id: string;
  readonly revision: string;
}

/** Counts the changes of a workspace's catalogue. */
@Injectable()
export class WorkspaceRevisionRepository {
  /**
   * The next revision. Holds the counter until the transaction ends: a reader who sees a revision sees everything up to it.
   * Taken after the integration is locked, so that two transactions never wait for each other.
   */
  async next(tx: EntityManager, workspaceId: string): Promise<number> {
    const [row] = await tx.query<RevisionRow[]>(
      `insert into workspace_revisions (workspace_id, revision) values ($1, 1)
       on conflict (workspace_id) do update set revision = workspace_revisions.revision + 1
       returning workspace_id, revision`,
      [workspaceId],
    );
    if (row === undefined) throw new Error('the workspace has no revision');
    return Number(row.revision);
  }

  /** 0 where nothing has happened yet. */
  async current(tx: EntityManager, workspaceId: string): Promise<number> {
    const rows = await tx.query<RevisionRow[]>(
      'select workspace_id, revision from workspace_revisions where workspace_id = $1',
      [workspaceId],
    );
    return Number(rows[0]?.revision ?? 0);
  }

  /** As the system role. */
  async listAll(tx: EntityManager): Promise<WorkspaceRevision[]> {
    const rows = await tx.query<RevisionRow[]>('select workspace_id, revision from workspace_revisions');
    return rows.map((row) => ({ workspaceId: row.workspace_id, revision: Number(row.revision) }));
  }
}
