import { describe, expect, it } from '@jest/globals';
import { HeldBytes } from './held-bytes.js';

describe('HeldBytes', () => {
  it('gives a principal so much room, over all of its requests, and to another one its own', () => {
    const held = new HeldBytes(10);
    const [one, another, ofOther] = [held.enter('a'), held.enter('a'), held.enter('b')];
    expect([one.take(6), another.take(4), another.take(1), one.take(1)]).toEqual([true, true, false, false]);
    expect([ofOther.take(10), ofOther.take(1)]).toEqual([true, false]);
  });

  it('takes room back once, and only what the request had', () => {
    const held = new HeldBytes(10);
    const [one, another] = [held.enter('a'), held.enter('a')];
    expect([one.take(6), another.take(4)]).toEqual([true, true]);
    one.leave();
    one.leave();
    expect([another.take(7), another.take(6), another.take(1)]).toEqual([false, true, false]);
  });
});
