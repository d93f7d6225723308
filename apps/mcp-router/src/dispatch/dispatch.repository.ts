import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { toCall, type Call, type CallRow, type Outcome } from '../calls/call.js';
import { CallRepository } from '../calls/call.repository.js';
import { CallTransitionRepository } from '../calls/call-transition.repository.js';
import { cancelled, grantExpired } from '../calls/model-answers.js';
import { CONNECT_BACKOFF_MS, CONNECT_BACKOFF_MS_MAX, DISPATCH_LEASE_MS, REPEATS_MAX } from '../limits.js';
import { ending, failure } from './to-outcome.js';

type Subject = Pick<Call, 'id' | 'workspaceId'> & { readonly fence: number };

const MILLISECONDS = `interval '1 millisecond'`;
/** What must still hold in the very transaction that lets the first byte out. */
const MAY_BE_SENT = `state = 'dispatching' and fence = $2 and lease_until > clock_timestamp() and not cancel_requested
  and (grant_expires_at is null or grant_expires_at > clock_timestamp())`;

/** The three transactions of a dispatch, and the ways back. Every one of them is decided by the fence. */
@Injectable()
export class DispatchRepository {
  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly transitions: CallTransitionRepository,
  ) {}

  async find(workspaceId: string, callId: string): Promise<Call | null> {
    return this.database.read(workspaceId, (tx) => this.calls.find(tx, callId));
  }

  /** T1: this worker's turn, until its lease ends. Null: it is somebody else's, or nobody's any more. */
  async claim(call: Call): Promise<Call | null> {
    const step = { to: 'dispatching', actor: 'system', reason: 'a worker took it' } as const;
    return this.database.transaction(call.workspaceId, (tx) =>
      this.transitions.move(tx, call, step, {
        set: `fence = fence + 1, sent_at = null, due_at = null, lease_until = clock_timestamp() + $5 * ${MILLISECONDS}`,
        where: 'not cancel_requested and (grant_expires_at is null or grant_expires_at > clock_timestamp())',
        parameters: [DISPATCH_LEASE_MS],
      }),
    );
  }

  /** T2: committed before the first byte. Null: send nothing. */
  async arm(call: Subject, leaseMs: number): Promise<Call | null> {
    return this.update(
      call,
      `update calls set sent_at = clock_timestamp(), lease_until = clock_timestamp() + $3 * ${MILLISECONDS}
       where id = $1 and ${MAY_BE_SENT} returning *`,
      leaseMs,
    );
  }

  /** T2 for the one re-send that is allowed after proof that nothing was executed: a new fence under the same grant. */
  async rearm(call: Subject, leaseMs: number): Promise<Call | null> {
    return this.update(
      call,
      `update calls set fence = fence + 1, sent_at = clock_timestamp(),
         lease_until = clock_timestamp() + $3 * ${MILLISECONDS}
       where id = $1 and ${MAY_BE_SENT} returning *`,
      leaseMs,
    );
  }

  /** T3: the outcome. One that comes after the lease was taken away is kept as evidence and changes nothing. */
  async settle(call: Call, outcome: Outcome): Promise<void> {
    await this.database.transaction(call.workspaceId, async (tx) => {
      const settled = await this.transitions.settle(tx, call, outcome, 'system');
      if (settled !== null || (await this.isRecorded(tx, call, outcome))) return;
      await this.transitions.keepLateOutcome(tx, call, outcome);
    });
  }

  /** This very outcome, by a transaction whose answer was lost. */
  private async isRecorded(tx: EntityManager, { id, fence }: Call, { state }: Outcome): Promise<boolean> {
    const sql = 'select 1 from calls where id = $1 and fence = $2 and state = $3';
    return (await tx.query<unknown[]>(sql, [id, fence, state])).length > 0;
  }

  /** Ends a call that was not sent and is nobody's turn. */
  async end(call: Call, outcome: Outcome): Promise<void> {
    await this.database.transaction(call.workspaceId, (tx) => this.transitions.settle(tx, call, outcome, 'system'));
  }

  /**
   * Gives a turn back with proof that nothing was sent: to be cancelled if somebody asked for that, to be tried again
   * while there is time, or to end. `outcome` ends it at once instead.
   */
  async release(call: Call, reason: string, outcome?: Outcome): Promise<void> {
    await this.database.transaction(call.workspaceId, async (tx) => {
      const current = await this.calls.lock(tx, call.id);
      if (current.state !== 'dispatching' || current.fence !== call.fence) return;
      if (outcome === undefined && !current.cancelRequested && !(await this.hasTime(tx, current))) {
        await this.transitions.settle(tx, current, failure(`the call could not be sent: ${reason}`), 'system');
        return;
      }
      const approved = await this.putBack(tx, current, { reason, isRepeat: current.isRepeat });
      if (approved === null) return;
      if (current.cancelRequested) await this.cancel(tx, approved);
      else if (outcome !== undefined) await this.transitions.settle(tx, approved, outcome, 'system');
    });
  }

  /**
   * An approved call whose server could not even be looked at: later, while there is time. A grant bounds that by its
   * end; a call without one is given up after a few times.
   */
  async postpone(call: Call, reason: string): Promise<void> {
    await this.database.transaction(call.workspaceId, async (tx) => {
      const current = await this.calls.lock(tx, call.id);
      if (current.state !== 'approved' || current.fence !== call.fence) return;
      if (current.grantExpiresAt === null && !(await this.hasTime(tx, current))) {
        await this.giveUp(tx, current, reason);
        return;
      }
      await tx.query(
        `update calls set attempts = attempts + 1, due_at = clock_timestamp() + $2 * ${MILLISECONDS} where id = $1`,
        [current.id, backoffMs(current.attempts)],
      );
    });
  }

  /** That the rules are being caught up with says nothing about the call, so it is not counted. */
  async wait({ workspaceId, id, fence }: Call): Promise<void> {
    const sql = `update calls set due_at = clock_timestamp() + $3 * ${MILLISECONDS}
      where id = $1 and state = 'approved' and fence = $2`;
    await this.database.transaction(workspaceId, (tx) => tx.query(sql, [id, fence, CONNECT_BACKOFF_MS]));
  }

  /** Sent before, and to be sent again: from now on marked as such, whatever becomes of it. */
  async putBackToRepeat(tx: EntityManager, call: Call, reason: string): Promise<void> {
    await this.putBack(tx, call, { reason, isRepeat: true });
  }

  /** With the proof that nothing was sent: whoever asked meanwhile for it to be cancelled has it cancelled. */
  async putBackUnsent(tx: EntityManager, call: Call, reason: string): Promise<void> {
    const approved = await this.putBack(tx, call, { reason, isRepeat: call.isRepeat });
    if (approved?.cancelRequested === true) await this.cancel(tx, approved);
  }

  async expire(tx: EntityManager, call: Call): Promise<void> {
    await this.transitions.settle(tx, call, ending('expired', 'the grant expired unused', grantExpired()), 'system');
  }

  /** Back to `approved` under a new fence; the caller has the proof, or the permission to repeat. */
  private async putBack(
    tx: EntityManager,
    call: Call,
    { reason, isRepeat }: { readonly reason: string; readonly isRepeat: boolean },
  ): Promise<Call | null> {
    const step = { to: 'approved', actor: 'system', reason } as const;
    return this.transitions.move(tx, call, step, {
      set: `fence = fence + 1, sent_at = null, lease_until = null, attempts = attempts + 1, is_repeat = $6,
            due_at = clock_timestamp() + $5 * ${MILLISECONDS}`,
      parameters: [backoffMs(call.attempts), isRepeat],
    });
  }

  private async cancel(tx: EntityManager, call: Call): Promise<void> {
    const reason = 'somebody asked for it while it was on its way';
    await this.transitions.settle(tx, call, ending('cancelled', reason, cancelled(reason)), 'system');
  }

  /** A call that was never sent has failed; one that is a repeat becomes unknown by that. */
  private async giveUp(tx: EntityManager, call: Call, reason: string): Promise<void> {
    const taken = await this.transitions.take(tx, call, { to: 'dispatching', actor: 'system', reason });
    const outcome = failure(`the call could not be sent: ${reason}`);
    if (taken !== null) await this.transitions.settle(tx, taken, outcome, 'system');
  }

  private async hasTime(tx: EntityManager, call: Call): Promise<boolean> {
    if (call.grantExpiresAt === null) return call.attempts < REPEATS_MAX;
    const [row] = await tx.query<{ has_time: boolean }[]>(
      `select $1::timestamptz > clock_timestamp() + $2 * ${MILLISECONDS} as has_time`,
      [call.grantExpiresAt, backoffMs(call.attempts)],
    );
    return row?.has_time ?? false;
  }

  private async update({ id, workspaceId, fence }: Subject, sql: string, leaseMs: number): Promise<Call | null> {
    const [rows] = await this.database.transaction(workspaceId, (tx) =>
      tx.query<[CallRow[], number]>(sql, [id, fence, leaseMs]),
    );
    return rows[0] === undefined ? null : toCall(rows[0]);
  }
}

function backoffMs(attempts: number): number {
  return Math.min(CONNECT_BACKOFF_MS * 2 ** Math.min(attempts, 20), CONNECT_BACKOFF_MS_MAX);
}
