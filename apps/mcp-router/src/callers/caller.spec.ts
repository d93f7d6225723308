import { describe, expect, it } from '@jest/globals';
import type { AccessTokenClaims, StandardClaims } from '@countersign/tokens';
import { toClientCaller } from './caller.js';

function reaches(
  narrowing: Pick<AccessTokenClaims, 'integrations' | 'tools'>,
): (slug: string, tool: string) => boolean {
  const claims: AccessTokenClaims & StandardClaims = {
    ...{ sub: 'token-1', kind: 'mcp', workspace: 'workspace-1', scopes: [], name: 'Laptop', ownerId: 'ada' },
    ...{ jti: 'token-1', iat: 0, exp: 1 },
    ...narrowing,
  };
  return toClientCaller(claims).reaches;
}

describe('what a client token reaches', () => {
  it.each<[string, Parameters<typeof reaches>[0], readonly string[]]>([
    ['everything when it is not narrowed', {}, ['Jira issue.get', 'Jira issue', 'jira issue.get', 'Chat send']],
    ['all tools of its integrations', { integrations: ['Jira'] }, ['Jira issue.get', 'Jira issue']],
    ['its tools, byte for byte', { tools: ['mcp.Jira.issue.get'] }, ['Jira issue.get']],
    ['what both lists name', { integrations: ['Chat'], tools: ['mcp.Jira.issue.get', 'mcp.Chat.send'] }, ['Chat send']],
    ['nothing with an empty list of integrations', { integrations: [], tools: ['mcp.Chat.send'] }, []],
    ['nothing with an empty list of tools', { integrations: ['Chat'], tools: [] }, []],
  ])('is %s', (_, narrowing, expected) => {
    const can = reaches(narrowing);
    const all = ['Jira issue.get', 'Jira issue', 'jira issue.get', 'Chat send'];
    expect(all.filter((name) => can(...(name.split(' ') as [string, string])))).toEqual(expected);
  });
});
