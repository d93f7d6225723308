import { describe, expect, it } from '@jest/globals';
import { describeEdit } from './describe-edit.js';

describe('an edit of arguments', () => {
  it('is told to the model in one sentence, with who made it', () => {
    const { summary, truncated } = describeEdit('Grace', '{"cc":["x"],"to":"a"}', '{"limit":1,"to":"b"}');
    expect(summary).toBe(
      'Grace changed the arguments of this call before it was executed: /cc (["x"]) was removed; ' +
        '/limit was added as 1; /to was changed from "a" to "b".',
    );
    expect(truncated).toBe(false);
  });

  it('stays short, however much was changed', () => {
    const large = (value: string) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, value.repeat(400)])));
    const { summary, differences, truncated } = describeEdit('Grace', large('a'), large('b'));
    expect([summary.length < 2_000, summary.endsWith('; and more.'), truncated]).toEqual([true, true, true]);
    expect(Buffer.byteLength(JSON.stringify(differences))).toBeLessThan(33 * 1_024);
  });
});
