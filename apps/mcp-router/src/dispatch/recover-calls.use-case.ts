import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import type { Call } from '../calls/call.js';
import { CallRepository } from '../calls/call.repository.js';
import { CallTransitionRepository } from '../calls/call-transition.repository.js';
import { outcomeUnknown } from '../calls/model-answers.js';
import { Copies } from '../copies/copies.js';
import { isIdempotent } from '../gate/call-gate.js';
import { REPEATS_MAX } from '../limits.js';
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
    private readonly copies: Copies,
  ) {}

  /** The lease ran out. Nothing sent: again. Sent: nobody knows, unless an admin has said that a repeat does no harm. */
  async lease(call: Call): Promise<void> {
    await this.withLocked(call, async (tx, locked) => {
      if (locked.state !== 'dispatching' || locked.fence !== call.fence || !(await hasLeaseExpired(tx, locked))) return;
      const mayRepeat = isIdempotent(this.copies, locked) && locked.attempts < REPEATS_MAX && !locked.cancelRequested;
      if (locked.sentAt === null)
        await this.dispatches.putBackUnsent(tx, locked, 'the lease ran out before anything was sent');
      else if (mayRepeat) await this.dispatches.putBack(tx, locked, 'the lease ran out; the tool may be repeated');
      else
        await this.transitions.settle(tx, locked, ending('unknown', LOST, outcomeUnknown(LOST, locked.id)), 'system');
    });
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

async function hasLeaseExpired(tx: EntityManager, { id }: Call): Promise<boolean> {
  const sql = 'select 1 from calls where id = $1 and lease_until < clock_timestamp()';
  return (await tx.query<unknown[]>(sql, [id])).length > 0;
}
