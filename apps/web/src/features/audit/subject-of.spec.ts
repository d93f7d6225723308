import { describe, expect, it } from '@jest/globals';
import { subjectOf } from './subject-of.js';

describe('what an entry of the audit is about', () => {
  it('is the name that its details give, and nothing but text', () => {
    expect(subjectOf({ email: 'a@b.c', toolName: 'issue.delete' })).toBe('issue.delete');
    expect(subjectOf({ toolName: { a: 1 }, slug: 'Jira' })).toBe('Jira');
    expect(subjectOf({ count: 3 })).toBe('');
  });
});
