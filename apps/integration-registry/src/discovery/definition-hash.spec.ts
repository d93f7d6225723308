import { describe, expect, it } from '@jest/globals';
import { definitionHash } from './definition-hash.js';
import type { ToolDescription } from './discovered-server.js';

const TOOL: ToolDescription = {
  title: 'Get',
  description: 'Gets an issue',
  inputSchema: { type: 'object', properties: { id: { type: 'string' } } },
  outputSchema: null,
  annotations: { readOnlyHint: true },
};

describe('the definition hash', () => {
  it('is the same on every machine and in every release', () => {
    expect(definitionHash('issue.get', TOOL)).toBe('c941ac37e5df205d10965dc1555da004bb86e1fbd648de892836a3b61d0ee534');
  });

  it('does not depend on the order of members', () => {
    const inputSchema = { properties: { id: { type: 'string' } }, type: 'object' };
    expect(definitionHash('issue.get', { ...TOOL, inputSchema })).toBe(definitionHash('issue.get', TOOL));
  });

  it.each<[string, Partial<ToolDescription>]>([
    ['title', { title: 'Fetch' }],
    ['no title', { title: null }],
    ['description', { description: 'Gets an issue.' }],
    ['input schema', { inputSchema: { type: 'object' } }],
    ['output schema', { outputSchema: {} }],
    ['annotations', { annotations: { readOnlyHint: false } }],
  ])('moves with the %s', (_, change) => {
    expect(definitionHash('issue.get', { ...TOOL, ...change })).not.toBe(definitionHash('issue.get', TOOL));
  });

  it('moves with the name', () => {
    expect(definitionHash('issue__get', TOOL)).not.toBe(definitionHash('issue.get', TOOL));
  });

  it('ignores what nobody sees', () => {
    const withIcon = { ...TOOL, icons: [{ src: 'https://example.com/a.png' }] };
    expect(definitionHash('issue.get', withIcon)).toBe(definitionHash('issue.get', TOOL));
  });
});
