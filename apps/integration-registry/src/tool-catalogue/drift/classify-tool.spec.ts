import { describe, expect, it } from '@jest/globals';
import type { DiscoveredTool, ToolDescription } from '../../discovery/discovered-server.js';
import { classifyTool, type FormerTool, toRemovedTool } from './classify-tool.js';

const PLAIN: ToolDescription = {
  title: null,
  description: 'Gets an issue',
  inputSchema: { type: 'object' },
  outputSchema: null,
  annotations: null,
};

function tool(description: Partial<ToolDescription> = {}, flags: string[] = [], hash = 'new'): DiscoveredTool {
  return { name: 'issue.get', description: { ...PLAIN, ...description }, definitionHash: hash, flags };
}

function former(description: Partial<ToolDescription> = {}, more: Partial<FormerTool> = {}): FormerTool {
  return { removed: false, definitionHash: 'old', description: { ...PLAIN, ...description }, flags: [], ...more };
}

function kindsOf(change: Partial<ToolDescription>) {
  return classifyTool(former(), tool(change))?.kinds;
}

function warningsOf(before: ToolDescription['annotations'], after: ToolDescription['annotations']) {
  return classifyTool(former({ annotations: before }), tool({ annotations: after }))?.warnings;
}

describe('a tool', () => {
  it('that nobody knew is added', () => {
    expect(classifyTool(undefined, tool({}, ['confusable', 'not_ascii']))).toEqual({
      name: 'issue.get',
      kinds: ['added'],
      warnings: ['confusable', 'not_ascii'],
      beforeHash: null,
      afterHash: 'new',
      differences: [],
      truncated: false,
    });
  });

  it('that is gone is removed', () => {
    expect(toRemovedTool('a', 'old')).toMatchObject({
      name: 'a',
      kinds: ['removed'],
      beforeHash: 'old',
      afterHash: null,
    });
  });

  it.each<[string, Partial<ToolDescription>]>([
    ['title_changed', { title: 'Get' }],
    ['description_changed', { description: null }],
    ['input_schema_changed', { inputSchema: {} }],
    ['output_schema_changed', { outputSchema: {} }],
    ['annotations_changed', { annotations: {} }],
  ])('has %s', (kind, change) => {
    expect(kindsOf(change)).toEqual([kind]);
  });

  it('has all that is different about it, in one order', () => {
    const change = { annotations: {}, outputSchema: {}, inputSchema: {}, description: '', title: '' };
    expect(kindsOf(change)).toEqual([
      'title_changed',
      'description_changed',
      'input_schema_changed',
      'output_schema_changed',
      'annotations_changed',
    ]);
    expect(classifyTool(former(), tool(change))).toMatchObject({
      beforeHash: 'old',
      afterHash: 'new',
      truncated: false,
    });
  });

  it('that comes again is compared with what it was', () => {
    expect(classifyTool(former({}, { removed: true }), tool({ title: 'Get' }))).toMatchObject({
      kinds: ['reappeared', 'title_changed'],
      differences: [{ pointer: '/title', operation: 'added', before: null, after: '"Get"' }],
      beforeHash: 'old',
    });
    const same = classifyTool(former({}, { removed: true }), tool({}, ['invisible'], 'old'));
    expect(same).toMatchObject({ kinds: ['reappeared'], warnings: ['invisible'], differences: [] });
  });

  it('that went too long ago comes again without a comparison', () => {
    const forgotten = { removed: true, definitionHash: null, description: null, flags: [] };
    expect(classifyTool(forgotten, tool())).toMatchObject({ kinds: ['reappeared'], beforeHash: null, differences: [] });
  });

  it('is told of when a sibling makes its name confusable, and only then', () => {
    const known = former({}, { flags: ['not_ascii'] });
    const told = classifyTool(known, tool({}, ['confusable', 'not_ascii'], 'old'));
    expect(told).toMatchObject({
      kinds: ['name_flagged'],
      warnings: ['confusable'],
      beforeHash: 'old',
      afterHash: 'old',
    });
    expect(classifyTool(known, tool({}, ['not_ascii'], 'old'))).toBeNull();
    expect(classifyTool(known, tool({}, [], 'old'))).toBeNull();
  });
});

describe('the annotations of a tool', () => {
  it.each<[string, ToolDescription['annotations'], ToolDescription['annotations'], string[]]>([
    [
      'read-only, now destructive',
      { readOnlyHint: true },
      { destructiveHint: true },
      ['read_only_became_writing', 'became_destructive'],
    ],
    [
      'read-only, now silent: it may destroy',
      { readOnlyHint: true },
      null,
      ['read_only_became_writing', 'became_destructive'],
    ],
    ['read-only, now only adding', { readOnlyHint: true }, { destructiveHint: false }, ['read_only_became_writing']],
    ['adding, now destructive', { destructiveHint: false }, { destructiveHint: true }, ['became_destructive']],
    ['adding, now silent', { destructiveHint: false }, {}, ['became_destructive']],
    ['silent, now destructive: it was already', null, { destructiveHint: true }, []],
    ['destructive, now read-only', { destructiveHint: true }, { readOnlyHint: true }, []],
    [
      'read-only, and a hint that means nothing then',
      { readOnlyHint: true },
      { readOnlyHint: true, destructiveHint: true },
      [],
    ],
    [
      'hints that are no booleans',
      { readOnlyHint: true },
      { readOnlyHint: 'true', destructiveHint: 0 },
      ['read_only_became_writing', 'became_destructive'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(warningsOf(before, after)).toEqual(expected);
  });
});
