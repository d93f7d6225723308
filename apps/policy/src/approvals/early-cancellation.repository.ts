import type { Actor } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ApprovalKey } from './approval.repository.js';

export interface Cancellation {
  /** Null: the requester itself withdrew it. */
  readonly actor: Actor | null;
  readonly reason: string;
}

/** Requests and cancellations travel on different ways, so a cancellation may be here first. */
@Injectable()
export class EarlyCancellationRepository {
  /** Lets the request and the cancellation of one approval happen one after the other, whichever comes first. */
  async serialize(tx: EntityManager, { workspaceId, approvalId }: ApprovalKey): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`approval ${workspaceId} ${approvalId}`]);
  }

  async remember(tx: EntityManager, key: ApprovalKey, { actor, reason }: Cancellation): Promise<void> {
    await tx.query(
      `insert into early_cancellations (workspace_id, approval_id, actor, reason) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [key.workspaceId, key.approvalId, actor === null ? null : JSON.stringify(actor), reason],
    );
  }

  async find(tx: EntityManager, { workspaceId, approvalId }: ApprovalKey): Promise<Cancellation | null> {
    const [row] = await tx.query<{ actor: string | null; reason: string }[]>(
      'select actor, reason from early_cancellations where workspace_id = $1 and approval_id = $2',
      [workspaceId, approvalId],
    );
    if (row === undefined) return null;
    return { actor: row.actor === null ? null : (JSON.parse(row.actor) as Actor), reason: row.reason };
  }
}
