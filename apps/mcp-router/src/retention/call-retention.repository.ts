import { Injectable } from '@nestjs/common';
import { databaseNow } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { CANCELLED_RUNS_KEPT_DAYS, RESULTS_SURE_HOURS } from './retention-limits.js';

/** What refers to a call goes before it. */
const OF_A_CALL = ['call_results', 'call_transitions', 'late_outcomes', 'consumed_grants'] as const;

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Deletes of all workspaces, each of a few rows. Every one returns how many it took. */
@Injectable()
export class CallRetentionRepository {
  async deleteOldResults(tx: EntityManager, days: number, limit: number): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `delete from call_results where call_id in (
         select call_id from call_results where call_id < $1 and created_at < now() - $2 * interval '1 day'
         order by call_id limit $3)`,
      [await firstIdSince(tx, days), days, limit],
    );
    return count;
  }

  /** What has not ended is kept, however old: it waits for somebody. */
  async deleteOldCalls(tx: EntityManager, days: number, limit: number): Promise<number> {
    const rows = await tx.query<{ id: string }[]>(
      `select id from calls where id < $1 and settled_at < now() - $2 * interval '1 day' order by id limit $3`,
      [await firstIdSince(tx, days), days, limit],
    );
    const ids = rows.map(({ id }) => id);
    for (const table of OF_A_CALL) await tx.query(`delete from ${table} where call_id = any($1)`, [ids]);
    await tx.query('delete from calls where id = any($1)', [ids]);
    return ids.length;
  }

  async deleteCancelledRuns(tx: EntityManager, limit: number): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `delete from cancelled_runs where ctid in (
         select ctid from cancelled_runs where at < now() - $1 * interval '1 day' limit $2)`,
      [CANCELLED_RUNS_KEPT_DAYS, limit],
    );
    return count;
  }

  /** Their sizes are in their heads: nothing of the results is read for that. */
  async listWorkspacesAbove(tx: EntityManager, bytesMax: number): Promise<string[]> {
    const rows = await tx.query<{ workspace_id: string }[]>(
      `select workspace_id from call_results group by workspace_id having sum(octet_length(result)) > $1`,
      [bytesMax],
    );
    return rows.map((row) => row.workspace_id);
  }

  /** The oldest ones of a workspace that keeps too much, and none that is younger than what is promised. */
  async deleteExcess(
    tx: EntityManager,
    {
      workspaceId,
      bytesMax,
      limit,
    }: { readonly workspaceId: string; readonly bytesMax: number; readonly limit: number },
  ): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `delete from call_results where call_id in (
         select call_id from (
           select call_id, created_at, sum(octet_length(result)) over (order by created_at desc, call_id desc) as bytes
           from call_results where workspace_id = $1) newest_first
         where bytes > $2 and created_at < now() - $3 * interval '1 hour' order by created_at limit $4)`,
      [workspaceId, bytesMax, RESULTS_SURE_HOURS, limit],
    );
    return count;
  }
}

/** An id begins with its time in milliseconds, so the primary key finds what is older. */
async function firstIdSince(tx: EntityManager, days: number): Promise<string> {
  const sinceMs = (await databaseNow(tx)).getTime() - days * DAY_MS;
  const time = sinceMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
