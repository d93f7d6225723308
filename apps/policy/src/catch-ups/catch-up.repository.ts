import type { ServiceName, WorkspaceRevision } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** The services whose events this one lives by, and that say how far they are. */
export const OWNERS = ['integration-registry', 'admin-gateway'] as const satisfies readonly ServiceName[];
export type Owner = (typeof OWNERS)[number];

export interface DueCatchUp {
  readonly owner: Owner;
  readonly workspaceId: string;
}

/** Events usually arrive within this; comparing earlier would do their work twice. */
const GRACE_SECONDS = 5;
/** A look at everything although no revision says so: for what was restored, repaired by hand, or compared too early. */
const PERIOD_SECONDS = 600;
/** After the first failure, doubled with each more. Also how long others leave a catch-up alone that is being made. */
const RETRY_SECONDS = 30;
const RETRY_SECONDS_MAX = 600;

/** When services and their workspaces are compared, in the database's time; for the system role. */
@Injectable()
export class CatchUpRepository {
  /** A revision that is news brings the next comparison forward, by a little chance so that workspaces do not come together. */
  async hear(tx: EntityManager, owner: Owner, revisions: readonly WorkspaceRevision[]): Promise<void> {
    // In one order, so that two replicas that hear the same do not wait for each other in a circle.
    const sorted = revisions.toSorted((a, b) => (a.workspaceId < b.workspaceId ? -1 : 1));
    await tx.query(
      `insert into catch_ups (owner, workspace_id, heard_revision, due_at)
       select $1, workspace_id, revision, clock_timestamp() + make_interval(secs => $4 * (1 + random()))
       from unnest($2::uuid[], $3::bigint[]) as heard (workspace_id, revision)
       on conflict (owner, workspace_id) do update
       set heard_revision = excluded.heard_revision, due_at = least(catch_ups.due_at, excluded.due_at)
       where excluded.heard_revision > catch_ups.heard_revision`,
      [owner, sorted.map(({ workspaceId }) => workspaceId), sorted.map(({ revision }) => revision), GRACE_SECONDS],
    );
  }

  /** The one that is due for longest and that no other replica takes; it comes back if it is never finished. */
  async take(tx: EntityManager): Promise<DueCatchUp | null> {
    const [rows] = await tx.query<[{ owner: Owner; workspace_id: string }[], number]>(
      `update catch_ups set attempts = attempts + 1,
         due_at = clock_timestamp() + make_interval(secs => least($1 * 2 ^ least(attempts, 20), $2))
       where (owner, workspace_id) in (
         select owner, workspace_id from catch_ups where due_at <= clock_timestamp()
         order by due_at limit 1 for update skip locked)
       returning owner, workspace_id`,
      [RETRY_SECONDS, RETRY_SECONDS_MAX],
    );
    const [row] = rows;
    return row === undefined ? null : { owner: row.owner, workspaceId: row.workspace_id };
  }

  /** Everything up to the revision is here. What was heard of meanwhile comes soon, all else with the next period. */
  async finish(tx: EntityManager, { owner, workspaceId }: DueCatchUp, reachedRevision: number): Promise<void> {
    await tx.query(
      `update catch_ups set attempts = 0, reached_revision = $3,
         due_at = clock_timestamp()
           + make_interval(secs => case when heard_revision > $3 then $4::float else $5::float end * (0.8 + 0.4 * random()))
       where owner = $1 and workspace_id = $2`,
      [owner, workspaceId, reachedRevision, GRACE_SECONDS, PERIOD_SECONDS],
    );
  }
}
