import { describe, expect, it } from '@jest/globals';
import { newId } from './new-id.js';
import { lowestIdAt } from './lowest-id-at.js';

describe('the lowest id at a time', () => {
  it('is not above one that is made then, and above one that was made earlier', () => {
    const before = Date.now();
    const id = newId();
    expect(lowestIdAt(new Date(before)) <= id).toBe(true);
    expect(lowestIdAt(new Date(Date.now() + 1)) > id).toBe(true);
  });

  it('of a time before there were any is below all of them', () => {
    expect(lowestIdAt(new Date(0))).toBe('00000000-0000-0000-0000-000000000000');
    expect(lowestIdAt(new Date(-1))).toBe('00000000-0000-0000-0000-000000000000');
  });
});
