import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Strictness, type ToolScope, toScopeLookup } from './index.js';

const STRICTNESSES = ['allow', 'ask', 'deny'] as const;

describe('what a scope reaches', () => {
  const scope: ToolScope = [
    { integration: 'a', toolNames: ['issue.get'] },
    { integration: 'b' },
    { integration: 'c', toolNames: [] },
    { integration: 'e', toolNames: ['one'] },
    { integration: 'e', toolNames: ['two'], strictness: 'ask' },
  ];

  it.each<[ToolScope, string, string, boolean]>([
    ['all', 'a', 'anything', true],
    [[], 'a', 'issue.get', false],
    [scope, 'a', 'issue.get', true],
    [scope, 'a', 'issue__get', false],
    [scope, 'a', 'ISSUE.GET', false],
    [scope, 'A', 'issue.get', false],
    [scope, 'b', 'anything', true],
    [scope, 'c', 'anything', false],
    [scope, 'd', 'issue.get', false],
    [scope, 'e', 'one', true],
    [scope, 'e', 'two', true],
    [scope, 'e', 'three', false],
  ])('answers for scope %j, integration %s, tool %s: %j', (tools, integration, toolName, expected) => {
    expect(toScopeLookup(tools, 'allow').reaches(integration, toolName)).toBe(expected);
  });
});

describe('how strict a scope is', () => {
  const scope: ToolScope = [
    { integration: 'a' },
    { integration: 'a', toolNames: ['delete'], strictness: 'ask' },
    { integration: 'b', strictness: 'ask' },
    { integration: 'b', toolNames: ['read'], strictness: 'allow' },
    { integration: 'b', toolNames: ['drop'], strictness: 'deny' },
  ];

  it.each<[string, string, Strictness]>([
    ['a', 'get', 'allow'],
    ['a', 'delete', 'ask'],
    ['b', 'anything', 'ask'],
    ['b', 'read', 'ask'],
    ['b', 'drop', 'deny'],
    ['c', 'anything', 'allow'],
  ])('answers for the tool %s %s: %s', (integration, toolName, expected) => {
    expect(toScopeLookup(scope, 'allow').strictnessOf(integration, toolName)).toBe(expected);
  });

  it('is never less than the token and never less than any part that reaches the tool', () => {
    const name = fc.constantFrom('x', 'y', 'X');
    const strictness = fc.constantFrom(...STRICTNESSES);
    const part = fc.record(
      { integration: name, toolNames: fc.array(name), strictness },
      { requiredKeys: ['integration'] },
    );
    fc.assert(
      fc.property(fc.array(part), strictness, name, name, (parts, ofToken, integration, toolName) => {
        const { reaches, strictnessOf } = toScopeLookup(parts, ofToken);
        const reaching = parts.filter(
          (each) => each.integration === integration && each.toolNames?.includes(toolName) !== false,
        );
        expect(reaches(integration, toolName)).toBe(reaching.length > 0);
        const ranks = [ofToken, ...reaching.map((each) => each.strictness ?? 'allow')].map((each) =>
          STRICTNESSES.indexOf(each),
        );
        expect(STRICTNESSES.indexOf(strictnessOf(integration, toolName))).toBe(Math.max(...ranks));
      }),
    );
  });
});
