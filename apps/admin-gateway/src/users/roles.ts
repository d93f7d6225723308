import { type Scope, SCOPES } from '@countersign/contracts';

export const ROLES = ['viewer', 'approver', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const VIEWER: readonly Scope[] = ['integration:read', 'approval:read', 'call:read', 'agent:read'];
const EDITOR: readonly Scope[] = [
  'integration:create',
  'integration:update',
  'integration:delete',
  'policy:update',
  'agent:create',
  'agent:update',
  'agent:delete',
  'agent:run',
];

/** Editing what may be called and deciding about a call are different jobs: only an admin has both. */
const SCOPES_BY_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: VIEWER,
  approver: [...VIEWER, 'approval:decide', 'approval:edit'],
  editor: [...VIEWER, ...EDITOR],
  admin: SCOPES,
};

export function scopesOf(role: Role): readonly Scope[] {
  return SCOPES_BY_ROLE[role];
}
