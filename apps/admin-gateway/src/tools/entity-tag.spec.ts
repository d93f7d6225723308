import { describe, expect, it } from '@jest/globals';
import { readIfMatch, toEntityTag } from './entity-tag.js';

describe('entity tags', () => {
  it('carry a revision there and back', () => {
    expect(readIfMatch(toEntityTag(12))).toBe(12);
    expect(readIfMatch(' "0" ')).toBe(0);
  });

  it.each([undefined, '*', ' * '])('demand nothing by %p', (header) => {
    expect(readIfMatch(header)).toBeUndefined();
  });

  it.each(['', '12', 'W/"12"', '"12", "13"', '"-1"', '"1e3"', '"9999999999999999"'])(
    'match nothing by %p',
    (header) => {
      expect(() => readIfMatch(header)).toThrow(expect.objectContaining({ code: 'precondition.failed' }));
    },
  );
});
