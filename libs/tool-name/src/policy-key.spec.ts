import { describe, expect, it } from '@jest/globals';
import { parsePolicyKey, policyKey } from './index.js';

describe('rule 2: policy keys', () => {
  it('is the slug and the raw name', () => {
    expect(policyKey({ integrationSlug: 'Jira', toolName: 'issue.get' })).toBe('mcp.Jira.issue.get');
  });

  it.each([
    ['mcp.Jira.issue.get', 'Jira', 'issue.get'],
    ['mcp.Jira..', 'Jira', '.'],
    ['mcp.Jira.*', 'Jira', '*'],
    ['mcp.Jira. ', 'Jira', ' '],
    ['mcp.jira.mcp.Jira.x', 'jira', 'mcp.Jira.x'],
    ['mcp.Jira.a\0b', 'Jira', 'a\0b'],
    ['mcp.Jira.cafe\u0301', 'Jira', 'cafe\u0301'],
  ])('reads %j back as it stands', (key, integrationSlug, toolName) => {
    expect(parsePolicyKey(key)).toEqual({ integrationSlug, toolName });
    expect(policyKey({ integrationSlug, toolName })).toBe(key);
  });

  it.each([
    ['', 'not_canonical'],
    ['Jira.issue.get', 'not_canonical'],
    ['MCP.Jira.get', 'not_canonical'],
    ['mcp.Jira', 'not_canonical'],
    ['mcp__Jira__get', 'not_canonical'],
    ['mcp..get', 'bad_slug'],
    ['mcp.mcp.get', 'bad_slug'],
    ['mcp.Ji_ra.get', 'bad_slug'],
    ['mcp.Jira.', 'empty'],
    ['mcp.Jira.\ud800', 'malformed'],
    [`mcp.Jira.${'a'.repeat(1025)}`, 'too_long'],
  ])('refuses the key %j', (key, code) => {
    expect(() => parsePolicyKey(key)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['mcp', 'get', 'bad_slug'],
    ['Jira', '', 'empty'],
    ['Jira', 'a\udc00', 'malformed'],
    ['Jira', 'é'.repeat(513), 'too_long'],
  ])('makes no key of %j and %j', (integrationSlug, toolName, code) => {
    expect(() => policyKey({ integrationSlug, toolName })).toThrow(expect.objectContaining({ code }));
  });
});
