import { describe, expect, it } from '@jest/globals';
import { newId } from './new-id.js';

const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('newId', () => {
  it('makes ids of which each is greater than the one before, many in a millisecond', () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !VERSION_7.test(id))).toEqual([]);
  });

  it('begins with the time in milliseconds', () => {
    const before = Date.now();
    const id = newId();
    const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    expect(ms).toBeGreaterThanOrEqual(before);
    expect(ms).toBeLessThanOrEqual(Date.now() + 1_000);
  });

  it('does not repeat what is random in an id', () => {
    const ends = Array.from({ length: 2_000 }, () => newId().slice(-12));
    expect(new Set(ends).size).toBe(ends.length);
  });
});
