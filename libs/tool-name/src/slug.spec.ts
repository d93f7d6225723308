import { describe, expect, it } from '@jest/globals';
import { assertSlug, deriveSlug, isSlug, slugKey } from './index.js';

describe('rule 1: slugs', () => {
  it.each(['a', 'Jira', 'jira2', 'git-hub', 'a-1-b', 'abcdefghijklmnopqrstuvwx', 'mcp2', 'my-mcp', 'countersigned'])(
    'accepts %s',
    (slug) => {
      expect(isSlug(slug)).toBe(true);
      expect(() => assertSlug(slug)).not.toThrow();
    },
  );

  it.each(['', '1a', '-a', 'a-', 'a--b', 'a_b', 'a.b', 'a b', 'é', 'jіra', 'a\n', 'a\0', 'abcdefghijklmnopqrstuvwxy'])(
    'refuses %j',
    (slug) => {
      expect(isSlug(slug)).toBe(false);
      expect(() => assertSlug(slug)).toThrow(expect.objectContaining({ code: 'bad_slug' }));
    },
  );

  it.each(['mcp', 'MCP', 'Mcp', 'countersign', 'Countersign', 'COUNTERSIGN'])('keeps %s for itself', (slug) => {
    expect(isSlug(slug)).toBe(false);
  });

  it('has one key for all spellings that a workspace must not tell apart by case', () => {
    expect(slugKey('JiRa-EU')).toBe(slugKey('jira-eu'));
    expect(slugKey('jira')).not.toBe(slugKey('jira2'));
  });
});

describe('rule 1: a slug from a display name', () => {
  it.each([
    ['Jira', 'Jira'],
    ['Jira (EU)', 'Jira-EU'],
    ["Müller's  Jira", 'Mullers-Jira'],
    ['git_hub.com', 'git-hub-com'],
    ['  Linear  ', 'Linear'],
    ['An integration with a very long name', 'An-integration-with-a-ve'],
    ['Exactly twenty-three aa b', 'Exactly-twenty-three-aa'],
    ['ＦｕｌｌＷｉｄｔｈ', 'FullWidth'],
  ])('proposes for %j the slug %s', (displayName, slug) => {
    expect(deriveSlug(displayName)).toBe(slug);
    expect(isSlug(slug)).toBe(true);
  });

  it.each(['', '日本', '1Password', 'MCP', ' countersign ', '!!!'])('leaves %j to a person', (displayName) => {
    expect(() => deriveSlug(displayName)).toThrow(expect.objectContaining({ code: 'bad_slug' }));
  });
});
