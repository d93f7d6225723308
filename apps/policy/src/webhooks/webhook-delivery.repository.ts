import type { DeliveryState, WebhookEvent } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { type EntityManager, LessThan } from 'typeorm';
import { WebhookDeliveryEntity } from './webhook-delivery.entity.js';
import type { WebhookKey } from './webhook.repository.js';

/** One thing that happened to an approval. */
export interface Occurrence {
  readonly workspaceId: string;
  readonly approvalId: string;
  readonly event: WebhookEvent;
  /** Of a reminder. */
  readonly percent: number | null;
}

export interface DeliveryPlace {
  readonly state: DeliveryState | null;
  readonly before: string | null;
  readonly limit: number;
}

@Injectable()
export class WebhookDeliveryRepository {
  /** One delivery per enabled webhook that wants the event; most workspaces have none, which costs one look. */
  async queue(tx: EntityManager, occurrences: readonly Occurrence[]): Promise<void> {
    const webhooks = await tx.query<{ workspace_id: string; id: string; events: WebhookEvent[] }[]>(
      'select workspace_id, id, events from webhooks where enabled and workspace_id = any($1)',
      [[...new Set(occurrences.map(({ workspaceId }) => workspaceId))]],
    );
    const deliveries = occurrences.flatMap(({ workspaceId, approvalId, event, percent }) =>
      webhooks
        .filter((webhook) => webhook.workspace_id === workspaceId && webhook.events.includes(event))
        .map((webhook) => ({ id: newId(), workspaceId, webhookId: webhook.id, approvalId, event, percent })),
    );
    if (deliveries.length > 0) await this.insert(tx, deliveries);
  }

  async find(tx: EntityManager, key: WebhookKey, id: string): Promise<WebhookDeliveryEntity | null> {
    return tx.findOneBy(WebhookDeliveryEntity, { workspaceId: key.workspaceId, webhookId: key.webhookId, id });
  }

  /** Newest first. */
  async list(tx: EntityManager, key: WebhookKey, place: DeliveryPlace): Promise<WebhookDeliveryEntity[]> {
    const { state, before, limit } = place;
    const { workspaceId, webhookId } = key;
    return tx.find(WebhookDeliveryEntity, {
      where: {
        workspaceId,
        webhookId,
        ...(state === null ? {} : { state }),
        ...(before === null ? {} : { id: LessThan(before) }),
      },
      order: { id: 'desc' },
      take: limit,
    });
  }

  /** New attempts of the same deliveries, now. What is pending already stays as it is. Returns how many. */
  async replay(tx: EntityManager, { workspaceId, webhookId }: WebhookKey, id: string | null): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `update webhook_deliveries set state = 'pending', attempts = 0, due_at = now(), ended_at = null, last_error = null
       where workspace_id = $1 and webhook_id = $2 and (($3::uuid is null and state = 'dead') or (id = $3 and state <> 'pending'))`,
      [workspaceId, webhookId, id],
    );
    return count;
  }

  async deleteOf(tx: EntityManager, { workspaceId, webhookId }: WebhookKey): Promise<void> {
    await tx.delete(WebhookDeliveryEntity, { workspaceId, webhookId });
  }

  private async insert(
    tx: EntityManager,
    deliveries: readonly Pick<
      WebhookDeliveryEntity,
      'id' | 'workspaceId' | 'webhookId' | 'approvalId' | 'event' | 'percent'
    >[],
  ): Promise<void> {
    const column = <T>(read: (delivery: (typeof deliveries)[number]) => T): T[] => deliveries.map(read);
    await tx.query(
      `insert into webhook_deliveries (id, workspace_id, webhook_id, approval_id, event, percent, state, attempts, created_at, due_at)
       select *, 'pending', 0, clock_timestamp(), clock_timestamp()
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::int[])`,
      [
        column(({ id }) => id),
        column(({ workspaceId }) => workspaceId),
        column(({ webhookId }) => webhookId),
        column(({ approvalId }) => approvalId),
        column(({ event }) => event),
        column(({ percent }) => percent),
      ],
    );
  }
}
