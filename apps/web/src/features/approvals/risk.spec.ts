import { describe, expect, it } from '@jest/globals';
import { isDestructive, listHints } from './risk.js';

describe('what a server says of its tool', () => {
  it.each([
    [null, false],
    [{}, false],
    [{ destructiveHint: true }, true],
    [{ destructiveHint: 'true' }, false],
    // By the protocol the hint means nothing for a tool that only reads.
    [{ destructiveHint: true, readOnlyHint: true }, false],
  ])('in %j is destructive: %j', (annotations, expected) => expect(isDestructive(annotations)).toBe(expected));

  it('is said to be missing where it says nothing', () => {
    expect(listHints(null).map(({ label }) => label)).toEqual(['no hints']);
  });

  it('begins with the gravest', () => {
    const hints = listHints({ idempotentHint: true, openWorldHint: true, destructiveHint: true });
    expect(hints.map(({ label }) => label)).toEqual(['destructive', 'reaches outside', 'repeatable']);
  });
});
