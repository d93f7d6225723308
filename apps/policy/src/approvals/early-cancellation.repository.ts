import type { Actor, WithdrawalCause } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ApprovalKey } from './approval.repository.js';

export interface Cancellation {
  /** Null: a router that does not say who. */
  readonly actor: Actor | null;
  readonly reason: string;
  /** Null: a router that does not say. */
  readonly cause: WithdrawalCause | null;
}

interface EarlyRow {
  readonly actor: string | null;
  readonly reason: string;
  readonly cause: WithdrawalCause | null;
}

/** Requests and cancellations travel on different ways, so a cancellation may be here first. */
@Injectable()
export class EarlyCancellationRepository {
  /** Lets the request and the cancellation of one approval happen one after the other, whichever comes first. */
  async serialize(tx: EntityManager, { workspaceId, approvalId }: ApprovalKey): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`approval ${workspaceId} ${approvalId}`]);
  }

  async remember(tx: EntityManager, key: ApprovalKey, { actor, reason, cause }: Cancellation): Promise<void> {
    await tx.query(
      `insert into early_cancellations (workspace_id, approval_id, actor, reason, cause) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [key.workspaceId, key.approvalId, actor === null ? null : JSON.stringify(actor), reason, cause],
    );
  }

  /** Of every workspace, for the system role; returns how many. */
  async forget(tx: EntityManager, afterDays: number, limit: number): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `delete from early_cancellations where (workspace_id, approval_id) in (
         select workspace_id, approval_id from early_cancellations
         where created_at < now() - $1 * interval '1 day' order by created_at limit $2)`,
      [afterDays, limit],
    );
    return count;
  }

  async find(tx: EntityManager, { workspaceId, approvalId }: ApprovalKey): Promise<Cancellation | null> {
    const [row] = await tx.query<EarlyRow[]>(
      'select actor, reason, cause from early_cancellations where workspace_id = $1 and approval_id = $2',
      [workspaceId, approvalId],
    );
    if (row === undefined) return null;
    return { ...row, actor: row.actor === null ? null : (JSON.parse(row.actor) as Actor) };
  }
}
