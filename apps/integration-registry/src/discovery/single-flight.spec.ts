import { describe, expect, it } from '@jest/globals';
import { SingleFlight } from './single-flight.js';

describe('a single flight', () => {
  it('is joined by everybody who asks for the same while it lasts', async () => {
    const flight = new SingleFlight<number>();
    const gate = Promise.withResolvers<number>();
    let started = 0;
    const work = () => ((started += 1), gate.promise);
    const all = [flight.run('a', work), flight.run('a', work), flight.run('a', work)];
    gate.resolve(7);
    expect([await Promise.all(all), started]).toEqual([[7, 7, 7], 1]);
  });

  it('shares a failure, and is over then', async () => {
    const flight = new SingleFlight<number>();
    const failing = () => Promise.reject(new Error('no'));
    const both = await Promise.allSettled([flight.run('a', failing), flight.run('a', failing)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await flight.run('a', () => Promise.resolve(1))).toBe(1);
  });

  it('keeps different work apart', async () => {
    const flight = new SingleFlight<string>();
    const run = (key: string) => flight.run(key, () => Promise.resolve(key));
    expect(await Promise.all([run('a'), run('b')])).toEqual(['a', 'b']);
  });
});
