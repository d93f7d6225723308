import { describe, expect, it } from '@jest/globals';
import { judgeShape, type ShapeVerdict } from './json-shape.js';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const judge = (text: string, depthMax: number): ShapeVerdict => judgeShape(text, { depthMax, valuesMax: 1_000_000 });

describe('judgeShape', () => {
  it.each([
    ['1', 0, false],
    ['{}', 0, true],
    ['{"a":[1]}', 2, false],
    ['{"a":[{}]}', 2, true],
    ['[[],[],[[]]]', 3, false],
    ['{"a":"[[[[\\"[[[["}', 1, false],
    ['["\\\\",[]]', 1, true],
    ['{"a":"[[[', 1, false],
    [']]]][[', 2, false],
  ])('%s beyond %i: %s', (text, depthMax, expected) => {
    expect(judge(text, depthMax)).toBe(expected ? 'too_deep' : 'fits');
  });

  it.each([
    ['"[,{"', 0],
    ['[1,2,3]', 3],
    ['{"a":1,"b":[]}', 3],
    ['["\\\\",",",{}]', 4],
  ])('%s has %i values', (text, count) => {
    expect(judgeShape(text, { depthMax: 64, valuesMax: count })).toBe('fits');
    if (count > 0) expect(judgeShape(text, { depthMax: 64, valuesMax: count - 1 })).toBe('too_many_values');
  });

  it('reads what would overflow the stack of a recursive reader', () => {
    expect(judge(nested(1_000_000), 64)).toBe('too_deep');
    expect(judge(nested(64), 64)).toBe('fits');
  });
});
