import type { CreatedWebhook, UpdateWebhookRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { Egress } from '@countersign/egress';
import { Inject, Injectable } from '@nestjs/common';
import { toStorableText } from '../approvals/to-storable-text.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { wayOf } from '../audit/way-of.js';
import { planUpdate, readEvents, type WebhookPlan } from './plan-webhook.js';
import type { WebhookEntity } from './webhook.entity.js';
import { WebhookChangedError, WebhookNotFoundError } from './webhook.errors.js';
import { SECRET_OVERLAP_MS } from './webhook-limits.js';
import { type WebhookChange, WebhookRepository } from './webhook.repository.js';
import { WEBHOOK_EGRESS } from './webhook-settings.js';
import { rotateSecrets, toShownUrl, type WebhookTarget } from './webhook-target.js';
import { WebhookVault } from './webhook-vault.client.js';
import { toAuditedWebhook, toWebhookView } from './webhook.view.js';

interface Prepared {
  readonly change: WebhookChange;
  readonly secret: string | null;
}

@Injectable()
export class UpdateWebhook {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly vault: WebhookVault,
    private readonly audit: AuditRepository,
    @Inject(WEBHOOK_EGRESS) private readonly egress: Egress,
  ) {}

  /** @throws WebhookNotFoundError, InvalidInputError, EgressRefusedError, WebhookChangedError */
  async execute(request: UpdateWebhookRequest): Promise<CreatedWebhook> {
    const { workspaceId, webhookId, actor } = request;
    const before = await this.database.read(workspaceId, (tx) => this.webhooks.find(tx, request));
    if (before === null) throw new WebhookNotFoundError(webhookId);
    const { change, secret } = await this.prepare(before, request);
    return this.database.transaction(workspaceId, async (tx) => {
      if (!(await this.webhooks.update(tx, request, before.version, change))) throw new WebhookChangedError(webhookId);
      const after = { webhookId, ...toAuditedWebhook(change), secretMade: secret !== null };
      await this.audit.append(tx, workspaceId, [
        { action: 'webhook.updated', actor, way: wayOf(request), before: toAuditedWebhook(before), after },
      ]);
      const record = await this.webhooks.get(tx, request);
      if (record === null) throw new WebhookNotFoundError(webhookId);
      return { ...toWebhookView(record), secret };
    });
  }

  /** Outside of the transaction, because names are resolved and keys asked. The seal is bound to the next version. */
  private async prepare(before: WebhookEntity, request: UpdateWebhookRequest): Promise<Prepared> {
    const target = await this.vault.open(before.sealed, before);
    const plan = planUpdate({ format: before.format, hasSecret: target.secrets.length > 0 }, request);
    const url = request.url ? (await this.egress.assertUrlAllowed(request.url)).href : target.url;
    const secret = plan.makesSecret ? this.vault.generateSecret() : null;
    const next = { url, secrets: nextSecrets(target, plan, secret) };
    const change = {
      name: request.name ? toStorableText(request.name) : before.name,
      shownUrl: toShownUrl(url, plan.format),
      events: request.events ? readEvents(request.events) : before.events,
      format: plan.format,
      enabled: request.enabled ?? before.enabled,
      sealed: await this.vault.seal(next, { ...before, version: before.version + 1 }),
    };
    return { change, secret };
  }
}

function nextSecrets({ secrets }: WebhookTarget, { format }: WebhookPlan, fresh: string | null) {
  if (format === 'slack') return [];
  return fresh === null ? secrets : rotateSecrets(secrets, fresh, new Date(Date.now() + SECRET_OVERLAP_MS));
}
