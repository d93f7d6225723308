import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Verdict } from './strictest.js';
import { isStricter, strictest } from './strictest.js';

describe('the strictest verdict', () => {
  it.each<[readonly Verdict[], Verdict]>([
    [[], 'allow'],
    [['allow', 'ask'], 'ask'],
    [['deny', 'ask', 'allow'], 'deny'],
    [['ask', 'allow', 'ask'], 'ask'],
  ])('of %j is %s', (verdicts, expected) => {
    expect(strictest(verdicts)).toBe(expected);
  });

  it('is one of its sources, and no source is stricter, in any order', () => {
    const verdicts = fc.array(fc.constantFrom<Verdict>('allow', 'ask', 'deny'), { minLength: 1 });
    fc.assert(
      fc.property(verdicts, (sources) => {
        const worst = strictest(sources);
        expect(sources).toContain(worst);
        expect(sources.some((source) => isStricter(source, worst))).toBe(false);
        expect(strictest([...sources].reverse())).toBe(worst);
      }),
    );
  });
});
