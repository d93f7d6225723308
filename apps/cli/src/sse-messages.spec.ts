import { describe, expect, it } from '@jest/globals';
import { SseMessages } from './sse-messages.js';

const STREAM =
  ': hello\n\nid: 7\ndata: {"a":1}\n\nevent: delta\r\ndata: one\r\ndata: two\r\n\r\nretry: 1000\n\ndata: cut';

describe('the messages of a stream', () => {
  it.each([1, 2, 5, 1_000])('are the same in pieces of %d characters', (length) => {
    const messages = new SseMessages();
    const pieces = STREAM.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
    expect(pieces.flatMap((piece) => messages.take(piece))).toEqual([
      { id: '7', event: 'message', data: '{"a":1}' },
      { id: null, event: 'delta', data: 'one\ntwo' },
    ]);
  });

  it('end where one never does', () => {
    const messages = new SseMessages();
    expect(() => messages.take(`data: ${'x'.repeat(4_000_001)}`)).toThrow('never ends');
  });
});
