import { describe, expect, it } from '@jest/globals';
import { freshUntilMs } from './fresh-until.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');

describe('freshUntilMs', () => {
  it.each([
    ['for a minute when credentials do not end', null, 60],
    ['for a minute when they end much later', '2026-11-23T13:00:00Z', 60],
    ['until half a minute before they end', '2026-11-23T12:01:10Z', 40],
    ['for half of what short-lived ones have left', '2026-11-23T12:00:20Z', 10],
    ['never when they have ended', '2026-11-23T11:59:59Z', -1],
  ])('is %s', (_what, credentialsExpireAt, seconds) => {
    expect(freshUntilMs(credentialsExpireAt, NOW)).toBe(NOW + seconds * 1_000);
  });
});
