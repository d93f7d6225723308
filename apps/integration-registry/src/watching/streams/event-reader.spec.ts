import { describe, expect, it } from '@jest/globals';
import { EventReader, EventTooLongError } from './event-reader.js';

function readAll(pieces: readonly string[], lengthMax = 100): unknown[] {
  const reader = new EventReader(lengthMax);
  return pieces.flatMap((piece) => reader.push(piece).map(({ type, data }) => [type, data]));
}

describe('a stream of events', () => {
  it('is read whatever its line ends and its pieces', () => {
    const text =
      'event: endpoint\r\ndata: /here\r\n\r\n: comment\ndata:{"a":\ndata: 1}\n\ndata: x\r\rid: 7\nevent\ndata: y\n\n';
    const expected = [
      ['endpoint', '/here'],
      ['message', '{"a":\n1}'],
      ['message', 'x'],
      ['message', 'y'],
    ];
    expect(readAll([text])).toEqual(expected);
    expect(readAll([...text])).toEqual(expected);
  });

  it('has no events without data, and none that is not complete', () => {
    expect(readAll(['event: ping\n\n', '\n\n', 'data: half'])).toEqual([]);
  });

  it('may be made of comments for ever', () => {
    const reader = new EventReader(100);
    for (let i = 0; i < 1_000; i += 1) expect(reader.push(`: ${'x'.repeat(50)}\n`)).toEqual([]);
  });

  it.each([
    ['a line that never ends', ['data: ', ...Array.from({ length: 20 }, () => 'xxxxxxxxxx')]],
    ['a comment that never ends', [':', ...Array.from({ length: 20 }, () => 'xxxxxxxxxx')]],
    ['an event that never ends', Array.from({ length: 20 }, () => 'data: xxxxxxxxxx\n')],
  ])('must not have %s', (_, pieces) => {
    expect(() => readAll(pieces)).toThrow(EventTooLongError);
  });
});
