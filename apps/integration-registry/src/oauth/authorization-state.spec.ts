import { describe, expect, it } from '@jest/globals';
import { hashState, readState, toState } from './authorization-state.js';

const WORKSPACE = '0193d1f2-7c3a-7000-8000-000000000001';
const OTHER = '0193d1f2-7c3a-7000-8000-000000000002';
const SECRET = 'A'.repeat(43);

describe('a state', () => {
  it('is known by its hash, in its workspace alone', () => {
    const state = toState(WORKSPACE, SECRET);
    expect(readState(state, WORKSPACE)).toBe(hashState(state));
    expect(readState(state, OTHER)).toBeNull();
    expect(hashState(state)).not.toContain(SECRET);
  });

  it.each(['', SECRET, `${WORKSPACE}.`, `${WORKSPACE}.${SECRET}A`, `${WORKSPACE}.${SECRET} `])('is not %p', (state) => {
    expect(readState(state, WORKSPACE)).toBeNull();
  });
});
