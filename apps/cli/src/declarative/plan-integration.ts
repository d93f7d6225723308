import { changedFields, diffFields, type FieldChange, newFields } from './diff-fields.js';
import type { IntegrationForm, OAuthForm } from './manifest.js';
import type { PlanOptions, PlanPart } from './plan.js';
import type { StoredIntegration } from './workspace-state.js';
import { toStoredUrl } from './to-stored-url.js';
import { withoutFields } from './without-fields.js';

/** Templates of credentials are resolved by who writes this; absent members stay as they are. */
export interface IntegrationWrite {
  readonly settings: Partial<Omit<IntegrationForm, 'headers' | 'oauth' | 'policy' | 'tools'>>;
  readonly headers?: ReadonlyMap<string, string>;
  readonly oauth?: OAuthForm;
}

const REVIEWED = 'another address or transport may be another server: every tool then waits for an acknowledgement';
const AUTHORIZED_AGAIN = 'what was authorized for the old settings ends: authorize it again';

export function planIntegration(
  name: string,
  stored: StoredIntegration | undefined,
  form: IntegrationForm,
  options: PlanOptions,
): PlanPart {
  if (!stored) return { items: [createItem(name, form)] };
  const { settings, headers, oauth } = toIntegrationWrite(stored, form, options);
  const fields = [
    ...diffFields(stored.form, settings),
    ...(headers ? diffHeaders(stored.headerNames, [...headers.keys()]) : []),
    ...(oauth ? diffOAuth(stored, oauth, options) : []),
  ];
  if (fields.length === 0) return { items: [] };
  const isMoved = settings.url !== undefined || settings.transport !== undefined;
  const notes = [...(isMoved ? [REVIEWED] : []), ...(oauth ? [AUTHORIZED_AGAIN] : [])];
  return { items: [{ action: 'update', kind: 'integration', name, fields, notes }] };
}

/** Whether the file has credentials for it that stay what they are: nobody can tell whether their values are others. */
export function keepsCredentials(stored: StoredIntegration, form: IntegrationForm, options: PlanOptions): boolean {
  const { headers, oauth } = toIntegrationWrite(stored, form, options);
  const keepsHeaders = (form.headers?.size ?? 0) > 0 && !headers;
  return keepsHeaders || (form.oauth?.clientSecret !== undefined && !oauth);
}

/** What holds for its tools as a whole. */
export function planIntegrationPolicy(stored: StoredIntegration, form: IntegrationForm): PlanPart {
  const fields = diffFields(stored.form.policy ?? {}, form.policy ?? {});
  if (fields.length === 0) return { items: [] };
  return { items: [{ action: 'update', kind: 'policy of', name: stored.name, fields, notes: [] }] };
}

export function toIntegrationWrite(
  stored: StoredIntegration | undefined,
  form: IntegrationForm,
  options: PlanOptions,
): IntegrationWrite {
  const { headers, oauth, ...others } = form;
  const rest = { ...withoutFields(others, 'policy', 'tools'), url: toStoredUrl(form.url) };
  if (!stored) return { settings: rest, ...(headers && { headers }), ...(oauth && { oauth }) };
  const settings = changedFields(rest, diffFields(stored.form, rest));
  const isAuthOther = settings.auth !== undefined;
  // Stored headers are never sent to another address: they have to be given for it.
  const areHeadersSet =
    headers &&
    (areOther(stored, headers) || settings.url !== undefined || (options.setCredentials && headers.size > 0));
  const isOAuthSet = oauth && (isAuthOther || diffOAuth(stored, oauth, options).length > 0);
  return { settings, ...(areHeadersSet && { headers }), ...(isOAuthSet && { oauth }) };
}

function createItem(name: string, form: IntegrationForm): PlanPart['items'][number] {
  const { headers = new Map<string, string>(), oauth, policy, tools = new Map(), ...rest } = form;
  const { clientSecret, ...shown } = oauth ?? {};
  const fields = [
    ...newFields({ ...rest, ...(oauth && { oauth: shown }), ...(policy && { policy }) }),
    ...(clientSecret === undefined ? [] : [secret('oauth.clientSecret', false)]),
    ...[...headers.keys()].map((header) => secret(`headers.${header}`, false)),
  ];
  const notes =
    tools.size === 0 ? [] : [`its tools are decided about once it has told which it has: ${tools.size} are named`];
  return { action: 'create', kind: 'integration', name, fields, notes };
}

function areOther({ headerNames }: StoredIntegration, headers: ReadonlyMap<string, string>): boolean {
  const names = (all: Iterable<string>): string =>
    [...all]
      .map((name) => name.toLowerCase())
      .sort()
      .join('\n');
  return names(headerNames) !== names(headers.keys());
}

function diffHeaders(before: readonly string[], after: readonly string[]): FieldChange[] {
  const kept = new Set(after.map((name) => name.toLowerCase()));
  const had = new Set(before.map((name) => name.toLowerCase()));
  return [
    ...after.map((name) => secret(`headers.${name}`, had.has(name.toLowerCase()))),
    ...before
      .filter((name) => !kept.has(name.toLowerCase()))
      .map((name): FieldChange => ({ field: `headers.${name}`, before: '(set)', after: null })),
  ];
}

/** All of it is set as one. What the API does not tell (how the client proves itself) is no difference. */
function diffOAuth(
  stored: StoredIntegration,
  { clientSecret, issuer, ...others }: OAuthForm,
  { setCredentials }: PlanOptions,
): FieldChange[] {
  const rest = withoutFields(others, 'clientAuthMethod');
  const current = stored.form.oauth ?? {};
  // Until somebody has authorized it, the issuer is not known: nothing to compare with.
  const pinned = issuer === undefined || current.issuer === undefined ? {} : { issuer };
  const changes = diffFields(current, { ...rest, ...pinned }, new Set(), 'oauth.');
  const isSecretSet = clientSecret !== undefined && (setCredentials || !stored.hasClientSecret || changes.length > 0);
  return [...changes, ...(isSecretSet ? [secret('oauth.clientSecret', stored.hasClientSecret)] : [])];
}

function secret(field: string, isSet: boolean): FieldChange {
  return { field, before: isSet ? '(set)' : null, after: isSet ? '(set again)' : '(set)' };
}
