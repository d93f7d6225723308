import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../json-value.js';
import { diffJson } from './diff-json.js';

const limits = { differencesMax: 3, bytesMax: 1_000, valueLengthMax: 10, pointerLengthMax: 8 };

function lines(before: JsonValue, after: JsonValue, unordered: string[] = []): string[] {
  return diffJson(before, after, { limits, unordered: new Set(unordered) }).differences.map((found) =>
    [found.operation, found.pointer, found.before, found.after].filter((part) => part !== null).join(' '),
  );
}

describe('the difference of two JSON values', () => {
  it.each<[string, JsonValue, JsonValue, string[]]>([
    ['nothing', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
    ['the values themselves', 1, [1], ['changed  1 [1]']],
    ['members', { a: 1, b: 1 }, { b: 2, c: 3 }, ['removed /a 1', 'changed /b 1 2', 'added /c 3']],
    ['what no longer has a value', { a: 1 }, { a: null }, ['changed /a 1 null']],
    ['items', { to: ['x', 'y'] }, { to: ['y', 'x'] }, ['changed /to/0 "x" "y"', 'changed /to/1 "y" "x"']],
    ['a name that is too long to point at', { a: { abcdefg: 1 } }, { a: {} }, ['changed /a {"abcdefg… {}']],
  ])('tells %s', (_, before, after, expected) => {
    expect(lines(before, after)).toEqual(expected);
  });

  it('ignores the order only of lists that are said to have none', () => {
    expect(lines({ type: ['a', 'b'] }, { type: ['b', 'c', 'a'] }, ['type'])).toEqual(['added /type/1 "c"']);
  });

  it('lists no more than the limits allow, and says so', () => {
    const many = { a: 1, b: 1, c: 1, d: 1 };
    expect(diffJson(many, {}, { limits })).toMatchObject({ differences: { length: 3 }, truncated: true });
    const small = { ...limits, bytesMax: 100 };
    expect(diffJson(many, {}, { limits: small })).toMatchObject({ differences: { length: 1 }, truncated: true });
  });
});
