import { describe, expect, it } from '@jest/globals';
import { readIfMatch, toEntityTag } from './entity-tag.js';

describe('entity tags', () => {
  it('carry a revision there and back', () => {
    expect(readIfMatch(toEntityTag(12, { name: 'a' }))).toBe(12);
    expect(readIfMatch(' "0" ')).toBe(0);
  });

  it('change with what is answered, also when the revision stays', () => {
    const tag = toEntityTag(12, { name: 'a' });
    expect(tag).toMatch(/^"12\.[0-9a-f]{16}"$/);
    expect(toEntityTag(12, { name: 'a' })).toBe(tag);
    expect(toEntityTag(12, { name: 'b' })).not.toBe(tag);
    expect(toEntityTag(13, { name: 'a' })).not.toBe(tag);
  });

  it.each([undefined, '*', ' * '])('demand nothing by %p', (header) => {
    expect(readIfMatch(header)).toBeUndefined();
  });

  it.each([
    '',
    '12',
    'W/"12"',
    '"12", "13"',
    '"-1"',
    '"1e3"',
    '"9999999999999999"',
    '"12."',
    '"12.x"',
    '".0123456789abcdef"',
  ])('match nothing by %p', (header) => {
    expect(() => readIfMatch(header)).toThrow(expect.objectContaining({ code: 'precondition.failed' }));
  });
});
