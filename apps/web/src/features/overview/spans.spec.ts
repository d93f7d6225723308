import { describe, expect, it } from '@jest/globals';
import { rangeOf, SPANS } from './spans.js';

describe('the range of a span', () => {
  it('ends with the step of this moment, in whole steps', () => {
    expect(rangeOf('hour', Date.parse('2026-11-24T10:00:30Z'))).toEqual({
      from: '2026-11-24T09:01:00.000Z',
      until: '2026-11-24T10:01:00.000Z',
      step: 60,
    });
  });

  it.each(SPANS)('of a %s is the same during a step, and has no more steps than a screen can show', (span) => {
    const [one, two] = [
      rangeOf(span, Date.parse('2026-11-24T12:00:01Z')),
      rangeOf(span, Date.parse('2026-11-24T12:00:59Z')),
    ];
    expect(one).toEqual(two);
    expect((Date.parse(one.until) - Date.parse(one.from)) / 1_000 / one.step).toBeLessThanOrEqual(60);
  });
});
