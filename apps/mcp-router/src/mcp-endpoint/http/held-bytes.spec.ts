import { describe, expect, it } from '@jest/globals';
import { HeldTotal } from '../../held-total.js';
import { HeldBytes } from './held-bytes.js';

describe('HeldBytes', () => {
  it('gives a principal so much room, over all of its requests, and to another one its own', () => {
    const held = new HeldBytes(new HeldTotal(1_000), 10);
    const [one, another, ofOther] = [held.enter('a'), held.enter('a'), held.enter('b')];
    expect([one.takeBody(6), another.takeAnswer(4)]).toEqual(['taken', 'taken']);
    expect([another.takeAnswer(1), one.takeBody(1)]).toEqual(['principal_full', 'principal_full']);
    expect([ofOther.takeBody(10), ofOther.takeBody(1)]).toEqual(['taken', 'principal_full']);
  });

  it('takes room back once, and only what the request had', () => {
    const held = new HeldBytes(new HeldTotal(1_000), 10);
    const [one, another] = [held.enter('a'), held.enter('a')];
    expect([one.takeBody(6), another.takeBody(4)]).toEqual(['taken', 'taken']);
    one.leave();
    one.leave();
    expect([another.takeBody(7), another.takeBody(6), another.takeBody(1)]).toEqual([
      'principal_full',
      'taken',
      'principal_full',
    ]);
  });

  it('keeps nothing for a request that is over, whatever becomes of it', () => {
    const held = new HeldBytes(new HeldTotal(10), 10);
    const [gone, other] = [held.enter('a'), held.enter('a')];
    gone.leave();
    expect([gone.takeAnswer(6), gone.takeBody(1), gone.holdStream(3)]).toEqual(Array(3).fill('principal_full'));
    gone.leave();
    expect([other.takeAnswer(10), other.takeAnswer(1)]).toEqual(['taken', 'principal_full']);
  });

  it('keeps no more for all principals together, and of that a part for answers', () => {
    const held = new HeldBytes(new HeldTotal(12), 10);
    const [one, another, third] = [held.enter('a'), held.enter('b'), held.enter('c')];
    expect([one.takeBody(9), another.takeBody(1)]).toEqual(['taken', 'all_full']);
    expect([another.takeAnswer(3), third.takeAnswer(1)]).toEqual(['taken', 'all_full']);
    one.leave();
    expect([third.takeBody(6), third.takeBody(1)]).toEqual(['taken', 'all_full']);
  });

  it('counts of a stream what is not read at the moment', () => {
    const held = new HeldBytes(new HeldTotal(10), 10);
    const [stream, other] = [held.enter('a'), held.enter('b')];
    expect([stream.holdStream(6), stream.holdStream(4), other.takeAnswer(7)]).toEqual(['taken', 'taken', 'all_full']);
    expect([stream.holdStream(0), other.takeAnswer(7), stream.holdStream(4)]).toEqual(['taken', 'taken', 'all_full']);
    stream.leave();
    expect(other.takeAnswer(3)).toBe('taken');
  });
});
