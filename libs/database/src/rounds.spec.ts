import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Rounds } from './rounds.js';

describe('rounds', () => {
  let rounds: Rounds | undefined;
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await rounds?.stop();
  });

  const going = (work: () => Promise<unknown>, failures: unknown[] = []): Rounds => {
    rounds = new Rounds({ everyMs: 1_000, work, onFailure: (error) => failures.push(error) });
    rounds.start();
    return rounds;
  };

  it('come one at a time, however long one takes', async () => {
    const ends: (() => void)[] = [];
    going(() => new Promise<void>((resolve) => ends.push(resolve)));
    await jest.advanceTimersByTimeAsync(3_500);
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(ends).toHaveLength(2);
    ends[1]?.();
  });

  it('go on after one that failed', async () => {
    const failures: unknown[] = [];
    going(() => Promise.reject(new Error('the database is away')), failures);
    await jest.advanceTimersByTimeAsync(2_500);
    expect(failures).toHaveLength(2);
  });

  it('begin at once when they are woken, and not when they are stopped', async () => {
    let begun = 0;
    const woken = going(() => Promise.resolve((begun += 1)));
    woken.wake();
    expect(begun).toBe(1);
    await woken.stop();
    woken.wake();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(begun).toBe(1);
  });

  it('come once more at once when they are woken during one', async () => {
    const ends: (() => void)[] = [];
    const woken = going(() => new Promise<void>((resolve) => ends.push(resolve)));
    woken.wake();
    woken.wake();
    woken.wake();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(ends).toHaveLength(2);
  });

  it('are stopped when the one under way has ended', async () => {
    let end = (): void => undefined;
    const stopped = going(() => new Promise<void>((resolve) => (end = resolve)));
    stopped.wake();
    let isStopped = false;
    const stopping = stopped.stop().then(() => (isStopped = true));
    await jest.advanceTimersByTimeAsync(0);
    expect(isStopped).toBe(false);
    end();
    await stopping;
    expect(isStopped).toBe(true);
  });

  it('repeat what is full, until it is not, or until they are stopped', async () => {
    const counts = [10, 10, 3, 10];
    const repeating = going(() => Promise.resolve());
    expect(await repeating.whileFull(10, () => Promise.resolve(counts.shift() ?? 0))).toBe(23);
    const taken = repeating.whileFull(10, async () => {
      await repeating.stop();
      return 10;
    });
    expect(await taken).toBe(10);
  });
});
