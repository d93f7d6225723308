import { describe, expect, it } from '@jest/globals';
import { JsonShape } from './json-shape.js';

function shapeOf(text: string, pieceBytes = 1_000): Pick<JsonShape, 'deepest' | 'members'> {
  const bytes = new TextEncoder().encode(text);
  const shape = new JsonShape();
  for (let at = 0; at < bytes.length; at += pieceBytes) shape.read(bytes.subarray(at, at + pieceBytes));
  return { deepest: shape.deepest, members: shape.members };
}

describe('the shape of JSON', () => {
  it.each([
    ['1', 0, 0],
    ['[]', 1, 1],
    ['[1,2,3]', 1, 3],
    ['{"a":[{"b":{}}],"c":[]}', 4, 6],
    ['[[],[[]],[]]', 3, 7],
    ['"[[[{{{,,,"', 0, 0],
    ['["\\"[[[", "\\\\", "\\\\\\"[["]', 1, 3],
    ['{"課題":["🙈,["]}', 2, 2],
  ])('%s', (text, deepest, members) => {
    expect(shapeOf(text)).toEqual({ deepest, members });
  });

  it('is the same however the bytes come apart', () => {
    const text = JSON.stringify({ a: ['\\"[', { 'b,"': [[{ c: '課\\' }], 1, '"'] }], d: '' });
    for (let size = 1; size < 20; size += 1) expect(shapeOf(text, size)).toEqual(shapeOf(text));
  });

  it('is told of what has no end yet', () => {
    expect(shapeOf('['.repeat(10_000))).toEqual({ deepest: 10_000, members: 10_000 });
  });

  it('begins anew with the next text, whatever the last one left open', () => {
    const shape = new JsonShape();
    for (const text of ['[["\\', '[[[', '[']) {
      shape.read(new TextEncoder().encode(text));
      shape.startAgain();
    }
    expect(shape).toMatchObject({ deepest: 3, members: 6 });
  });
});
