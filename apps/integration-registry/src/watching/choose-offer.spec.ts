import { describe, expect, it } from '@jest/globals';
import { chooseOffer } from './choose-offer.js';

describe('what a server offers', () => {
  it('is announced in the way of its era', () => {
    const hints = { listChanged: true, ttlMs: null };
    expect(chooseOffer({ era: 'modern', hints })).toBe('subscription');
    expect(chooseOffer({ era: 'legacy', hints })).toBe('list-changed');
  });

  it('is nothing where it does not promise to announce', () => {
    expect(chooseOffer({ era: 'modern', hints: { listChanged: false, ttlMs: 60_000 } })).toBe('none');
  });
});
