import { describe, expect, it } from '@jest/globals';
import { checkArguments } from './check-arguments.js';

type Schema = Record<string, unknown>;

async function problemsOf(schema: Schema, args: unknown): Promise<string[]> {
  const check = await checkArguments(schema, args);
  return check.kind === 'invalid' ? check.problems.map(({ pointer, code }) => `${pointer} ${code}`) : [check.kind];
}

const ISSUE = {
  type: 'object',
  properties: { id: { type: 'integer' }, tags: { type: 'array', items: { enum: ['a', 'b'] }, uniqueItems: true } },
  required: ['id'],
  additionalProperties: false,
};

describe('checking arguments', () => {
  it.each<[string, unknown, string[]]>([
    ['what is asked for', { id: 7, tags: ['a'] }, ['valid']],
    ['what may be left out', { id: 7 }, ['valid']],
    ['a wrong type, which nothing coerces', { id: '7' }, ['/id schema.type']],
    ['a wrong item', { id: 7, tags: ['a', 'c'] }, ['/tags/1 schema.enum']],
    ['what is missing', {}, ['/id schema.required']],
    ['what nobody asked for', { id: 7, 'a/b': 1 }, ['/a~1b schema.additionalProperties']],
    ['several things', { id: 'x', more: 1 }, ['/more schema.additionalProperties', '/id schema.type']],
  ])('tells %s', async (_, args, expected) => {
    expect(await problemsOf(ISSUE, args)).toEqual(expected);
  });

  it('follows the 2020-12 dialect where a schema names none', async () => {
    const tuple = { properties: { at: { prefixItems: [{ type: 'number' }], items: false } } };
    expect(await problemsOf(tuple, { at: [1] })).toEqual(['valid']);
    expect(await problemsOf(tuple, { at: [1, 2] })).toEqual(['/at schema.items']);
    const closed = { allOf: [{ properties: { a: {} } }], unevaluatedProperties: false };
    expect(await problemsOf(closed, { b: 1 })).toEqual(['/b schema.unevaluatedProperties']);
  });

  it.each(['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2019-09/schema'])(
    'follows %s where a schema says so',
    async ($schema) => {
      const tuple = { $schema, properties: { at: { items: [{ type: 'number' }], additionalItems: false } } };
      expect(await problemsOf(tuple, { at: [1, 2] })).toEqual(['/at schema.additionalItems']);
    },
  );

  it('does not find a member that is only inherited', async () => {
    expect(await problemsOf({ required: ['toString'] }, {})).toEqual(['/toString schema.required']);
  });

  it('takes formats as what they are by default: annotations', async () => {
    expect(await problemsOf({ properties: { at: { format: 'date' } } }, { at: 'soon' })).toEqual(['valid']);
  });

  it('leaves the arguments as they are', async () => {
    const args = { id: 7 };
    await checkArguments({ properties: { more: { default: 1 } } }, args);
    expect(args).toEqual({ id: 7 });
  });

  it('tells twenty problems and no more', async () => {
    const args = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`x${index}`, 1]));
    expect(await problemsOf({ additionalProperties: false }, args)).toHaveLength(20);
  });

  it('checks patterns in linear time, however ambiguous, as people write them', async () => {
    const properties = {
      ambiguous: { pattern: '^(a+)+$' },
      date: { pattern: String.raw`^\d{4}-\d{2}\/\d{2}$` },
      letters: { pattern: String.raw`^\p{L}+$` },
    };
    const text = 'a'.repeat(100_000);
    expect(await checkArguments({ properties }, { ambiguous: text, date: '2026-11/23', letters: 'Čeština' })).toEqual({
      kind: 'valid',
    });
    const check = await checkArguments({ properties }, { ambiguous: `${text}b`, date: '2026-11-23', letters: '1' });
    expect(check).toMatchObject({
      kind: 'invalid',
      problems: Object.keys(properties).map((name) => ({ pointer: `/${name}`, code: 'schema.pattern' })),
    });
  });

  it.each<[string, Schema]>([
    ['a type that is none', { type: 'strin' }],
    ['a pattern that is none', { properties: { a: { pattern: '(' } } }],
    ['a pattern that looks ahead', { properties: { a: { pattern: '^(?!b)' } } }],
    ['a pattern that refers back', { patternProperties: { '(a)\\1': {} } }],
    ['a reference to somewhere else', { $ref: 'https://example.com/schema.json' }],
    ['a reference to nowhere', { $ref: '#/$defs/none' }],
    ['a dialect that nobody knows', { $schema: 'https://example.com/dialect' }],
    ['a dialect that is no text', { $schema: 7 }],
    ['a promise instead of an answer', { $async: true, properties: { a: { type: 'string' } } }],
  ])('refuses to say with %s', async (_, schema) => {
    expect((await checkArguments(schema, { a: 1 })).kind).toBe('uncheckable');
  });

  it.each<[string, Schema, unknown]>([
    [
      'references that multiply',
      {
        $ref: '#/$defs/d30',
        $defs: Object.fromEntries(
          Array.from({ length: 31 }, (_, level) => {
            const next = { $ref: `#/$defs/d${level - 1}` };
            return [`d${level}`, level === 0 ? { type: 'string' } : { anyOf: [next, next] }];
          }),
        ),
      },
      {},
    ],
  ])('ends with %s, soon', async (_, schema, args) => {
    const start = Date.now();
    const check = await checkArguments(schema, args);
    expect(check.kind === 'uncheckable' && check.reason).toMatch(/longer than/);
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  it.each<[string, Schema]>([
    ['its root', { properties: { child: { $ref: '#' }, id: { type: 'integer' } } }],
    [
      'its own address',
      {
        $id: 'https://example.com/tree',
        properties: { child: { $ref: 'https://example.com/tree' }, id: { type: 'integer' } },
      },
    ],
    [
      'a part of it by name',
      { $defs: { tree: { $anchor: 't', properties: { child: { $ref: '#t' }, id: { type: 'integer' } } } }, $ref: '#t' },
    ],
  ])('follows a schema that refers to %s', async (_, schema) => {
    expect(await problemsOf(schema, { child: { child: { id: 7 } } })).toEqual(['valid']);
    expect(await problemsOf(schema, { child: { child: { id: '7' } } })).toEqual(['/child/child/id schema.type']);
  });

  it.each<[string, Schema]>([
    ['its own dialect', { $id: 'https://json-schema.org/draft/2020-12/schema', type: 'object' }],
    [
      'its own dialect within',
      { $defs: { a: { $id: 'https://json-schema.org/draft/2020-12/meta/core', type: 'object' } } },
    ],
    ['a part of it', { $defs: { a: { $id: 'https://example.com/part', type: 'string' } } }],
  ])('that calls itself %s keeps nobody else from being checked', async (_, schema) => {
    await checkArguments(schema, {});
    expect(await problemsOf(ISSUE, { id: 7 })).toEqual(['valid']);
    expect(await problemsOf({ $defs: { a: {} }, $ref: 'https://example.com/part' }, {})).toEqual(['uncheckable']);
    expect(await problemsOf({ $ref: '#/properties/id' }, {})).toEqual(['uncheckable']);
  });

  it('means nothing for the next one', async () => {
    const schema = { $id: 'https://example.com/a', type: 'object' };
    expect((await checkArguments(schema, {})).kind).toBe('valid');
    expect((await checkArguments({ ...schema, type: 'array' }, {})).kind).toBe('invalid');
    expect((await checkArguments({ $ref: 'https://example.com/a' }, {})).kind).toBe('uncheckable');
  });
});
