import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AUDIT_KEPT_DAYS } from './audit.repository.js';

export interface DueCatchUp {
  readonly workspaceId: string;
  /** By policy's clock. */
  readonly comparedUntil: Date;
}

/** An audit is read later, not watched: what was lost may take as long to be found. */
const PERIOD_SECONDS = 600;
/** After a failure; also how long others leave a workspace alone that is being compared. */
const RETRY_SECONDS = 60;

/** When each workspace is compared with policy's record, in the database's time; for the system role. */
@Injectable()
export class AuditCatchUpRepository {
  /** The one that is due for longest and that no other replica takes; it comes back if it is never finished. */
  async take(tx: EntityManager): Promise<DueCatchUp | null> {
    await tx.query(
      `insert into audit_catch_ups (workspace_id, compared_until, due_at)
       select id, now() - make_interval(days => $1), now() from workspaces
       on conflict (workspace_id) do nothing`,
      [AUDIT_KEPT_DAYS],
    );
    const [rows] = await tx.query<[{ workspace_id: string; compared_until: Date }[], number]>(
      `update audit_catch_ups set due_at = clock_timestamp() + make_interval(secs => $1)
       where workspace_id in (
         select workspace_id from audit_catch_ups where due_at <= clock_timestamp()
         order by due_at limit 1 for update skip locked)
       returning workspace_id, compared_until`,
      [RETRY_SECONDS],
    );
    const [row] = rows;
    return row === undefined ? null : { workspaceId: row.workspace_id, comparedUntil: row.compared_until };
  }

  /** By a little chance later than the period, so that workspaces do not come together. */
  async finish(tx: EntityManager, workspaceId: string, comparedUntil: Date): Promise<void> {
    await tx.query(
      `update audit_catch_ups set compared_until = $2,
         due_at = clock_timestamp() + make_interval(secs => $3 * (1 + 0.2 * random()))
       where workspace_id = $1`,
      [workspaceId, comparedUntil, PERIOD_SECONDS],
    );
  }
}
