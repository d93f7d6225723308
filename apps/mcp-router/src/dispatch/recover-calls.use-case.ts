import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import type { Call } from '../calls/call.js';
import { CallRepository } from '../calls/call.repository.js';
import { CallTransitionRepository } from '../calls/call-transition.repository.js';
import { outcomeUnknown } from '../calls/model-answers.js';
import { REPEAT_DOUBT_MS_MAX, REPEATS_MAX } from '../limits.js';
import { DispatchGate } from './dispatch-gate.client.js';
import { DispatchRepository } from './dispatch.repository.js';
import { ending } from './to-outcome.js';

const LOST = 'its worker was lost before an answer was recorded';

/** What becomes of a call whose worker went away, and of one whose grant ran out. */
@Injectable()
export class RecoverCalls {
  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly transitions: CallTransitionRepository,
    private readonly dispatches: DispatchRepository,
    private readonly gate: DispatchGate,
  ) {}

  /** The lease ran out. Nothing sent: again. Sent: nobody knows, unless an admin has said that a repeat does no harm. */
  async lease(call: Call): Promise<void> {
    await this.withLocked(call, async (tx, locked) => {
      if (locked.state !== 'dispatching' || locked.fence !== call.fence) return;
      const overdueMs = await overdueMsOf(tx, locked);
      if (overdueMs <= 0) return;
      if (locked.sentAt === null) {
        await this.dispatches.putBackUnsent(tx, locked, 'the lease ran out before anything was sent');
      } else await this.lost(tx, locked, overdueMs);
    });
  }

  private async lost(tx: EntityManager, call: Call, overdueMs: number): Promise<void> {
    const isWorthRepeating = call.attempts < REPEATS_MAX && !call.cancelRequested;
    const mayRepeat = isWorthRepeating && this.gate.mayRepeat(call);
    // The rules are being caught up with, as after a restart: the next sweep knows more. Not for ever.
    if (mayRepeat === null && overdueMs < REPEAT_DOUBT_MS_MAX) return;
    if (mayRepeat === true)
      await this.dispatches.putBackToRepeat(tx, call, 'the lease ran out; the tool may be repeated');
    else await this.transitions.settle(tx, call, ending('unknown', LOST, outcomeUnknown(LOST, call.id)), 'system');
  }

  async expiredGrant(call: Call): Promise<void> {
    await this.withLocked(call, async (tx, locked) => {
      if (locked.state === 'approved' && locked.fence === call.fence) await this.dispatches.expire(tx, locked);
    });
  }

  private async withLocked(call: Call, work: (tx: EntityManager, locked: Call) => Promise<void>): Promise<void> {
    await this.database.transaction(call.workspaceId, async (tx) => work(tx, await this.calls.lock(tx, call.id)));
  }
}

async function overdueMsOf(tx: EntityManager, { id }: Call): Promise<number> {
  const sql = `select extract(epoch from clock_timestamp() - lease_until) * 1000 as ms from calls where id = $1`;
  const [row] = await tx.query<{ ms: string }[]>(sql, [id]);
  return Number(row?.ms ?? 0);
}
