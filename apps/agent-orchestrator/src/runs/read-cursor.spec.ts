import { describe, expect, it } from '@jest/globals';
import { readIdCursor, readNumberCursor } from './read-cursor.js';

describe('a cursor', () => {
  it('is what a page before gave, or none', () => {
    expect(readNumberCursor('12')).toBe(12);
    expect(readIdCursor('01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f')).toBe('01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f');
    expect([readNumberCursor(undefined), readIdCursor(undefined)]).toEqual([undefined, undefined]);
  });

  it.each(['', 'abc', '-1', '1e3', '9999999999', "' or true"])('%j is of no page', (cursor) => {
    expect(() => readNumberCursor(cursor)).toThrow('cursor is of no page before');
    expect(() => readIdCursor(cursor)).toThrow('cursor is of no page before');
  });
});
