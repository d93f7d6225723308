import { describe, expect, it } from '@jest/globals';
import { layOut, readEdited } from './read-edited.js';

describe('edited arguments', () => {
  it.each(['', '{', '[1]', 'null', '7', '{"a":1,}'])('are none in %j', (text) => {
    expect(readEdited(text)).toMatchObject({ value: null, problem: expect.stringMatching(/\S/) });
  });

  it('are read from an object', () => {
    expect(readEdited('{"a":[1,null]}')).toEqual({ value: { a: [1, null] }, problem: null });
  });

  it('are laid out so that only what they say makes a difference', () => {
    expect(layOut({ b: [{ d: 1, c: 2 }], a: null })).toBe(layOut(JSON.parse('{"a":null,"b":[{"c":2,"d":1}]}')));
    expect(layOut({ a: [1, 2] })).not.toBe(layOut({ a: [2, 1] }));
  });

  it.each([
    ['{"amount":9007199254740993}', '9007199254740993'],
    ['{"amount":[-1e999]}', '-1e999'],
    ['{"to":"a","\\u0074o":"b"}', 'twice'],
    ['{"a":{"__proto__":{}}}', '__proto__'],
    ['{"text":"\\ud800"}', 'half a character'],
    [`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'levels'],
  ])('are none where another text would be sent than is written: %.40j', (text, why) => {
    expect(readEdited(text)).toMatchObject({ value: null, problem: expect.stringContaining(why) });
  });

  it.each(['{"a":{"to":1},"b":{"to":2},"to":"\\"to\\": 9007199254740993, {"}', '{"a":1e300,"b":-0.1,"c":["c","c"]}'])(
    'are what is written: %j',
    (text) => {
      expect(readEdited(text)).toEqual({ value: JSON.parse(text), problem: null });
    },
  );
});
