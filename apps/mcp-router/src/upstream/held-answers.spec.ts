import { describe, expect, it } from '@jest/globals';
import { HeldTotal } from '../held-total.js';
import { HeldAnswers } from './held-answers.js';

const LIMITS = { perIntegration: 10, perWorkspace: 15 };

describe('HeldAnswers', () => {
  it('keeps of an answer what is there, and nothing when it is over', () => {
    const total = new HeldTotal(1_000);
    const room = new HeldAnswers(total, LIMITS).of({ workspaceId: 'w', integrationId: 'i' })();
    expect([room.hold(6), room.hold(9), room.hold(2)]).toEqual([true, true, true]);
    expect(total.bytes).toBe(2);
    room.leave();
    room.leave();
    expect([total.bytes, room.hold(1), total.bytes]).toEqual([0, false, 0]);
  });

  it('gives an integration its own room, a workspace that of some of them, and another workspace the rest', () => {
    const total = new HeldTotal(1_000);
    const answers = new HeldAnswers(total, LIMITS);
    const room = (workspaceId: string, integrationId: string) => answers.of({ workspaceId, integrationId })();
    const [one, another, neighbour, stranger] = [room('w', 'i'), room('w', 'i'), room('w', 'j'), room('v', 'i')];
    expect([one.hold(6), another.hold(5), another.hold(4)]).toEqual([true, false, true]);
    expect([neighbour.hold(6), neighbour.hold(5), stranger.hold(10)]).toEqual([false, true, true]);
    one.leave();
    expect([another.hold(10), total.bytes]).toEqual([true, 25]);
    for (const each of [another, neighbour, stranger]) each.leave();
    expect(total.bytes).toBe(0);
  });

  it('leaves a part of what the process keeps to others, and takes none of what they have', () => {
    const total = new HeldTotal(10);
    const room = new HeldAnswers(total, LIMITS).of({ workspaceId: 'w', integrationId: 'i' })();
    expect([room.hold(10), room.hold(9)]).toEqual([false, true]);
    total.add(3);
    expect([room.hold(10), room.hold(8), room.hold(9), total.bytes]).toEqual([false, true, false, 11]);
  });
});
