import { describe, expect, it } from '@jest/globals';
import { WorkspaceCopy } from './workspace-copy.js';

describe('WorkspaceCopy', () => {
  it('is current until something newer is heard', () => {
    const copy = new WorkspaceCopy();
    copy.hear(0, 0);
    expect(copy.isCurrent).toBe(true);
    copy.hear(3, 10);
    expect(copy.isCurrent).toBe(false);
    copy.apply(3);
    expect([copy.isCurrent, copy.appliedRevision]).toEqual([true, 3]);
  });

  it('has been current once it held all that was heard of', () => {
    const copy = new WorkspaceCopy();
    expect(copy.hasBeenCurrent).toBe(false);
    copy.hear(2, 0);
    copy.apply(1);
    expect(copy.hasBeenCurrent).toBe(false);
    copy.apply(2);
    copy.hear(3, 10);
    expect([copy.hasBeenCurrent, copy.isCurrent]).toEqual([true, false]);
  });

  it('is behind when it has been outdated for the tolerance, counted from the first time', () => {
    const copy = new WorkspaceCopy();
    copy.hear(1, 100);
    copy.hear(2, 900);
    expect(copy.isBehind(5_099, 5_000)).toBe(false);
    expect(copy.isBehind(5_100, 5_000)).toBe(true);
    copy.apply(1);
    expect(copy.isBehind(5_100, 5_000)).toBe(true);
    copy.apply(2);
    expect(copy.isBehind(9_000, 5_000)).toBe(false);
  });

  it('is behind when its owner has gone back to an older history and stays there', () => {
    const copy = new WorkspaceCopy();
    copy.hear(9, 0);
    copy.apply(9);
    copy.hear(4, 1_000);
    expect(copy.isBehind(5_999, 5_000)).toBe(false);
    copy.hear(5, 5_000);
    expect(copy.isBehind(6_000, 5_000)).toBe(true);
  });

  it('forgives an older revision that another replica of the owner still saw', () => {
    const copy = new WorkspaceCopy();
    copy.hear(9, 0);
    copy.apply(9);
    copy.hear(8, 1_000);
    copy.hear(9, 1_500);
    expect(copy.isBehind(60_000, 5_000)).toBe(false);
  });

  it('believes nothing after a silence but the answer to a question that was asked since', () => {
    const copy = new WorkspaceCopy();
    copy.hear(4, 0);
    copy.apply(4);
    const askedBefore = copy.silencesHeard;
    copy.doubt();
    copy.hear(4, 9_000);
    expect(copy.hasBeenCurrent).toBe(false);
    copy.apply(4, askedBefore);
    expect(copy.hasBeenCurrent).toBe(false);
    copy.hear(5, 9_001);
    copy.apply(5);
    expect([copy.hasBeenCurrent, copy.isCurrent]).toEqual([true, true]);
  });

  it('never goes back', () => {
    const copy = new WorkspaceCopy();
    copy.apply(5);
    copy.apply(3);
    expect(copy.appliedRevision).toBe(5);
  });
});
