import type { AuthorizationServer } from 'oauth4webapi';
import { validScopes } from './parse-challenge.js';

export interface ScopeSources {
  /** What a person set. */
  readonly wanted: readonly string[];
  /** Of the challenge that the server answered with. */
  readonly challenged: readonly string[];
  /** Of the protected server's metadata. */
  readonly supported: readonly string[];
  /** Step-up: what was granted before, and what was missing since. */
  readonly granted: readonly string[];
  readonly missing: readonly string[];
}

/** More than a person could look through, and as many as a contract may hold; servers refuse long URLs. */
const SCOPES_MAX = 64;

/**
 * The scopes to ask for; empty: none is named, and the server gives what it thinks right. The first source that names any
 * decides; what was granted is kept only when something was missing, so that an authorization can also become smaller.
 */
export function chooseScopes({ wanted, challenged, supported, granted, missing }: ScopeSources): string[] {
  const named = [wanted, challenged, supported].find((scopes) => scopes.length > 0) ?? [];
  const stepUp = missing.length > 0 ? [...granted, ...missing] : [];
  return [...new Set([...named, ...stepUp])].slice(0, SCOPES_MAX);
}

const OFFLINE_ACCESS = 'offline_access';

/**
 * Adds the scope by which some servers are asked for a refresh token, where this one offers it and there is room for one
 * more. Alone it would replace the server's own default scopes, so it is only ever added to others.
 */
export function withOfflineAccess(scopes: readonly string[], server: AuthorizationServer): string[] {
  const isOffered = validScopes(server.scopes_supported).includes(OFFLINE_ACCESS);
  const gives = server.grant_types_supported?.includes('refresh_token') ?? true;
  if (scopes.length === 0 || scopes.length >= SCOPES_MAX || !isOffered || !gives) return [...scopes];
  return [...new Set([...scopes, OFFLINE_ACCESS])];
}

/** OpenID Connect gives offline access only to those whom a person was asked about. */
export function needsConsent(scopes: readonly string[]): boolean {
  return scopes.includes(OFFLINE_ACCESS);
}
