import { describe, expect, it } from '@jest/globals';
import { sha256Hex } from '@countersign/canonical-json';
import { ARGUMENTS_BYTES_MAX } from '@countersign/contracts';
import { canonicalArguments, readArguments } from './canonical-arguments.js';

describe('canonical arguments', () => {
  it('are one text for every spelling of the same arguments', () => {
    const text = '{"a":1,"b":"\\u0000"}';
    expect(readArguments('{ "b": "\\u0000", "a": 1.0 }')).toEqual({ text, hash: sha256Hex(text) });
    expect(canonicalArguments({ b: '\0', a: 1 }).text).toBe(text);
  });

  it('are an empty object where none were sent', () => {
    expect(canonicalArguments(undefined).text).toBe('{}');
  });

  it.each([
    ['{"a":1,"a":2}', 'json.duplicate_key'],
    ['{"__proto__":{}}', 'json.forbidden_key'],
    ['{"id":9007199254740993}', 'json.unsafe_integer'],
    ['{"a":', 'json.malformed'],
    ['[1]', 'json.malformed'],
    ['"text"', 'json.malformed'],
  ])('refuses %s as %s', (text, code) => {
    expect(() => readArguments(text)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses more than their limit, and takes exactly it', () => {
    const filling = ARGUMENTS_BYTES_MAX - '{"a":""}'.length;
    expect(readArguments(`{"a":"${'x'.repeat(filling)}"}`).text).toHaveLength(ARGUMENTS_BYTES_MAX);
    expect(() => readArguments(`{"a":"${'x'.repeat(filling + 1)}"}`)).toThrow(
      expect.objectContaining({ code: 'json.too_large' }),
    );
  });
});
