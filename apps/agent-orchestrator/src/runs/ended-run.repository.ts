import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayBeReadable } from './parked-run.repository.js';
import { KNOWN_EVENT_TYPES } from './read-run-event.js';

export interface EndedRun {
  readonly workspaceId: string;
  readonly runId: string;
  /** By which it is known whether the run was opened, or asked about, again meanwhile. */
  readonly takenUntil: string;
}

interface EndedRunRow {
  readonly id: string;
  readonly workspace_id: string;
  readonly taken_until: string;
}

/** Until the router is asked again, and as long as another replica leaves it alone: longer than a request takes. */
const AGAIN_SECONDS = 30;
/** Asked for at the same time. */
const BATCH = 20;

/** Runs that are over while the router may still have open calls of them; for the system role. */
@Injectable()
export class EndedRunRepository {
  /** Those that are due and that no other replica takes; they come back unless they are confirmed. */
  async take(tx: EntityManager): Promise<EndedRun[]> {
    const [rows] = await tx.query<[EndedRunRow[], number]>(
      `update runs set cancel_due_at = now() + make_interval(secs => $1 * (1 + random())) where id in (
         select id from runs where cancel_due_at <= now() and ${mayBeReadable(3)}
         order by cancel_due_at limit $2 for update skip locked)
       returning id, workspace_id, cancel_due_at::text as taken_until`,
      [AGAIN_SECONDS, BATCH, KNOWN_EVENT_TYPES],
    );
    return rows.map(({ id, workspace_id, taken_until }) => ({
      workspaceId: workspace_id,
      runId: id,
      takenUntil: taken_until,
    }));
  }

  async confirm(tx: EntityManager, { runId, takenUntil }: EndedRun): Promise<void> {
    await tx.query('update runs set cancel_due_at = null where id = $1 and cancel_due_at = $2::timestamptz', [
      runId,
      takenUntil,
    ]);
  }
}
