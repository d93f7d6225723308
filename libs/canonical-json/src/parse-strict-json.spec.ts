import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, InvalidJsonError, parseCountedJson, parseStrictJson, type JsonLimits } from './index.js';
import { countJsonValues } from './count-json-values.js';

function refusalOf(input: string | Uint8Array, limits?: JsonLimits): InvalidJsonError {
  try {
    parseStrictJson(input, limits);
  } catch (error) {
    if (error instanceof InvalidJsonError) return error;
    throw error;
  }
  throw new Error('the input was accepted');
}

function accepts(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON whose keys and strings lean towards everything that needs an escape. */
const spelledJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc.double({ noNaN: true, min: -1e15, max: 1e15 }).map((number) => JSON.stringify(number)),
    fc.constantFrom(
      'true',
      'false',
      'null',
      '-0',
      '0.5e-3',
      '[ ]',
      '{ }',
      '"\\\\"',
      '"\\""',
      '"{\\"a\\":[1,"',
      '"\\u005f"',
    ),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[ ${items.join(' ,\n')}]`),
    fc
      .uniqueArray(fc.string({ unit: 'binary', maxLength: 3 }), { maxLength: 4 })
      .chain((keys) =>
        fc
          .tuple(...keys.map(() => tie('value')))
          .map((values) => `{\t${keys.map((key, at) => `${JSON.stringify(key)} : ${String(values[at])}`).join(',')} }`),
      ),
  ),
})).value;

describe('parseStrictJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(spelledJson, (text) => {
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('reads bytes as it reads text', () => {
    fc.assert(
      fc.property(spelledJson, (text) => {
        expect(parseStrictJson(Buffer.from(text))).toEqual(parseStrictJson(text));
      }),
    );
  });

  it('accepts nothing that JSON.parse refuses, and fails with its own error only', () => {
    const damaged = fc
      .tuple(
        spelledJson,
        fc.nat(),
        fc.constantFrom('', '"', '\\', '{', '}', '[', ',', ':', '-', '1', 'e', ' ', '\u0000'),
      )
      .map(
        ([text, at, splice]) =>
          text.slice(0, at % (text.length + 1)) + splice + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(damaged, (text) => {
        if (accepts(JSON.parse, text)) {
          if (!accepts(parseStrictJson, text)) expect(refusalOf(text)).toBeInstanceOf(InvalidJsonError);
        } else {
          expect(refusalOf(text).code).toBe('json.malformed');
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('reads the canonical form of whatever it accepts', () => {
    const number = fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
    const literal = number.map(([value, isExponential]) => (isExponential ? value.toExponential() : String(value)));
    fc.assert(
      fc.property(fc.oneof(spelledJson, literal), (text) => {
        fc.pre(accepts(parseStrictJson, text));
        const canonical = canonicalJson(parseStrictJson(text));
        expect(canonicalJson(parseStrictJson(canonical))).toBe(canonical);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    '',
    ' ',
    '{"a":1,}',
    "{'a':1}",
    '// x\n1',
    '01',
    '+1',
    '.5',
    'NaN',
    'undefined',
    '[1] 2',
    '"\t"',
    '\uFEFF1',
  ])('refuses %j, which is not JSON', (text) => {
    expect(refusalOf(text).code).toBe('json.malformed');
  });

  it('refuses bytes that are not UTF-8, and a byte order mark', () => {
    expect(refusalOf(Uint8Array.of(0x22, 0xff, 0x22)).code).toBe('json.malformed');
    expect(refusalOf(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)).code).toBe('json.malformed');
    expect(refusalOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31)).code).toBe('json.malformed');
  });

  it.each(['"\\ud800"', '"\ud800"', '{"\\udc00":1}', '["\\ud83d\\ud83d\\ude00"]'])(
    'refuses the lone surrogate of %j',
    (text) => {
      expect(refusalOf(text).code).toBe('json.malformed');
    },
  );

  it('accepts a surrogate pair that is spelled in escapes', () => {
    expect(parseStrictJson('"\\ud83d\\ude00"')).toBe('😀');
  });

  it.each([
    ['{"a":1,"a":1}', '/a'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['{"x":[0,{"a~/b":{},"a~/b":[]}]}', '/x/1/a~0~1b'],
    ['{"":1,"":2}', '/'],
    ['{"a":{"b":1},"c":{"b":1},"a":3}', '/a'],
  ])('refuses the duplicate key of %s and points at it', (text, pointer) => {
    expect(refusalOf(text)).toMatchObject({ code: 'json.duplicate_key', pointer });
  });

  it('takes keys apart that only look alike', () => {
    const text = '{"a":{"a":{"a":1}},"A":1,"\u00e9":1,"e\u0301":1,"b":"a","a ":["a","a"]}';
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  it('finds a repeated key wherever it hides', () => {
    const members = fc.uniqueArray(fc.string({ maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(members, fc.nat(), fc.nat(), (keys, from, to) => {
        fc.pre(!keys.includes('__proto__'));
        const repeated = keys.toSpliced(to % (keys.length + 1), 0, keys[from % keys.length] ?? '');
        const text = `{${repeated.map((key) => `${JSON.stringify(key)}:{}`).join(',')}}`;
        expect(refusalOf(text).code).toBe('json.duplicate_key');
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{"__proto__":{"isAdmin":true}}', '/__proto__'],
    ['[{"\\u005f_proto__":1}]', '/0/__proto__'],
    ['{"constructor":{"x":1,"prototype":{}}}', '/constructor/prototype'],
    ['{"a":{"constructor":{"prototype":1}}}', '/a/constructor/prototype'],
  ])('refuses the key of %s that reaches a prototype', (text, pointer) => {
    expect(refusalOf(text)).toMatchObject({ code: 'json.forbidden_key', pointer });
  });

  it.each([
    '{"constructor":"x"}',
    '{"prototype":1}',
    '{"constructor":[{"prototype":1}]}',
    '["__proto__"]',
    '{"a":"__proto__"}',
  ])('accepts %s, which reaches none', (text) => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  it.each([
    '9007199254740992',
    '-9007199254740992',
    '9007199254740993',
    '9007199254740993.0',
    '9007199254740993e0',
    '1e20',
  ])('refuses %s, an integer that a double does not hold exactly', (literal) => {
    expect(refusalOf(`{"n":[${literal}]}`)).toMatchObject({ code: 'json.unsafe_integer', pointer: '/n/0' });
  });

  it.each(['1e999', '-1E+999', '1000000000000000000000000'])('refuses %s, which is out of range', (literal) => {
    expect(refusalOf(literal).code).toBe('json.unsafe_integer');
  });

  it.each(['9007199254740991', '-9007199254740991', '0.1', '-0', '1e21', '1.7976931348623157e308', '5e-324', '1E-7'])(
    'accepts the number %s',
    (literal) => {
      expect(parseStrictJson(` ${literal} `)).toBe(Number(literal));
    },
  );

  it('accepts 64 levels and refuses 65', () => {
    expect(parseStrictJson('['.repeat(64) + ']'.repeat(64))).toBeInstanceOf(Array);
    expect(refusalOf('['.repeat(65) + ']'.repeat(65)).code).toBe('json.too_deep');
    expect(refusalOf('{"a":'.repeat(65) + '1' + '}'.repeat(65)).code).toBe('json.too_deep');
    expect(parseStrictJson(`[${'[[]],'.repeat(500)}1]`)).toHaveLength(501);
  });

  it('survives nesting that would overflow a recursive reader', () => {
    expect(refusalOf('['.repeat(500_000) + ']'.repeat(500_000), { maxValues: 500_000 }).code).toBe('json.too_deep');
  });

  it('takes other limits from its caller', () => {
    expect(refusalOf('[[1]]', { maxDepth: 1 }).code).toBe('json.too_deep');
    expect(parseStrictJson('7', { maxDepth: 0 })).toBe(7);
    expect(refusalOf('[1,2]', { maxBytes: 4 }).code).toBe('json.too_large');
  });

  it('counts bytes, not characters', () => {
    expect(parseStrictJson('"é"', { maxBytes: 4 })).toBe('é');
    expect(refusalOf('"é"', { maxBytes: 3 }).code).toBe('json.too_large');
    expect(refusalOf(Buffer.from('"é"'), { maxBytes: 3 }).code).toBe('json.too_large');
  });

  it('refuses more than a mebibyte by default', () => {
    expect(parseStrictJson(JSON.stringify('x'.repeat(1024 * 1024 - 2)))).toHaveLength(1024 * 1024 - 2);
    expect(refusalOf(JSON.stringify('x'.repeat(1024 * 1024))).code).toBe('json.too_large');
  });

  it('accepts 100,000 values and refuses one more, before it builds any of them', () => {
    const ones = (count: number): string => `[${Array(count).fill('1').join(',')}]`;
    expect(parseStrictJson(ones(100_000))).toHaveLength(100_000);
    expect(refusalOf(ones(100_001)).code).toBe('json.too_many_values');
    expect(refusalOf(Buffer.from(ones(100_001))).code).toBe('json.too_many_values');
    // Nobody has looked yet whether it is JSON.
    expect(refusalOf('['.repeat(100_001)).code).toBe('json.too_many_values');
    expect(refusalOf('[1,2,3]', { maxValues: 2 }).code).toBe('json.too_many_values');
    expect(parseStrictJson('["a,b,[{","\\\\",{"c\\",":3}]', { maxValues: 4 })).toHaveLength(3);
  });

  it('counts at least as many values as there are', () => {
    const size = (value: unknown): number =>
      typeof value !== 'object' || value === null
        ? 0
        : Object.values(value).reduce<number>((sum, member) => sum + 1 + size(member), 0);
    fc.assert(
      fc.property(spelledJson, (text) => {
        const { value, values } = parseCountedJson(text);
        expect(values).toBeGreaterThanOrEqual(size(value));
        expect(values).toBe(countJsonValues(Buffer.from(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it('never repeats the input in an error, because it may be a secret', () => {
    const error = refusalOf('{"token":"s3cret-value"');
    expect(`${error.message} ${String(error.cause)} ${String(error.stack)}`).not.toContain('s3cret');
  });
});
