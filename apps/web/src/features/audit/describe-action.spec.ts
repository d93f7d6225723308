import { describe, expect, it } from '@jest/globals';
import { describeAction } from './describe-action.js';

describe('an action in words', () => {
  it('says what was done, and to what', () => {
    expect(describeAction('approval.denied', { toolName: 'issue.delete' })).toBe('approval denied: issue.delete');
    expect(describeAction('token.revoked', {})).toBe('token revoked');
    expect(describeAction('user.first_admin_created', { email: 'a@b.c', userId: 'x' })).toBe(
      'user first admin created: a@b.c',
    );
  });

  it('hides nothing that a name hides, and takes nothing but text for a name', () => {
    expect(describeAction('tool.updated', { toolName: 'a\u202Eb' })).toBe('tool updated: a\\u{202E}b');
    expect(describeAction('tool.updated', { toolName: { a: 1 }, slug: 'Jira' })).toBe('tool updated: Jira');
  });
});
