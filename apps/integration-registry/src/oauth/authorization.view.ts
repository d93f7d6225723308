import type { AuthorizationView } from '@countersign/contracts';
import type { StoredGrant } from './oauth-grant.repository.js';
import type { StoredSettings } from './oauth-settings.repository.js';
import { isAuthorization } from './with-bearer.js';

export interface AuthorizationDetails {
  readonly settings: StoredSettings | null;
  readonly grant: StoredGrant | null;
  readonly headerNames: readonly string[];
}

/** What people may see of an authorization: that there are secrets and tokens, and never what they are. */
export function toAuthorizationView({ settings, grant, headerNames }: AuthorizationDetails): AuthorizationView {
  return {
    state: grant?.state ?? 'not_authorized',
    problem: grant?.problem ?? null,
    issuer: grant?.issuer ?? settings?.boundIssuer ?? null,
    clientId: grant?.clientId ?? settings?.clientId ?? null,
    registration: grant?.registration ?? (settings?.clientId ? 'pre-registered' : null),
    clientSecretSetAt: settings?.secretSetAt?.toISOString() ?? null,
    clientSecretSetBy: settings?.secretSetBy ?? null,
    scopes: [...(settings?.scopes ?? [])],
    grantedScopes: [...(grant?.grantedScopes ?? [])],
    missingScopes: [...(grant?.missingScopes ?? [])],
    authorizedAt: grant?.authorizedAt.toISOString() ?? null,
    authorizedBy: grant?.authorizedBy ?? null,
    accessTokenExpiresAt: grant?.expiresAt?.toISOString() ?? null,
    hasRefreshToken: grant?.hasRefreshToken ?? false,
    overridesHeader: headerNames.some(isAuthorization),
  };
}
