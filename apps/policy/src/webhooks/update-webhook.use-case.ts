import type { CreatedWebhook, UpdateWebhookRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { Egress } from '@countersign/egress';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { toStorableText } from '../approvals/to-storable-text.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { wayOf } from '../audit/way-of.js';
import { planUpdate, readEvents, type WebhookPlan } from './plan-webhook.js';
import type { WebhookEntity } from './webhook.entity.js';
import { assertVersion } from './assert-version.js';
import { WebhookChangedError, WebhookNotFoundError } from './webhook.errors.js';
import { SECRET_OVERLAP_MS } from './webhook-limits.js';
import { type WebhookChange, WebhookRepository } from './webhook.repository.js';
import { WEBHOOK_EGRESS } from './webhook-settings.js';
import { rotateSecrets, toShownUrl, type WebhookTarget } from './webhook-target.js';
import { WebhookVault } from './webhook-vault.client.js';
import { toAuditedWebhook, toWebhookView } from './webhook.view.js';

/** What is sealed, and what follows from it. */
interface PreparedTarget {
  readonly target: Pick<WebhookChange, 'shownUrl' | 'format' | 'sealed'> & { readonly version: number };
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

  /** @throws WebhookNotFoundError, WebhookMovedError, InvalidInputError, EgressRefusedError, WebhookChangedError */
  async execute(request: UpdateWebhookRequest): Promise<CreatedWebhook> {
    const { workspaceId, webhookId } = request;
    const before = await this.database.read(workspaceId, (tx) => this.webhooks.find(tx, request));
    if (before === null) throw new WebhookNotFoundError(webhookId);
    // What counts is asked under the lock; this spares the work for what is too late already.
    assertVersion(before, request);
    const prepared = keepsTarget(request) ? null : await this.prepare(before, request);
    return this.database.transaction(workspaceId, (tx) => this.write(tx, { request, before, prepared }));
  }

  private async write(tx: EntityManager, { request, before, prepared }: Update): Promise<CreatedWebhook> {
    const { workspaceId, webhookId, actor } = request;
    // Locked, so that of two changes at once each keeps what the other one has changed.
    const current = await this.webhooks.lock(tx, request);
    if (current === null) throw new WebhookNotFoundError(webhookId);
    assertVersion(current, request);
    if (prepared !== null && current.version !== before.version) throw new WebhookChangedError(webhookId);
    const change = { ...current, ...toSettings(current, request), ...prepared?.target };
    const secret = prepared?.secret ?? null;
    await this.webhooks.update(tx, request, change);
    const after = { webhookId, ...toAuditedWebhook(change), secretMade: secret !== null };
    await this.audit.append(tx, workspaceId, [
      { action: 'webhook.updated', actor, way: wayOf(request), before: toAuditedWebhook(current), after },
    ]);
    const record = await this.webhooks.get(tx, request);
    if (record === null) throw new WebhookNotFoundError(webhookId);
    return { ...toWebhookView(record), secret };
  }

  /** Outside of the transaction, because names are resolved and keys asked. The seal is bound to the next version. */
  private async prepare(before: WebhookEntity, request: UpdateWebhookRequest): Promise<PreparedTarget> {
    const opened = await this.vault.open(before.sealed, before);
    const plan = planUpdate({ format: before.format, hasSecret: opened.secrets.length > 0 }, request);
    const url = request.url ? (await this.egress.assertUrlAllowed(request.url)).href : opened.url;
    const secret = plan.makesSecret ? this.vault.generateSecret() : null;
    const next = { url, secrets: nextSecrets(opened, plan, secret) };
    const version = before.version + 1;
    const sealed = await this.vault.seal(next, { ...before, version });
    return { target: { shownUrl: toShownUrl(url, plan.format), format: plan.format, sealed, version }, secret };
  }
}

interface Update {
  readonly request: UpdateWebhookRequest;
  /** As it was when the target was prepared. */
  readonly before: WebhookEntity;
  /** Null: the target stays as it is. */
  readonly prepared: PreparedTarget | null;
}

/** Nothing of it is about what is sealed, which then need not open: one whose key is lost can still be switched off. */
function keepsTarget({ url, format, rotateSecret }: UpdateWebhookRequest): boolean {
  return !url && !format && rotateSecret !== true;
}

function toSettings(current: WebhookEntity, { name, events, enabled }: UpdateWebhookRequest) {
  return {
    name: name ? toStorableText(name) : current.name,
    events: events ? readEvents(events) : current.events,
    enabled: enabled ?? current.enabled,
  };
}

function nextSecrets({ secrets }: WebhookTarget, { format }: WebhookPlan, fresh: string | null) {
  if (format === 'slack') return [];
  return fresh === null ? secrets : rotateSecrets(secrets, fresh, new Date(Date.now() + SECRET_OVERLAP_MS));
}
