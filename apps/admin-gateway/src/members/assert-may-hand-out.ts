import { ScopeRequiredError } from '../access/access.errors.js';
import type { Principal } from '../access/principal.js';
import { type Role, scopesOf } from '../users/roles.js';

/**
 * A role is as much as its scopes, and nobody hands out what they have not: a token without `approval:decide` could otherwise
 * make somebody who decides in its stead.
 */
export function assertMayHandOut({ scopes }: Pick<Principal, 'scopes'>, role: Role): void {
  const missing = scopesOf(role).find((scope) => !scopes.has(scope));
  if (missing !== undefined) throw new ScopeRequiredError(missing);
}

/** Whether what somebody handed out for a role, and nobody has used yet, is good with the role that they have today. */
export function mayRoleHandOut(makers: Role, role: Role): boolean {
  const has = scopesOf(makers);
  return has.includes('workspace:admin') && scopesOf(role).every((scope) => has.includes(scope));
}
