import { changedFields, diffFields, type FieldChange, newFields } from './diff-fields.js';
import type { WebhookForm } from './manifest.js';
import type { PlanOptions, PlanPart } from './plan.js';
import { toStoredUrl } from './to-stored-url.js';
import type { StoredWebhook } from './workspace-state.js';

export function planWebhook(
  name: string,
  stored: StoredWebhook | undefined,
  form: WebhookForm,
  options: PlanOptions,
): PlanPart {
  const fields = stored ? diffWebhook(stored, form, options) : newFields(hideUrl(form));
  if (stored && fields.length === 0) return { items: [] };
  const notes = stored ? [] : ['its signing secret is shown once, when it is made'];
  return { items: [{ action: stored ? 'update' : 'create', kind: 'webhook', name, fields, notes }] };
}

/** The members that change; all of them for a new one. */
export function toWebhookWrite(
  stored: StoredWebhook | undefined,
  form: WebhookForm,
  options: PlanOptions,
): Partial<WebhookForm> {
  return stored ? changedFields(form, diffWebhook(stored, form, options)) : form;
}

function diffWebhook(stored: StoredWebhook, form: WebhookForm, { setCredentials }: PlanOptions): FieldChange[] {
  const { url, ...rest } = form;
  // In order or not, they are the same events.
  const sorted = { ...rest, events: [...rest.events].sort() };
  const changes = diffFields({ ...stored.form, events: [...stored.form.events].sort() }, sorted);
  if (!isSecret(form) && !stored.isUrlHidden)
    return [...diffFields(stored.form, { url: toStoredUrl(url) }), ...changes];
  // What is behind a hidden address cannot be known, unless it becomes one or is no longer one.
  const isSetAgain = setCredentials || isSecret(form) !== stored.isUrlHidden;
  return [...(isSetAgain ? [{ field: 'url', before: '(set)', after: '(set again)' }] : []), ...changes];
}

/** Whether its hidden address stays what it is. */
export function keepsAddress(stored: StoredWebhook, form: WebhookForm, options: PlanOptions): boolean {
  return stored.isUrlHidden && isSecret(form) && !options.setCredentials;
}

function hideUrl(form: WebhookForm): object {
  return isSecret(form) ? { ...form, url: '(secret)' } : form;
}

function isSecret({ format }: WebhookForm): boolean {
  return format === 'slack';
}
