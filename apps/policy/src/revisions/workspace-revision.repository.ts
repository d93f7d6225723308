import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { WorkspaceRevision } from '@countersign/contracts';

interface RevisionRow {
  readonly workspace_id: string;
  /** The driver gives a bigint as text. */
  readonly revision: string;
}

/** The number that every policy change of a workspace takes, so that copies know how far they are. */
@Injectable()
export class WorkspaceRevisionRepository {
  /** Takes the next one; the row stays locked until the commit, so a lower revision never becomes visible after a higher one. */
  async takeNext(tx: EntityManager, workspaceId: string): Promise<number> {
    const [row] = await tx.query<RevisionRow[]>(
      `insert into workspace_revisions (workspace_id, revision) values ($1, 1)
       on conflict (workspace_id) do update set revision = workspace_revisions.revision + 1
       returning revision`,
      [workspaceId],
    );
    return toRevision(row);
  }

  /** The current one, which nobody can move before this transaction ends. */
  async lock(tx: EntityManager, workspaceId: string): Promise<number> {
    const [row] = await tx.query<RevisionRow[]>(
      `insert into workspace_revisions (workspace_id, revision) values ($1, 0)
       on conflict (workspace_id) do update set revision = workspace_revisions.revision
       returning revision`,
      [workspaceId],
    );
    return toRevision(row);
  }

  async current(tx: EntityManager, workspaceId: string): Promise<number> {
    const [row] = await tx.query<RevisionRow[]>('select revision from workspace_revisions where workspace_id = $1', [
      workspaceId,
    ]);
    return toRevision(row);
  }

  /** Of every workspace; for the system role. */
  async all(tx: EntityManager): Promise<WorkspaceRevision[]> {
    const rows = await tx.query<RevisionRow[]>('select workspace_id, revision from workspace_revisions');
    return rows.map((row) => ({ workspaceId: row.workspace_id, revision: toRevision(row) }));
  }
}

/** Before the first change there is no row. */
function toRevision(row: RevisionRow | undefined): number {
  return row === undefined ? 0 : Number(row.revision);
}
