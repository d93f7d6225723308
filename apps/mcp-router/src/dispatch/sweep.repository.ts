import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { toCall, type Call, type CallRow } from '../calls/call.js';
import { RECONCILE_AGAIN_MS, SWEEP_CLAIM_MS, SWEEP_ROWS_MAX } from '../limits.js';

const MILLISECONDS = `interval '1 millisecond'`;

/** Takes due rows of every workspace. What is taken stays away from other replicas for a while, and comes back if this one dies. */
@Injectable()
export class SweepRepository {
  constructor(private readonly database: Database) {}

  async takeApproved(): Promise<Call[]> {
    return this.take(
      `state = 'approved' and (grant_expires_at is null or grant_expires_at > clock_timestamp())`,
      SWEEP_CLAIM_MS,
    );
  }

  async takePending(): Promise<Call[]> {
    return this.take(`state = 'pending_approval'`, RECONCILE_AGAIN_MS);
  }

  async listGrantExpired(): Promise<Call[]> {
    return this.list(`state = 'approved' and grant_expires_at <= clock_timestamp()`);
  }

  async listLeaseExpired(): Promise<Call[]> {
    return this.list(`state = 'dispatching' and lease_until < clock_timestamp()`);
  }

  private async take(where: string, claimMs: number): Promise<Call[]> {
    const [rows] = await this.database.system((tx) =>
      tx.query<[CallRow[], number]>(
        `update calls set due_at = clock_timestamp() + $1 * ${MILLISECONDS}
         where id in (
           select id from calls where ${where} and due_at <= clock_timestamp()
           order by due_at limit $2 for update skip locked)
         returning *`,
        [claimMs, SWEEP_ROWS_MAX],
      ),
    );
    return rows.map(toCall);
  }

  /** Without taking: what is done to these is decided by a lock and a second look at each. */
  private async list(where: string): Promise<Call[]> {
    const rows = await this.database.system((tx) =>
      tx.query<CallRow[]>(`select * from calls where ${where} order by id limit $1`, [SWEEP_ROWS_MAX]),
    );
    return rows.map(toCall);
  }
}
