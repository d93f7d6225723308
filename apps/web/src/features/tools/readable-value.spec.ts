import { describe, expect, it } from '@jest/globals';
import { toReadableValue } from './readable-value.js';

describe('a value of a difference', () => {
  it('is read without its quotation marks, or line by line, or as it is where it was cut', () => {
    expect(toReadableValue('"two\\nlines"')).toBe('two\nlines');
    expect(toReadableValue('{"type":"string"}')).toBe('{\n  "type": "string"\n}');
    expect(toReadableValue('"a very long te…')).toBe('"a very long te…');
    expect(toReadableValue(null)).toBe('');
  });
});
