import { describe, expect, it } from '@jest/globals';
import { idleMsOf } from './idle-time.js';

describe('how long a connection may be kept', () => {
  it.each([
    [undefined, 3_500],
    ['', 3_500],
    ['max=100', 3_500],
    ['timeout=60', 3_500],
    ['timeout=5', 3_500],
    ['timeout=3, max=100', 2_000],
    ['max=100, Timeout = "2"', 1_000],
    [['max=5', 'timeout=2'], 1_000],
    ['timeout=1', 0],
    ['timeout=0', 0],
    ['timeout=-1', 3_500],
  ])('is after %j %d ms', (keepAlive, expected) => {
    expect(idleMsOf(keepAlive)).toBe(expected);
  });
});
