import { describe, expect, it } from '@jest/globals';
import { isFitForWork } from './is-fit-for-work.js';

describe('a replica is fit for work', () => {
  it.each([
    [false, 0, 0, false, false],
    [true, 0, 0, true, true],
    [true, 1, 1, false, false],
    [true, 2, 1, false, true],
    [true, 3, 2, false, false],
    [true, 1_000, 1, false, true],
    [false, 1_000, 0, false, false],
  ])('heard: %s, %i workspaces, %i behind → starting: %s, running: %s', (isHeard, workspaces, behind, start, run) => {
    const standing = { isHeard, workspaces, behind };
    expect([isFitForWork(standing, true), isFitForWork(standing, false)]).toEqual([start, run]);
  });
});
