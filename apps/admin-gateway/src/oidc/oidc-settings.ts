import type { AllowRule } from '@countersign/egress';
import { type Role, ROLES, scopesOf } from '../users/roles.js';

/** The provider that people sign in at, as the operator configured it. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** On the button of the sign-in page. */
  readonly label: string;
  /** Lower case; empty: every domain. */
  readonly emailDomains: readonly string[];
  /** What somebody becomes whom nobody invited; null: they are not let in. */
  readonly newPeopleRole: Role | null;
  readonly groupsClaim: string;
  /** What groups of the provider make of their people; empty: roles are given here. */
  readonly roleByGroup: ReadonlyMap<string, Role>;
  /** What the operator opened beyond https to the public internet. */
  readonly allow: readonly AllowRule[];
}

export class BadOidcSettingError extends Error {}

/** `admins=admin, on-call=approver`. @throws BadOidcSettingError */
export function parseGroupRoles(text: string): ReadonlyMap<string, Role> {
  const entries = listOf(text).map((entry): [string, Role] => {
    const at = entry.lastIndexOf('=');
    return [entry.slice(0, Math.max(at, 0)).trim(), parseRole(entry.slice(at + 1).trim())];
  });
  if (entries.some(([group]) => group === '')) throw new BadOidcSettingError('is not "group=role, group=role"');
  return new Map(entries);
}

/** @throws BadOidcSettingError */
export function parseRole(text: string): Role {
  const role = ROLES.find((known) => known === text);
  if (role === undefined) throw new BadOidcSettingError(`${JSON.stringify(text)} is none of ${ROLES.join(', ')}`);
  return role;
}

export function listOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The role of a person's groups that may do most; null where none of them makes one. */
export function roleOfGroups(groups: readonly string[], roleByGroup: ReadonlyMap<string, Role>): Role | null {
  const roles = groups.map((group) => roleByGroup.get(group)).filter((role) => role !== undefined);
  return roles.sort((a, b) => scopesOf(b).length - scopesOf(a).length)[0] ?? null;
}
