import { describe, expect, it } from '@jest/globals';
import { copyConversation } from './copy-conversation.js';
import { outstanding } from './decide.js';
import { describeCommand } from './describe-command.js';
import { findContradiction } from './find-contradiction.js';
import type { RunEvent } from './run-event.js';
import { EMPTY_RUN, evolve, foldRun } from './run-state.js';

const by = { kind: 'user', id: 'u', name: 'Ann' } as const;
const started: RunEvent = { type: 'run_started', prompt: 'go', agentVersion: 1, turnsMax: 1 };
const message = (text: string): RunEvent => ({ type: 'message_received', text, by });
const answered = (turn: number, ids: readonly string[], messagesRead = 0): RunEvent => ({
  ...{ type: 'turn_answered', turn, text: `turn ${turn}`, messagesRead },
  calls: ids.map((toolCallId) => ({ toolCallId, exposedName: 'tool', arguments: '{}' })),
  ...{ usage: { inputTokens: 90, outputTokens: 10, cachedInputTokens: 0 }, costMicros: 7 },
});
const submitted = (toolCallId: string, callId = 'c'): RunEvent => ({
  ...{ type: 'call_submitted', toolCallId, callId, state: 'pending_approval' },
});
const settled = (toolCallId: string, state: 'succeeded' | 'unknown' | 'retried', callId = 'c'): RunEvent => ({
  ...{ type: 'call_settled', toolCallId, callId, state, isError: false, result: state },
});
const typesOf = (events: readonly RunEvent[]) => events.map(({ type }) => type);

const LOG: readonly RunEvent[] = [
  started,
  { type: 'model_failed', message: 'busy', canRepeat: true },
  answered(1, ['a', 'b']),
  submitted('a'),
  { type: 'call_refused', toolCallId: 'b', message: 'Failed: no JSON' },
  settled('a', 'unknown'),
  { type: 'run_suspended' },
  message('and then?'),
  settled('a', 'retried'),
  submitted('a', 'd'),
  settled('a', 'succeeded', 'd'),
  { type: 'run_resumed' },
  { type: 'results_compacted', toolCallIds: ['a'] },
  answered(2, [], 1),
  { type: 'run_failed', reason: 'enough' },
  message('never read'),
];

/** The fork's log, event by event, as it is stored. */
function fork(events: readonly RunEvent[]): readonly RunEvent[] {
  const forkedFrom = { runId: 'r', sequence: 1, events: events.length };
  return [{ ...started, forkedFrom } as RunEvent, ...events, message('go on')];
}

describe('a copied conversation', () => {
  it('has what was said and the last result of each call, and nothing of how the run fared', () => {
    const { events, sequence } = copyConversation(LOG, 1);
    expect(typesOf(events)).toEqual(['turn_answered', 'call_refused', 'call_settled', 'results_compacted']);
    expect(events[2]).toMatchObject({ callId: 'd', state: 'succeeded' });
    expect(sequence).toBe(13);
    expect(events[0]).not.toHaveProperty('usage');
    expect(events[0]).not.toHaveProperty('costMicros');
  });

  it('has the messages that the model had read by then, or all of them', () => {
    const messages = (afterTurn?: number) =>
      copyConversation(LOG, afterTurn).events.filter(({ type }) => type === 'message_received');
    expect([0, 1, 2, undefined].map((afterTurn) => messages(afterTurn).length)).toEqual([0, 0, 1, 2]);
    expect(copyConversation(LOG, 0)).toEqual({ events: [], sequence: 1 });
  });

  it.each([0, 1, 2, undefined])(
    'makes a log that follows, in which nothing of the past is to be done (%s)',
    (point) => {
      const log = fork(copyConversation(LOG, point).events);
      let state = EMPTY_RUN;
      for (const [index, event] of log.entries()) {
        expect(findContradiction(state, event, index + 1)).toBeNull();
        state = evolve(state, event);
      }
      expect(outstanding(state).map(describeCommand)).toEqual([`ask_model ${(point ?? 2) + 1}`]);
      expect(state.spent).toEqual({ turns: 0, tokens: 0 });
    },
  );

  it('counts what comes after it for its limits', () => {
    const log = [
      ...fork(copyConversation(LOG, 1).events),
      answered(2, ['c'], 1),
      submitted('c'),
      settled('c', 'succeeded'),
    ];
    expect(foldRun(log).spent).toEqual({ turns: 1, tokens: 100 });
    expect(outstanding(foldRun(log)).map(describeCommand)).toEqual(['fail The run reached its limit of 1 turns.']);
  });

  it('is not taken from where a call has no result, nor from a turn that there is not', () => {
    const open = LOG.slice(0, 8);
    expect(() => copyConversation(open, undefined)).toThrow('Not every call of turn 1 has its result (a is unknown)');
    expect(() => copyConversation(open, 2)).toThrow('There is no turn 2: the run has 1.');
    expect(copyConversation(open, 0).events).toEqual([]);
  });
});
