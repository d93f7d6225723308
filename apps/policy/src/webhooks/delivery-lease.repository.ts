import { newId } from '@countersign/database';
import type { WebhookEvent } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Settlement } from './settle-attempt.js';

/** A delivery that this process alone may send until its lease ends. */
export interface LeasedDelivery {
  readonly workspaceId: string;
  readonly id: string;
  readonly webhookId: string;
  readonly approvalId: string;
  readonly event: WebhookEvent;
  readonly percent: number | null;
  readonly createdAt: Date;
  /** This attempt included. */
  readonly attempts: number;
  readonly leaseToken: string;
}

export interface Claim {
  /** As many as this process has room for. */
  readonly limit: number;
  readonly leaseMs: number;
  /** Webhooks that have as many of this process's attempts under way as they may. */
  readonly busyWebhookIds: readonly string[];
}

/**
 * One delivery of each webhook at a time, the longest due first: whoever has thousands waiting takes nobody's turn. The
 * first condition is the whole cost of an idle look.
 */
const CLAIM = `
  with due as materialized (
    select d.workspace_id, d.id
    from webhooks w cross join lateral (
      select workspace_id, id, due_at from webhook_deliveries
      where workspace_id = w.workspace_id and webhook_id = w.id and state = 'pending' and due_at <= now()
      order by due_at limit 1 for update skip locked) d
    where (select true from webhook_deliveries where state = 'pending' and due_at <= now() limit 1)
      and not w.id = any($1::uuid[])
    order by d.due_at limit $2)
  update webhook_deliveries d
  set attempts = attempts + 1, lease_token = $3, due_at = now() + $4 * interval '1 millisecond'
  from due where d.workspace_id = due.workspace_id and d.id = due.id
  returning d.workspace_id, d.id, d.webhook_id, d.approval_id, d.event, d.percent, d.created_at, d.attempts`;

interface ClaimedRow {
  readonly workspace_id: string;
  readonly id: string;
  readonly webhook_id: string;
  readonly approval_id: string;
  readonly event: WebhookEvent;
  readonly percent: number | null;
  readonly created_at: Date;
  readonly attempts: number;
}

/** Deliveries of all workspaces, for the system role. */
@Injectable()
export class DeliveryLeaseRepository {
  /** To be committed before anything is sent: no transaction is open over the network. */
  async claim(tx: EntityManager, { limit, leaseMs, busyWebhookIds }: Claim): Promise<LeasedDelivery[]> {
    const leaseToken = newId();
    const [rows] = await tx.query<[ClaimedRow[], number]>(CLAIM, [busyWebhookIds, limit, leaseToken, leaseMs]);
    return rows.map((row) => ({
      workspaceId: row.workspace_id,
      id: row.id,
      webhookId: row.webhook_id,
      approvalId: row.approval_id,
      event: row.event,
      percent: row.percent,
      createdAt: row.created_at,
      attempts: row.attempts,
      leaseToken,
    }));
  }

  /** Nothing, where the lease has gone to somebody else meanwhile. */
  async settle(tx: EntityManager, delivery: LeasedDelivery, settlement: Settlement): Promise<void> {
    const delayMs = settlement.state === 'pending' ? settlement.delayMs : 0;
    const error = settlement.state === 'delivered' ? null : settlement.error;
    await tx.query(
      `update webhook_deliveries
       set state = $4, due_at = now() + $5 * interval '1 millisecond', last_error = $6, lease_token = null,
         ended_at = case when $4 = 'pending' then null else clock_timestamp() end
       where workspace_id = $1 and id = $2 and lease_token = $3 and state = 'pending'`,
      [delivery.workspaceId, delivery.id, delivery.leaseToken, settlement.state, delayMs, error],
    );
    if (settlement.state !== 'delivered') return;
    await tx.query('update webhooks set last_delivered_at = clock_timestamp() where workspace_id = $1 and id = $2', [
      delivery.workspaceId,
      delivery.webhookId,
    ]);
  }

  /** Some of what is over its time, or whose webhook is gone; returns how many. */
  async deleteOld(tx: EntityManager, { state, days, limit }: OldDeliveries): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `delete from webhook_deliveries where (workspace_id, id) in (
         select workspace_id, id from webhook_deliveries
         where state = $1 and ended_at < now() - $2 * interval '1 day' limit $3 for update skip locked)`,
      [state, days, limit],
    );
    return count;
  }

  async deleteOrphans(tx: EntityManager, limit: number): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `delete from webhook_deliveries where (workspace_id, id) in (
         select d.workspace_id, d.id from webhook_deliveries d
         where not exists (select 1 from webhooks w where w.workspace_id = d.workspace_id and w.id = d.webhook_id)
         limit $1 for update of d skip locked)`,
      [limit],
    );
    return count;
  }
}

export interface OldDeliveries {
  readonly state: 'delivered' | 'dead';
  readonly days: number;
  readonly limit: number;
}
