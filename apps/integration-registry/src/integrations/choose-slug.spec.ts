import { describe, expect, it } from '@jest/globals';
import { chooseSlug } from './choose-slug.js';

describe('a slug', () => {
  it('is the chosen one, or follows from the display name', () => {
    expect(chooseSlug('Jira (EU)', 'jira')).toBe('jira');
    expect(chooseSlug('Jira (EU)', undefined)).toBe('Jira-EU');
    expect(chooseSlug('Jira (EU)', null)).toBe('Jira-EU');
  });

  it.each(['', 'a b', 'a_b', 'a.b', '1a', '-a', 'a-', 'a--b', 'mcp', 'CounterSign', 'ä', 'a'.repeat(25)])(
    'is refused when it is %j',
    (slug) => {
      expect(() => chooseSlug('Jira', slug)).toThrow(expect.objectContaining({ code: 'integration.bad_slug' }));
    },
  );

  it('has to be chosen where none suggests itself', () => {
    expect(() => chooseSlug('日本', undefined)).toThrow(
      expect.objectContaining({ code: 'integration.bad_slug', message: expect.stringContaining('choose one') }),
    );
  });
});
