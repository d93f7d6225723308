import { describe, expect, it } from '@jest/globals';
import { type Check, CheckSlots } from './check-slots.js';

function aCheck(integrationId: string, workspaceId = 'w1', trigger: Check['trigger'] = 'poll'): Check {
  return { ref: { workspaceId, integrationId }, trigger };
}

/** Checks that run until they are ended by name. */
class Runs {
  readonly started: string[] = [];
  private readonly ends = new Map<string, () => void>();

  readonly run = ({ ref }: Check): Promise<void> => {
    this.started.push(ref.integrationId);
    return new Promise((resolve) => this.ends.set(ref.integrationId, resolve));
  };

  async end(integrationId: string): Promise<void> {
    this.ends.get(integrationId)?.();
    await new Promise(setImmediate);
  }
}

describe('the slots of a replica', () => {
  it('run a few checks at once, and of one workspace fewer', async () => {
    const runs = new Runs();
    const slots = new CheckSlots(runs.run, { all: 3, perWorkspace: 2 });
    for (const id of ['a', 'b', 'c']) slots.request(aCheck(id));
    expect(runs.started).toEqual(['a', 'b']);
    for (const id of ['x', 'y']) slots.request(aCheck(id, 'w2'));
    expect(runs.started).toEqual(['a', 'b', 'x']);
    expect([slots.free, slots.perWorkspace.get('w1'), slots.perWorkspace.get('w2')]).toEqual([0, 3, 2]);
    await runs.end('a');
    expect(runs.started).toEqual(['a', 'b', 'x', 'c']);
    await runs.end('x');
    expect(runs.started).toEqual(['a', 'b', 'x', 'c', 'y']);
  });

  it('take one that waits once, and one that runs again after it', async () => {
    const runs = new Runs();
    const slots = new CheckSlots(runs.run, { all: 8, perWorkspace: 8 });
    slots.request(aCheck('a'));
    slots.request(aCheck('a', 'w1', 'list-changed'));
    slots.request(aCheck('a', 'w1', 'list-changed'));
    expect([runs.started, slots.integrationIds]).toEqual([['a'], ['a']]);
    await runs.end('a');
    expect(runs.started).toEqual(['a', 'a']);
    await runs.end('a');
    expect([runs.started.length, slots.isBusyWith('a'), slots.free]).toEqual([2, false, 8]);
  });

  it('wait at their end for what runs, and start nothing more', async () => {
    const runs = new Runs();
    const slots = new CheckSlots(runs.run, { all: 1, perWorkspace: 1 });
    for (const id of ['a', 'b']) slots.request(aCheck(id));
    let isClosed = false;
    const closing = slots.close().then(() => (isClosed = true));
    await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    await runs.end('a');
    await closing;
    slots.request(aCheck('c'));
    expect(runs.started).toEqual(['a']);
  });
});
