import type { CreatedWebhook, CreateWebhookRequest } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import type { Egress } from '@countersign/egress';
import { Inject, Injectable } from '@nestjs/common';
import { toStorableText } from '../approvals/to-storable-text.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { wayOf } from '../audit/way-of.js';
import { readEvents } from './plan-webhook.js';
import type { WebhookEntity } from './webhook.entity.js';
import { TooManyWebhooksError } from './webhook.errors.js';
import { WEBHOOKS_MAX } from './webhook-limits.js';
import { WebhookRepository } from './webhook.repository.js';
import { WEBHOOK_EGRESS } from './webhook-settings.js';
import { toShownUrl } from './webhook-target.js';
import { WebhookVault } from './webhook-vault.client.js';
import { toAuditedWebhook, toWebhookView } from './webhook.view.js';

@Injectable()
export class CreateWebhook {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly vault: WebhookVault,
    private readonly audit: AuditRepository,
    @Inject(WEBHOOK_EGRESS) private readonly egress: Egress,
  ) {}

  /** The answer alone shows the signing secret. @throws InvalidInputError, EgressRefusedError, TooManyWebhooksError */
  async execute(request: CreateWebhookRequest): Promise<CreatedWebhook> {
    const { webhook, secret } = await this.prepare(request);
    const { workspaceId, actor } = request;
    await this.database.transaction(workspaceId, async (tx) => {
      const count = await this.webhooks.countSerialized(tx, workspaceId);
      if (count >= WEBHOOKS_MAX) throw new TooManyWebhooksError();
      await this.webhooks.insert(tx, webhook);
      const after = { webhookId: webhook.id, ...toAuditedWebhook(webhook) };
      await this.audit.append(tx, workspaceId, [{ action: 'webhook.created', actor, way: wayOf(request), after }]);
    });
    return { ...toWebhookView({ webhook, deadCount: 0 }), secret };
  }

  private async prepare(request: CreateWebhookRequest): Promise<{ webhook: WebhookEntity; secret: string | null }> {
    const events = readEvents(request.events);
    const format = request.format ?? 'json';
    const { href: url } = await this.egress.assertUrlAllowed(request.url);
    const secret = format === 'json' ? this.vault.generateSecret() : null;
    const secrets = secret === null ? [] : [{ secret, until: null }];
    const key = { workspaceId: request.workspaceId, id: newId(), version: 1 };
    const webhook = {
      ...key,
      name: toStorableText(request.name),
      shownUrl: toShownUrl(url, format),
      events,
      format,
      enabled: true,
      settingsVersion: 1,
      sealed: await this.vault.seal({ url, secrets }, key),
      createdAt: new Date(),
      lastDeliveredAt: null,
    };
    return { webhook, secret };
  }
}
