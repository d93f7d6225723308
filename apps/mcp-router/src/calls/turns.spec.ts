import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('Turns', () => {
  it('does the work of one key in its order, whatever fails, and that of others meanwhile', async () => {
    const turns = new Turns();
    const done: string[] = [];
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const first = turns.take('a', async () => {
      await gate;
      done.push('a1');
      throw new Error('refused');
    });
    const second = turns.take('a', () => Promise.resolve(done.push('a2')));
    await turns.take('b', () => Promise.resolve(done.push('b1')));
    expect(done).toEqual(['b1']);
    open();
    await expect(first).rejects.toThrow('refused');
    await second;
    expect(done).toEqual(['b1', 'a1', 'a2']);
    expect(await turns.take('a', () => Promise.resolve('again'))).toBe('again');
  });
});
