import { describe, expect, it } from '@jest/globals';
import { decodeCursor, decodeIdCursor, encodeCursor } from './cursor.js';

describe('a cursor', () => {
  it('gives back what was put in', () => {
    expect(decodeCursor(encodeCursor([7, 'a/b', 'ü']), [0, '', ''])).toEqual([7, 'a/b', 'ü']);
  });

  it.each([
    ['of another shape', encodeCursor(['7'])],
    ['with too few parts', encodeCursor([])],
    ['with too many parts', encodeCursor([7, 7])],
    ['with a number that is none', encodeCursor([1.5])],
    ['that is no list', Buffer.from('7').toString('base64url')],
    ['that is no JSON', 'abc'],
  ])('%s is refused', (_what, cursor) => {
    expect(() => decodeCursor(cursor, [0])).toThrow('is not a cursor of this list');
  });

  it('of ids takes nothing but an id, and no U+0000', () => {
    const id = '01a20836-d0ce-7296-be43-67a03e95bfb6';
    expect(decodeIdCursor(encodeCursor([id]))).toBe(id);
    expect(() => decodeIdCursor(encodeCursor(['a']))).toThrow('is not a cursor');
    expect(() => decodeCursor(encodeCursor(['\0']), [''])).toThrow('is not a cursor');
  });
});
