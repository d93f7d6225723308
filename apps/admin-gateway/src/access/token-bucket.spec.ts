import { describe, expect, it } from '@jest/globals';
import { type Bucket, spendOne } from './token-bucket.js';

const SIZE = { burst: 10, perSecond: 1 };

describe('a bucket of requests', () => {
  it.each<[string, Bucket | undefined, number, object]>([
    ['is full when it is new', undefined, 0, { isAllowed: true, bucket: { left: 9 } }],
    ['fills as time goes by', { left: 0, atMs: 0 }, 3_000, { isAllowed: true, bucket: { left: 2 } }],
    ['says how long to wait', { left: 0, atMs: 0 }, 500, { isAllowed: false, retryAfterSeconds: 1 }],
    ['is never more than full', { left: 9, atMs: 0 }, 3_600_000, { isAllowed: true, bucket: { left: 9 } }],
    ['takes nothing away when the clock goes back', { left: 5, atMs: 10_000 }, 0, { bucket: { left: 4 } }],
  ])('%s', (_, before, nowMs, expected) => {
    expect(spendOne(SIZE, before, nowMs)).toMatchObject(expected);
  });

  it('lets no more through in a minute than it holds and gains', () => {
    let bucket: Bucket | undefined;
    let allowed = 0;
    for (let nowMs = 0; nowMs < 60_000; nowMs += 10) {
      const spent = spendOne(SIZE, bucket, nowMs);
      bucket = spent.bucket;
      if (spent.isAllowed) allowed += 1;
    }
    expect(allowed).toBe(SIZE.burst + 59);
  });
});
