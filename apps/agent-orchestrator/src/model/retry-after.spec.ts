import { describe, expect, it } from '@jest/globals';
import { retryAfterSeconds } from './retry-after.js';

const NOW = Date.parse('2026-11-23T10:00:00Z');

describe('how long a provider wants to be left alone', () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ['seconds', { 'retry-after': '20' }, 20],
    ['milliseconds, which say it best', { 'retry-after-ms': '1500', 'retry-after': '20' }, 2],
    ['a time', { 'retry-after': 'Mon, 23 Nov 2026 10:00:20 GMT' }, 20],
    ['a time that has passed', { 'retry-after': 'Mon, 23 Nov 2026 09:00:20 GMT' }, 0],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
    ['a month', { 'retry-after': '2592000' }, 86_400],
    [
      'the limits of Anthropic',
      {
        'anthropic-ratelimit-requests-remaining': '9',
        'anthropic-ratelimit-requests-reset': '2026-11-23T11:00:00Z',
        'anthropic-ratelimit-input-tokens-remaining': '0',
        'anthropic-ratelimit-input-tokens-reset': '2026-11-23T10:00:41Z',
      },
      41,
    ],
    [
      'the limits of OpenAI',
      {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '1h2m3.5s',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '120ms',
      },
      3_724,
    ],
    [
      'limits that are not reached',
      { 'x-ratelimit-remaining-tokens': '7', 'x-ratelimit-reset-tokens': '6m' },
      undefined,
    ],
  ])('is read from %s', (_, headers, seconds) => {
    expect(retryAfterSeconds(headers, NOW)).toBe(seconds);
  });
});
