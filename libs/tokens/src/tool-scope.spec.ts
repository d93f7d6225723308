import { describe, expect, it } from '@jest/globals';
import { isInToolScope, type ToolScope } from './index.js';

describe('isInToolScope', () => {
  const scope: ToolScope = [
    { integration: 'a', toolNames: ['issue.get'] },
    { integration: 'b' },
    { integration: 'c', toolNames: [] },
  ];

  it.each<[ToolScope, string, string, boolean]>([
    ['all', 'a', 'anything', true],
    [[], 'a', 'issue.get', false],
    [scope, 'a', 'issue.get', true],
    [scope, 'a', 'issue__get', false],
    [scope, 'a', 'ISSUE.GET', false],
    [scope, 'b', 'anything', true],
    [scope, 'c', 'anything', false],
    [scope, 'd', 'issue.get', false],
  ])('answers for scope %j, integration %s, tool %s: %j', (tools, integration, toolName, expected) => {
    expect(isInToolScope(tools, integration, toolName)).toBe(expected);
  });
});
