import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WebhookEntity } from './webhook.entity.js';
import type { WebhookRecord } from './webhook.view.js';

export interface WebhookKey {
  readonly workspaceId: string;
  readonly webhookId: string;
}

/** What a change of a webhook writes; the version moves with what is sealed. */
export type WebhookChange = Pick<
  WebhookEntity,
  'name' | 'shownUrl' | 'events' | 'format' | 'enabled' | 'sealed' | 'version'
>;

@Injectable()
export class WebhookRepository {
  /** Makes those who add webhooks to a workspace count one after the other. */
  async countSerialized(tx: EntityManager, workspaceId: string): Promise<number> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`webhooks ${workspaceId}`]);
    return tx.countBy(WebhookEntity, { workspaceId });
  }

  async insert(tx: EntityManager, webhook: WebhookEntity): Promise<void> {
    await tx.insert(WebhookEntity, webhook);
  }

  async find(tx: EntityManager, { workspaceId, webhookId }: WebhookKey): Promise<WebhookEntity | null> {
    return tx.findOneBy(WebhookEntity, { workspaceId, id: webhookId });
  }

  /** Until the transaction ends nobody else changes it. */
  async lock(tx: EntityManager, { workspaceId, webhookId }: WebhookKey): Promise<WebhookEntity | null> {
    return tx.findOne(WebhookEntity, {
      where: { workspaceId, id: webhookId },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async update(tx: EntityManager, { workspaceId, webhookId }: WebhookKey, change: WebhookChange): Promise<void> {
    const { name, shownUrl, events, format, enabled, sealed, version } = change;
    const next = { name, shownUrl, events, format, enabled, sealed, version };
    const settingsVersion = () => 'settings_version + 1';
    await tx.update(WebhookEntity, { workspaceId, id: webhookId }, { ...next, settingsVersion });
  }

  async delete(tx: EntityManager, { workspaceId, webhookId }: WebhookKey): Promise<void> {
    await tx.delete(WebhookEntity, { workspaceId, id: webhookId });
  }

  /** In the order of their creation. */
  async list(tx: EntityManager, workspaceId: string): Promise<WebhookRecord[]> {
    const webhooks = await tx.find(WebhookEntity, { where: { workspaceId }, order: { id: 'asc' } });
    const counts = await tx.query<{ webhook_id: string; count: number }[]>(
      `select webhook_id, count(*)::int as count from webhook_deliveries
       where workspace_id = $1 and state = 'dead' group by webhook_id`,
      [workspaceId],
    );
    const deadById = new Map(counts.map(({ webhook_id: id, count }) => [id, count]));
    return webhooks.map((webhook) => ({ webhook, deadCount: deadById.get(webhook.id) ?? 0 }));
  }

  async get(tx: EntityManager, key: WebhookKey): Promise<WebhookRecord | null> {
    const records = await this.list(tx, key.workspaceId);
    return records.find(({ webhook }) => webhook.id === key.webhookId) ?? null;
  }
}
