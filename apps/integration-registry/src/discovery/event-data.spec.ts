import { describe, expect, it } from '@jest/globals';
import { EventData } from './event-data.js';

/** The data of each event. */
function dataOf(text: string, pieceBytes: number): string[] {
  const bytes = new TextEncoder().encode(text);
  const events: string[] = [''];
  const reader = new EventData({
    onData: (piece) => events.push((events.pop() ?? '') + new TextDecoder().decode(piece)),
    onEventEnd: () => events.push(''),
    onOtherLine: () => undefined,
  });
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.read(bytes.subarray(at, at + pieceBytes));
  return events.filter((data) => data !== '');
}

describe('the data of an event stream', () => {
  it.each([
    ['one event', 'data: {}\n\n', [' {}']],
    ['without the space', 'data:{}\n\n', ['{}']],
    ['several lines of one event', 'data: [\ndata: 1\ndata: ]\n\ndata: 2\n\n', [' [ 1 ]', ' 2']],
    ['other fields and comments', ': "data: [\nevent: data:[\nid: [\ndatas: [\n data: [\ndata: 1\n\n', [' 1']],
    ['what has no end yet', 'data: [[[[', [' [[[[']],
    ['behind a byte order mark', '\ufeffdata: 1\n\n', [' 1']],
    ['characters of many bytes', 'data: "課題"\n\n', [' "課題"']],
  ])('%s', (_, text, events) => {
    for (let size = 1; size < 12; size += 1) {
      if (/^[\x00-\x7f\ufeff]*$/.test(text)) expect(dataOf(text, size)).toEqual(events);
    }
    expect(dataOf(text, 1_000)).toEqual(events);
  });

  it('is told apart from the lines that hold none', () => {
    let count = 0;
    const reader = new EventData({ onData: () => count, onEventEnd: () => count, onOtherLine: () => (count += 1) });
    reader.read(Buffer.from(': hello\nid: 7\ndat\ndata: 1\ndata:\n\n\n'));
    expect(count).toBe(5);
  });
});
