import { describe, expect, it } from '@jest/globals';
import { isGoodSlug, suggestName, suggestSlug } from './suggest-slug.js';

describe('a suggested slug', () => {
  it.each([
    ["Müller's Jira (EU)", 'Mullers-Jira-EU'],
    ['日本', ''],
    ['MCP', ''],
    ['', ''],
  ])('of %j is %j, as the API would derive it', (name, slug) => {
    expect(suggestSlug(name)).toBe(slug);
    expect(isGoodSlug(slug)).toBe(slug !== '');
  });
});

describe('a suggested name', () => {
  it.each([
    ['https://mcp.linear.app/mcp', 'Linear'],
    ['https://jira.example.com', 'Jira'],
    ['http://127.0.0.1:7450/mcp', ''],
    ['http://localhost:7450/mcp', ''],
    ['no address', ''],
  ])('of %j is %j', (url, name) => {
    expect(suggestName(url)).toBe(name);
  });
});
