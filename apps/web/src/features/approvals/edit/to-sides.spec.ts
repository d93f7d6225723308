import { describe, expect, it } from '@jest/globals';
import { toSides } from './to-sides.js';

/** `before|after`, with `=` for the same on both sides and nothing for no line. */
function sidesOf(before: string, after: string): string[] {
  return toSides(before, after).map((row) =>
    row.isSame ? `=${row.after ?? ''}` : `${row.before ?? ''}|${row.after ?? ''}`,
  );
}

describe('two texts side by side', () => {
  it.each([
    ['a\nb', 'a\nb', ['=a', '=b']],
    ['a\nb\nc', 'a\nB\nc', ['=a', 'b|B', '=c']],
    ['a\nb\nc', 'a\nc', ['=a', 'b|', '=c']],
    ['a\nc', 'a\nb\nc', ['=a', '|b', '=c']],
    ['a\nb', 'x\ny\nz', ['a|x', 'b|y', '|z']],
    ['a', 'a\nb', ['=a', '|b']],
  ])('of %j and %j are %j', (before, after, rows) => expect(sidesOf(before, after)).toEqual(rows));
});
