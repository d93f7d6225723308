import { describe, expect, it } from '@jest/globals';
import { type DiscoveryBounds, DiscoverySlots } from './discovery-slots.host.js';

const BOUNDS: DiscoveryBounds = { all: 3, perWorkspace: 2, waitingPerWorkspace: 2, waitMs: 10_000 };

/** Work that runs until it is ended, and what has begun of it. */
class Work {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, () => void>();

  constructor(private readonly slots: DiscoverySlots) {}

  start(name: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ends.set(name, resolve);
    return this.slots.run(name.slice(0, 1), () => {
      this.begun.push(name);
      return promise;
    });
  }

  /** Also what has not begun yet. */
  endAll(): void {
    for (const end of this.ends.values()) end();
  }

  async end(name: string, running: Promise<void>): Promise<void> {
    this.ends.get(name)?.();
    await running;
  }
}

describe('the discoveries of a process', () => {
  it('are as many at once as there is room for, and of one workspace fewer', async () => {
    const work = new Work(new DiscoverySlots(BOUNDS));
    const first = work.start('a1');
    for (const name of ['a2', 'a3', 'b1', 'b2']) void work.start(name);
    expect(work.begun).toEqual(['a1', 'a2', 'b1']);
    await work.end('a1', first);
    expect(work.begun).toEqual(['a1', 'a2', 'b1', 'a3']);
    work.endAll();
  });

  it('of a workspace that waits hold up no other one', async () => {
    const work = new Work(new DiscoverySlots({ ...BOUNDS, all: 4 }));
    for (const name of ['a1', 'a2', 'a3']) void work.start(name);
    const other = work.start('b1');
    expect(work.begun).toEqual(['a1', 'a2', 'b1']);
    await work.end('b1', other);
    expect(work.begun).toEqual(['a1', 'a2', 'b1']);
    work.endAll();
  });

  it('are refused at once where too many wait already, and after a while where nothing ends', async () => {
    const work = new Work(new DiscoverySlots({ ...BOUNDS, waitMs: 20 }));
    for (const name of ['a1', 'a2']) void work.start(name);
    const waiting = [work.start('a3'), work.start('a4')];
    const busy = { code: 'registry.busy' };
    await expect(work.start('a5')).rejects.toMatchObject(busy);
    for (const refused of waiting) await expect(refused).rejects.toMatchObject(busy);
    expect(work.begun).toEqual(['a1', 'a2']);
  });

  it('give their room back when they fail', async () => {
    const slots = new DiscoverySlots({ ...BOUNDS, all: 1 });
    await expect(slots.run('a', () => Promise.reject(new Error('no server')))).rejects.toThrow('no server');
    expect(await slots.run('a', () => Promise.resolve('discovered'))).toBe('discovered');
  });
});
