import type { AuthKind, OAuthSettings } from '@countersign/contracts';
import { usesOAuth } from './choose-auth.js';
import type { IntegrationRef } from './integration.repository.js';
import { FIRST_CONNECTION_REVISION } from './to-new-integration.js';
import type { WantedAuthorization } from './try-connection.use-case.js';

export interface NewAuthorization {
  readonly auth: AuthKind;
  readonly serverUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly oauth: OAuthSettings | null | undefined;
  readonly setBy: string;
}

const FIRST_GRANT_VERSION = 1;

/** How an integration that does not exist yet would be authorized. */
export function toNewAuthorization(
  ref: IntegrationRef,
  { auth, serverUrl, headers, oauth, setBy }: NewAuthorization,
): WantedAuthorization {
  if (!usesOAuth(auth)) return { how: 'none' };
  const versions = { connectionRevision: FIRST_CONNECTION_REVISION, grantVersion: FIRST_GRANT_VERSION };
  return { how: 'new', wish: { ...ref, auth, serverUrl, headers, settings: oauth ?? {}, ...versions, setBy } };
}
