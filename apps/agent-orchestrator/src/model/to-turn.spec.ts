import { describe, expect, it } from '@jest/globals';
import { foldRun } from '../runs/run-state.js';
import type { ModelAnswer } from './read-answer.js';
import { CALLS_PER_TURN_MAX, toTurn } from './to-turn.js';

const answer = (calls: number, more: Partial<ModelAnswer> = {}): ModelAnswer => ({
  text: 'Looking.',
  calls: Array.from({ length: calls }, () => ({ exposedName: 'read', arguments: '{}' })),
  ...{ isLastCallCut: false, usage: null, costMicros: null, ...more },
});

const asked = (turn: number, messagesRead: number) => ({ turn, messagesRead, estimatedTokens: 100 });

describe('an answer as a turn', () => {
  it('numbers its calls, and has tokens and cost where they are known', () => {
    const usage = { inputTokens: 1, outputTokens: 2, cachedInputTokens: 0 };
    expect(toTurn(asked(2, 1), answer(1, { usage, costMicros: 7 }))).toEqual([
      {
        ...{ type: 'turn_answered', turn: 2, text: 'Looking.', messagesRead: 1, usage, costMicros: 7 },
        calls: [{ toolCallId: 'turn2_call1', exposedName: 'read', arguments: '{}' }],
      },
    ]);
    expect(toTurn(asked(1, 0), answer(1))[0]).not.toHaveProperty('costMicros');
  });

  it('says about how many tokens it had where the provider did not count them', () => {
    const [turn] = toTurn(asked(1, 0), answer(0, { text: 'x'.repeat(4_000) }));
    expect(turn).not.toHaveProperty('usage');
    expect(turn).toMatchObject({ estimatedTokens: 1_101 });
  });

  it('does not make a call that was cut in its middle, and tells the model', () => {
    const [turn, refused, ...rest] = toTurn(asked(1, 0), answer(2, { isLastCallCut: true }));
    expect(turn).toMatchObject({ calls: [{ toolCallId: 'turn1_call1' }, { toolCallId: 'turn1_call2' }] });
    expect(refused).toMatchObject({ type: 'call_refused', toolCallId: 'turn1_call2' });
    expect(refused).toMatchObject({ message: expect.stringContaining('in the middle of this call') as unknown });
    expect(rest).toEqual([]);
  });

  it('makes no more calls than a turn may have, and refuses each of the others once', () => {
    const events = toTurn(asked(1, 0), answer(CALLS_PER_TURN_MAX + 2, { isLastCallCut: true }));
    const start = { type: 'run_started', prompt: 'go', agentVersion: 1, turnsMax: 9 } as const;
    const { calls } = foldRun([start, ...events]);
    expect(calls.filter(({ state }) => state === 'refused')).toHaveLength(2);
    expect(events).toHaveLength(3);
  });

  it('records so many calls that a log with it can be read, however many a server sends', () => {
    const [turn, ...refused] = toTurn(asked(1, 0), answer(20_000));
    expect(turn).toMatchObject({ calls: { length: 2 * CALLS_PER_TURN_MAX } });
    expect(refused).toHaveLength(CALLS_PER_TURN_MAX);
  });
});
