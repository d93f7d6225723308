import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { KNOWN_EVENT_TYPES } from './read-run-event.js';
import type { UnreadableRunError } from './run.errors.js';

export interface ParkedRun {
  readonly workspaceId: string;
  readonly runId: string;
}

interface ParkedRunRow {
  readonly id: string;
  readonly workspace_id: string;
}

/** Until a run that was taken is taken by another; whoever takes its step says in time that it still does. */
export const PARKED_TAKEN_SECONDS = 60;
/** Until a run whose step failed is taken again. */
const AGAIN_SECONDS = 5;
/** A log that contradicts itself to this version may be mended, or read by another that nothing tells apart. */
const CONTRADICTORY_CHECK_SECONDS = 300;

/**
 * The condition on `runs` that this version may look at a log: as far as anybody noticed, it knows every type of event in it.
 * A log only grows, so a version that does not know one of them never will.
 *
 * @param parameter the place of `KNOWN_EVENT_TYPES` among the parameters
 */
export function mayBeReadable(parameter: number): string {
  return `(unknown_type = any($${parameter}::text[]) or unknown_type is null and parked_due_at is null)`;
}

/** Runs that a version could not read. They belong to no message: whoever can read them finds them here. */
@Injectable()
export class ParkedRunRepository {
  async park(tx: EntityManager, runId: string, { unknownType }: UnreadableRunError): Promise<void> {
    const seconds = unknownType === null ? CONTRADICTORY_CHECK_SECONDS : 0;
    await tx.query(
      'update runs set unknown_type = $2, parked_due_at = now() + make_interval(secs => $3) where id = $1',
      [runId, unknownType, seconds],
    );
  }

  /** Those that are due, that no other replica takes, and that this version may be able to read. For the system role. */
  async take(tx: EntityManager, limit: number): Promise<ParkedRun[]> {
    const [rows] = await tx.query<[ParkedRunRow[], number]>(
      `update runs set parked_due_at = now() + make_interval(secs => $1) where id in (
         select id from runs
         where parked_due_at <= now() and (unknown_type is null or unknown_type = any($2::text[]))
         order by parked_due_at limit $3 for update skip locked)
       returning id, workspace_id`,
      [PARKED_TAKEN_SECONDS, KNOWN_EVENT_TYPES, limit],
    );
    return rows.map(({ id: runId, workspace_id: workspaceId }) => ({ workspaceId, runId }));
  }

  /** Unless it was parked again meanwhile: whoever did that has got a message that this step may not have seen. */
  async confirm(tx: EntityManager, runId: string): Promise<void> {
    // Not now(): that is when this transaction began, and it may have been parked since.
    await tx.query('update runs set parked_due_at = null where id = $1 and parked_due_at > clock_timestamp()', [runId]);
  }

  async takeAgain(tx: EntityManager, runId: string): Promise<void> {
    await tx.query('update runs set parked_due_at = now() + make_interval(secs => $2) where id = $1', [
      runId,
      AGAIN_SECONDS,
    ]);
  }
}
