import { describe, expect, it } from '@jest/globals';
import { readCursor, toCursor } from './cursor.js';
import { toPage } from './page.js';
import { takeWithinBytes } from './take-within-bytes.js';

const ID = '0193d1f2-7c3a-7000-8000-000000000001';

describe('a cursor', () => {
  it('comes back as it was made', () => {
    const parts = [7, ID, 'a'.repeat(64)] as const;
    expect(readCursor(toCursor(parts), ['count', 'uuid', 'digest'])).toEqual(parts);
    expect(readCursor(toCursor(['']), ['digest'])).toEqual(['']);
  });

  it.each([
    'nonsense',
    toCursor([]),
    toCursor([ID]),
    toCursor([-1]),
    toCursor([1.5]),
    toCursor(["1'; drop table tools"]),
    Buffer.from('null').toString('base64url'),
    Buffer.from('{"0":1,"length":1}').toString('base64url'),
  ])('that nobody made is refused: %s', (cursor) => {
    expect(() => readCursor(cursor, ['count'])).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });
});

describe('a page', () => {
  it('is cut at the limit and says where the next begins', () => {
    expect(toPage([1, 2, 3], 2, String)).toEqual({ items: [1, 2], nextCursor: '2' });
    expect(toPage([1, 2], 2, String)).toEqual({ items: [1, 2], nextCursor: null });
    expect(toPage([], 2, String)).toEqual({ items: [], nextCursor: null });
  });

  it('is cut by its bytes, but never to nothing', () => {
    expect(takeWithinBytes(['aa', 'bb', 'cc'], 10)).toEqual(['aa', 'bb']);
    expect(takeWithinBytes(['a'.repeat(100), 'b'], 10)).toEqual(['a'.repeat(100)]);
    expect(toPage(['a'.repeat(250_000), 'b'], 10, (last) => last.slice(0, 1))).toMatchObject({ nextCursor: 'a' });
  });
});
