import { describe, expect, it } from '@jest/globals';
import { diffToolCatalogue, type StoredTool } from './diff-tool-catalogue.js';

function tools(hashes: Readonly<Record<string, string>>): StoredTool[] {
  return Object.entries(hashes).map(([name, definitionHash]) => ({ name, definitionHash }));
}

describe('the difference of two catalogues', () => {
  it('is nothing between equal ones, in any order', () => {
    expect(diffToolCatalogue(tools({ a: '1', b: '2' }), tools({ b: '2', a: '1' }))).toEqual({
      added: [],
      removed: [],
      changed: [],
    });
  });

  it('tells what came, went and changed', () => {
    expect(diffToolCatalogue(tools({ a: '1', b: '2', c: '3' }), tools({ d: '4', b: '9', a: '1' }))).toEqual({
      added: ['d'],
      removed: ['c'],
      changed: ['b'],
    });
  });

  it('takes a renamed tool for one that went and one that came', () => {
    expect(diffToolCatalogue(tools({ 'issue.get': '1' }), tools({ issue__get: '1' }))).toMatchObject({
      added: ['issue__get'],
      removed: ['issue.get'],
    });
  });

  it('does not take names for equal that only look so, and knows no special ones', () => {
    const names = tools({ 'caf\u00e9': '1', A: '1', constructor: '1', 'x\u0000': '1' });
    expect(diffToolCatalogue(names, tools({ 'cafe\u0301': '1', a: '1', toString: '1', x: '1' }))).toMatchObject({
      added: ['cafe\u0301', 'a', 'toString', 'x'],
      changed: [],
    });
  });
});
