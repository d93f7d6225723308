import { describe, expect, it } from '@jest/globals';
import { SCOPES } from '@countersign/contracts';
import { ROLES, scopesOf } from './roles.js';

describe('roles', () => {
  it('give an admin everything', () => {
    expect([...scopesOf('admin')].sort()).toEqual([...SCOPES].sort());
  });

  it('let everybody read, and only some decide or edit', () => {
    const having = (scope: (typeof SCOPES)[number]): string[] => ROLES.filter((role) => scopesOf(role).includes(scope));
    expect(having('integration:read')).toEqual(ROLES);
    expect(having('approval:decide')).toEqual(['approver', 'admin']);
    expect(having('policy:update')).toEqual(['editor', 'admin']);
    expect(having('workspace:admin')).toEqual(['admin']);
  });
});
