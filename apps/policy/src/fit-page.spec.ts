import { describe, expect, it } from '@jest/globals';
import { fitPage } from './fit-page.js';

describe('fitPage', () => {
  const text = (length: number): string => 'x'.repeat(length - 2);

  it('takes all that there is where it fits', () => {
    expect(fitPage([1, 2], 2)).toEqual({ items: [1, 2], isCut: false });
    expect(fitPage([], 2)).toEqual({ items: [], isCut: false });
  });

  it('stops at the limit, and says that more follows', () => {
    expect(fitPage([1, 2, 3], 2)).toEqual({ items: [1, 2], isCut: true });
  });

  it('stops before the page grows too large, in bytes of UTF-8', () => {
    expect(fitPage([text(40), text(40), text(40)], 10, 80).items).toHaveLength(2);
    expect(fitPage(['ää', 'ää'], 10, 10)).toEqual({ items: ['ää'], isCut: true });
  });

  it('takes an item that is too large alone, so that a list always gets to its end', () => {
    expect(fitPage([text(200), 1], 10, 80)).toEqual({ items: [text(200)], isCut: true });
  });
});
