import { describe, expect, it } from '@jest/globals';
import { parseGroupRoles, roleOfGroups } from './oidc-settings.js';

describe('the roles of groups', () => {
  const roles = parseGroupRoles('cn=admins=admin, on-call = approver');

  it('are read from what the operator wrote', () => {
    expect([...roles]).toEqual([
      ['cn=admins', 'admin'],
      ['on-call', 'approver'],
    ]);
    expect(parseGroupRoles('').size).toBe(0);
  });

  it.each(['staff', 'staff=owner', '=admin'])('refuse %p', (text) => {
    expect(() => parseGroupRoles(text)).toThrow();
  });

  it('are the one that may do most of those that somebody has, or none', () => {
    expect(roleOfGroups(['on-call', 'cn=admins', 'x'], roles)).toBe('admin');
    expect(roleOfGroups(['x'], roles)).toBeNull();
  });
});
