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

  it('keep a key that JavaScript has a meaning of its own for', () => {
    expect(layOut(readEdited('{"__proto__":{"a":1}}').value)).toContain('__proto__');
  });
});
