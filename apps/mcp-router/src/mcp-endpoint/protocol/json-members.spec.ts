import { describe, expect, it } from '@jest/globals';
import { elementsOf, membersOf } from './json-members.js';

const texts = (json: string): Record<string, string> => {
  const bytes = Buffer.from(json);
  return Object.fromEntries(
    [...membersOf(bytes)].map(([key, { start, end }]) => [key, bytes.toString('utf8', start, end)]),
  );
};

describe('membersOf', () => {
  it.each([
    {},
    { a: 1, b: [2, { c: '}' }], d: null },
    { 'with "quotes" and \\': 'a\\"b\\\\', é: '€', '': [] },
    { n: -1.5e10, t: true, f: false, s: '', o: { p: { q: [[]] } } },
    { a: '\\\\', b: 'x"}],{', c: ['"', '\\"'] },
  ])('finds what a parser finds in %j', (value) => {
    const expected = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, JSON.stringify(member)]));
    expect(texts(JSON.stringify(value))).toEqual(expected);
    const spaced = texts(JSON.stringify(value, null, 2));
    expect(
      Object.fromEntries(Object.entries(spaced).map(([key, text]) => [key, JSON.stringify(JSON.parse(text))])),
    ).toEqual(expected);
  });

  it.each(['[]', '7', '"{"', '', '{', '{"a"', '{"a":', '{"a":"x'])('ends with %s', (json) => {
    expect(() => membersOf(Buffer.from(json))).not.toThrow();
  });
});

describe('elementsOf', () => {
  it.each([[[]], [[1, 'x,]', { a: [1] }, [[2], 3], null]], [['\\', '"']]])(
    'finds what a parser finds in %j',
    (value) => {
      for (const space of [0, 1]) {
        const bytes = Buffer.from(JSON.stringify(value, null, space));
        const found = elementsOf(bytes, 0)?.map(
          ({ start, end }) => JSON.parse(bytes.toString('utf8', start, end)) as unknown,
        );
        expect(found).toEqual(value);
      }
    },
  );

  it('says of anything else that it is none', () => {
    expect(elementsOf(Buffer.from('{"a":[]}'), 0)).toBeUndefined();
  });
});
