import { describe, expect, it } from '@jest/globals';
import { encodeExposedName, MCP_ENDPOINT_NAMES } from '@countersign/tool-name';
import { Copies } from '../copies/copies.js';
import { resolveTool } from './resolve-tool.js';

const LONG = 'a.tool.whose.name.does.not.fit.into.the.budget.that.clients.have.for.names';
const HASH = 'a'.repeat(64);

describe('resolveTool', () => {
  const exposed = (toolName: string): string =>
    encodeExposedName({ integrationSlug: 'Jira', toolName }, MCP_ENDPOINT_NAMES);
  const change = (toolName: string | null, removed = false) => {
    const definitionHash = toolName === null ? null : HASH;
    return { revision: 1, integrationId: 'i', slug: 'Jira', connectionRevision: 1, toolName, definitionHash, removed };
  };
  const copiesWith = (...toolNames: string[]): Copies => {
    const copies = new Copies();
    copies.catalogue.apply('w', [change(null), ...toolNames.map((toolName) => change(toolName))]);
    return copies;
  };
  const resolve = (copies: Copies, toolName: string) => resolveTool(copies, 'w', exposed(toolName), MCP_ENDPOINT_NAMES);

  it.each(['issue.get', LONG])('gives the same object for %s while nothing changes', (toolName) => {
    const copies = copiesWith('issue.get', LONG);
    const first = resolve(copies, toolName);
    expect(first).toMatchObject({ kind: 'tool', tool: { integrationId: 'i', toolName } });
    expect(resolve(copies, toolName)).toBe(first);
  });

  it('sees what the catalogue says by now: a removed integration has no tools', () => {
    const copies = copiesWith('issue.get');
    expect(resolve(copies, 'issue.get').kind).toBe('tool');
    copies.catalogue.apply('w', [change(null, true)]);
    expect(resolve(copies, 'issue.get').kind).toBe('none');
  });

  it('sees what policy says by now: a tool that only policy knows', () => {
    const copies = copiesWith('issue.get');
    expect(resolve(copies, LONG).kind).toBe('none');
    copies.policy.apply('w', [{ revision: 1, kind: 'tool', integrationId: 'i', toolName: LONG, policy: {} }]);
    expect(resolve(copies, LONG)).toMatchObject({ kind: 'tool', tool: { toolName: LONG } });
    copies.policy.apply('w', [{ revision: 1, kind: 'tool', integrationId: 'i', toolName: LONG, policy: null }]);
    expect(resolve(copies, LONG).kind).toBe('none');
  });

  it('keeps workspaces, and ways to name, apart', () => {
    const copies = copiesWith('issue.get');
    expect(resolve(copies, 'issue.get').kind).toBe('tool');
    expect(resolveTool(copies, 'other', exposed('issue.get'), MCP_ENDPOINT_NAMES).kind).toBe('none');
    const prefixed = { ...MCP_ENDPOINT_NAMES, prefix: 'mcp__' };
    expect(resolveTool(copies, 'w', exposed('issue.get'), prefixed).kind).toBe('none');
  });

  it('keeps the bare names of one integration apart from those of another, and from names with a slug', () => {
    const copies = copiesWith('get', 'Wiki__get');
    const ofWiki = (toolName: string | null) => ({ ...change(toolName), integrationId: 'w', slug: 'Wiki' });
    copies.catalogue.apply('w', [ofWiki(null), ofWiki('get')]);
    const bare = (bareSlug: string) => ({ ...MCP_ENDPOINT_NAMES, bareSlug });
    for (let round = 0; round < 2; round += 1) {
      expect(resolveTool(copies, 'w', 'get', bare('Jira'))).toMatchObject({ tool: { integrationId: 'i' } });
      expect(resolveTool(copies, 'w', 'get', bare('Wiki'))).toMatchObject({ tool: { integrationId: 'w' } });
      expect(resolveTool(copies, 'w', 'get', MCP_ENDPOINT_NAMES).kind).toBe('none');
      expect(resolveTool(copies, 'w', 'Wiki__get', bare('Jira'))).toMatchObject({ tool: { toolName: 'Wiki__get' } });
      expect(resolveTool(copies, 'w', 'Wiki__get', MCP_ENDPOINT_NAMES)).toMatchObject({ tool: { toolName: 'get' } });
    }
  });
});
