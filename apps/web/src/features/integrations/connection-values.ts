import type { components } from '@countersign/api-client';
import type { Integration, Posture } from './integrations.queries.js';

type Schemas = components['schemas'];
export type AuthKind = Integration['auth'];
export type Transport = Integration['transport'];

export interface HeaderValue {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

/** How a server is reached and authorized, as the form holds it. Empty stands for what is left to discovery. */
export interface ConnectionValues {
  readonly serverUrl: string;
  readonly transport: Transport;
  readonly timeoutSeconds: number;
  readonly auth: AuthKind;
  readonly headers: readonly HeaderValue[];
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly issuer: string;
}

export interface IntegrationValues extends ConnectionValues {
  readonly displayName: string;
  readonly slug: string;
  readonly description: string;
  readonly posture: Posture;
}

export const TIMEOUT_SECONDS_DEFAULT = 60;
export const TIMEOUT_SECONDS_MAX = 300;

export const NEW_INTEGRATION: IntegrationValues = {
  displayName: '',
  slug: '',
  description: '',
  posture: 'open',
  serverUrl: '',
  transport: 'auto',
  timeoutSeconds: TIMEOUT_SECONDS_DEFAULT,
  auth: 'none',
  headers: [{ key: '0', name: 'Authorization', value: '' }],
  clientId: '',
  clientSecret: '',
  scopes: [],
  issuer: '',
};

export function valuesOf(integration: Integration): IntegrationValues {
  const { authorization, displayName, slug, description, serverUrl, transport, timeoutSeconds, auth } = integration;
  return {
    ...NEW_INTEGRATION,
    ...{ displayName, slug, description, serverUrl, transport, timeoutSeconds, auth },
    headers: [],
    clientId: authorization?.registration === 'pre-registered' ? (authorization.clientId ?? '') : '',
    scopes: authorization?.scopes ?? [],
  };
}

type Connection = Pick<
  Schemas['TestIntegrationBody'],
  'serverUrl' | 'transport' | 'timeoutSeconds' | 'auth' | 'headers' | 'oauth'
>;

/** What the API takes: of the way to authorize that was chosen, and nothing that was left empty. */
export function toConnection(values: ConnectionValues): Connection {
  const { serverUrl, transport, timeoutSeconds, auth } = values;
  const head = { serverUrl: serverUrl.trim(), transport, timeoutSeconds, auth };
  if (auth === 'none') return head;
  if (auth === 'headers') return { ...head, headers: filledHeaders(values) };
  return { ...head, oauth: toOAuth(values) };
}

export function toRegistration(values: IntegrationValues, mayDecide: boolean): Schemas['RegisterIntegrationBody'] {
  const { displayName, slug, description, posture } = values;
  return {
    ...toConnection(values),
    displayName: displayName.trim(),
    slug,
    ...(description.trim() !== '' && { description: description.trim() }),
    ...(mayDecide && { posture }),
  };
}

/** Only what is different: somebody else's change of another field stays, and an untouched secret is kept. */
export function toUpdate(values: IntegrationValues, stored: IntegrationValues): Schemas['UpdateIntegrationBody'] {
  const now = toConnection(values);
  const headers = filledHeaders(values);
  const isOAuth = values.auth === 'oauth2' || values.auth === 'client-credentials';
  return {
    ...(values.displayName.trim() !== stored.displayName && { displayName: values.displayName.trim() }),
    ...(values.description.trim() !== stored.description && { description: values.description.trim() }),
    ...(now.serverUrl !== stored.serverUrl && { serverUrl: now.serverUrl }),
    ...(values.transport !== stored.transport && { transport: values.transport }),
    ...(values.timeoutSeconds !== stored.timeoutSeconds && { timeoutSeconds: values.timeoutSeconds }),
    ...(values.auth !== stored.auth && { auth: values.auth }),
    ...(values.auth === 'headers' && headers.length > 0 && { headers }),
    ...(isOAuth && isOAuthChanged(values, stored) && { oauth: toOAuth(values) }),
  };
}

/** Whether it is another server or somebody else at the same one: then every tool waits for a person again. */
export function movesConnection({
  serverUrl,
  transport,
  auth,
  headers,
  oauth,
}: Schemas['UpdateIntegrationBody']): boolean {
  return [serverUrl, transport, auth, headers, oauth].some((given) => given !== undefined);
}

function isOAuthChanged(values: ConnectionValues, stored: ConnectionValues): boolean {
  return JSON.stringify(toOAuth(values)) !== JSON.stringify(toOAuth(stored)) || values.auth !== stored.auth;
}

function filledHeaders({ headers }: ConnectionValues): Schemas['StaticHeader'][] {
  return headers
    .filter(({ name, value }) => name.trim() !== '' && value !== '')
    .map(({ name, value }) => ({ name: name.trim(), value }));
}

function toOAuth({ clientId, clientSecret, scopes, issuer }: ConnectionValues): Schemas['OAuthSettings'] {
  return {
    ...(clientId.trim() !== '' && { clientId: clientId.trim() }),
    ...(clientSecret !== '' && { clientSecret }),
    ...(scopes.length > 0 && { scopes: [...scopes] }),
    ...(issuer.trim() !== '' && { issuer: issuer.trim() }),
  };
}

/** What is wrong with an address, for people; null where nothing is, or nothing was typed yet. */
export function problemOfUrl(url: string): string | null {
  const text = url.trim();
  if (text === '') return 'Say where the server is.';
  if (!URL.canParse(text)) return 'That is no address: it begins with https:// or http://.';
  const { protocol, username, password } = new URL(text);
  if (!/^https?:$/.test(protocol)) return 'Only https:// and http:// can be reached.';
  return username + password === '' ? null : 'Credentials do not belong into the address: set them below.';
}
