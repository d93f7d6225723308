import { describe, expect, it } from '@jest/globals';
import { onlyKnown } from './only-known.js';

describe('the search of a route', () => {
  it('keeps nothing of an address that the route does not read, laid over it as the router does', () => {
    const read = onlyKnown(({ state }) => (state === 'denied' ? { state } : {}));
    const merged = (raw: Record<string, unknown>): string => JSON.stringify({ ...raw, ...read(raw) });
    expect(merged({ state: 'lost', other: 1 })).toBe('{}');
    expect(merged({ state: 'denied', other: 1 })).toBe('{"state":"denied"}');
  });
});
