import { describe, expect, it } from '@jest/globals';
import type { AccessTokenClaims, StandardClaims } from '@countersign/tokens';
import { toClientCaller, type Caller } from './caller.js';

type Narrowing = Pick<AccessTokenClaims, 'integrations' | 'tools' | 'strictness'>;

function aCaller(narrowing: Narrowing): Caller {
  const claims: AccessTokenClaims & StandardClaims = {
    ...{ sub: 'token-1', kind: 'mcp', workspace: 'workspace-1', scopes: [], name: 'Laptop', ownerId: 'ada' },
    ...{ jti: 'token-1', iat: 0, exp: 1 },
    ...narrowing,
  };
  return toClientCaller(claims);
}

describe('what a client token reaches', () => {
  it.each<[string, Narrowing, readonly string[]]>([
    ['everything when it is not narrowed', {}, ['Jira issue.get', 'Jira issue', 'jira issue.get', 'Chat send']],
    ['all tools of its integrations', { integrations: ['Jira'] }, ['Jira issue.get', 'Jira issue']],
    ['its tools, byte for byte', { tools: ['mcp.Jira.issue.get'] }, ['Jira issue.get']],
    ['what both lists name', { integrations: ['Chat'], tools: ['mcp.Jira.issue.get', 'mcp.Chat.send'] }, ['Chat send']],
    ['nothing with an empty list of integrations', { integrations: [], tools: ['mcp.Chat.send'] }, []],
    ['nothing with an empty list of tools', { integrations: ['Chat'], tools: [] }, []],
  ])('is %s', (_, narrowing, expected) => {
    const { reaches: can } = aCaller(narrowing);
    const all = ['Jira issue.get', 'Jira issue', 'jira issue.get', 'Chat send'];
    expect(all.filter((name) => can(...(name.split(' ') as [string, string])))).toEqual(expected);
  });

  it.each<[string, Narrowing, readonly string[]]>([
    ['of all its integrations', {}, ['Jira', 'Chat']],
    ['of those that it is narrowed to', { integrations: ['Chat'] }, ['Chat']],
    ['of none where it is narrowed to single tools', { tools: ['mcp.Jira.issue.get'] }, []],
    ['of none where every call is to be asked about', { strictness: 'ask' }, []],
  ])('beside tools is what there is %s', (_, narrowing, expected) => {
    expect(['Jira', 'Chat'].filter((slug) => aCaller(narrowing).reads(slug))).toEqual(expected);
  });
});
