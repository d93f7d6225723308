import { describe, expect, it } from '@jest/globals';
import { EventTooLargeError, SseParser } from './sse-parser.js';

describe('the parser of server-sent events', () => {
  it.each([
    ['one event', 'data: a\n\n', ['a']],
    ['CRLF and CR line ends', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', ['a', 'b', 'c']],
    ['data over several lines', 'data: a\ndata: b\n\n', ['a\nb']],
    ['comments and ids', ': hello\nid: 7\nretry: 10\ndata: a\n\n', ['a']],
    ['the type message and no other', 'event: message\ndata: a\n\nevent: ping\ndata: b\n\n', ['a']],
    ['a field without a space', 'data:a\n\n', ['a']],
    ['an empty data line', 'data:\n\n', ['']],
    ['an event that was not finished', 'data: a\n', []],
  ])('reads %s', (_what, text, expected) => {
    expect(new SseParser(1_000).push(text)).toEqual(expected);
  });

  it('gives the same events whatever the pieces', () => {
    const text = 'event: message\r\ndata: {"a":1}\r\n\r\n: x\n\ndata: b\r\rdata: c\n\n';
    for (let size = 1; size <= text.length; size += 1) {
      const parser = new SseParser(1_000);
      const events: string[] = [];
      for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)));
      expect(events).toEqual(['{"a":1}', 'b', 'c']);
    }
  });

  it('refuses an event without end, in one line or in many', () => {
    expect(() => new SseParser(10).push('data: 12345678901')).toThrow(EventTooLargeError);
    const parser = new SseParser(10);
    expect(() => [1, 2, 3, 4].map(() => parser.push('data: 1234\n'))).toThrow(EventTooLargeError);
  });

  it('takes a long line in small pieces in a time that grows with it, not with its square', () => {
    const parser = new SseParser(8 * 1024 * 1024);
    const startedAt = performance.now();
    parser.push('data: ');
    for (let piece = 0; piece < 40_000; piece += 1) parser.push('x'.repeat(100));
    expect(parser.push('\n\n')[0]).toHaveLength(4_000_000);
    // It was half a minute, in which a router did nothing else.
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
