import { parseAllowList } from '@countersign/egress';
import { ConfigError } from '@countersign/service';
import { listOf, type OidcSettings, parseGroupRoles, parseRole } from './oidc-settings.js';

export interface OidcEnvironment {
  readonly oidcIssuer: string | undefined;
  readonly oidcClientId: string | undefined;
  readonly oidcClientSecret: string | undefined;
  readonly oidcScopes: string;
  readonly oidcLabel: string;
  readonly oidcEmailDomains: string;
  readonly oidcNewPeopleRole: string | undefined;
  readonly oidcGroupsClaim: string;
  readonly oidcGroupRoles: string;
  readonly egressAllow: string | undefined;
}

/** Undefined where none of the three that it takes is there. @throws ConfigError */
export function readOidcSettings(env: OidcEnvironment): OidcSettings | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret } = env;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new ConfigError(['OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are given together or not at all']);
  }
  const { oidcNewPeopleRole: role } = env;
  return {
    issuer,
    clientId,
    clientSecret,
    scope: [...new Set(['openid', ...env.oidcScopes.split(/\s+/)])].join(' ').trim(),
    label: env.oidcLabel,
    emailDomains: listOf(env.oidcEmailDomains.toLowerCase()),
    newPeopleRole: role === undefined ? null : explained('OIDC_NEW_PEOPLE_ROLE', () => parseRole(role)),
    groupsClaim: env.oidcGroupsClaim,
    roleByGroup: explained('OIDC_GROUP_ROLES', () => parseGroupRoles(env.oidcGroupRoles)),
    allow: explained('EGRESS_ALLOW', () => parseAllowList(env.egressAllow ?? '')),
  };
}

function explained<T>(variable: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError([`${variable}: ${error instanceof Error ? error.message : 'is wrong'}`]);
  }
}
