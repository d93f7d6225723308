import { describe, expect, it } from '@jest/globals';
import { LineEnds } from './line-ends.js';

function unify(text: string, pieceSize: number): string {
  const lineEnds = new LineEnds();
  const bytes = Buffer.from(text);
  let unified = '';
  for (let at = 0; at < bytes.length; at += pieceSize) {
    unified += Buffer.from(lineEnds.unify(bytes.subarray(at, at + pieceSize))).toString();
  }
  return unified;
}

describe('the lines of an event stream', () => {
  it.each([
    ['a\nb\n\n', 'a\nb\n\n'],
    ['a\rb\r\r', 'a\nb\n\n'],
    ['a\r\nb\r\n\r\n', 'a\nb\n\n'],
    ['\n\r\r\n\r', '\n\n\n\n'],
    ['no end', 'no end'],
  ])('all end in LF, whatever the pieces: %j', (text, expected) => {
    for (const pieceSize of [1, 2, 3, 100]) expect(unify(text, pieceSize)).toBe(expected);
  });
});
