import { describe, expect, it } from '@jest/globals';
import { newsOf } from './news-of.js';
import { planAppend } from './plan-append.js';
import type { RunEvent } from './run-event.js';
import { foldRun } from './run-state.js';
import type { Performed } from './still-due.js';

const call = (toolCallId: string) => ({ toolCallId, exposedName: 'tool', arguments: '{}' });
const settled = (toolCallId: string): RunEvent => ({
  ...{ type: 'call_settled', toolCallId, callId: `1${toolCallId}`, state: 'succeeded' },
  ...{ isError: false, result: 'much' },
});
const log: RunEvent[] = [
  { type: 'run_started', prompt: 'go', agentVersion: 1, turnsMax: 9 },
  { type: 'turn_answered', turn: 1, text: '', calls: [call('a'), call('b')] },
  settled('a'),
  settled('b'),
];
const compacted = (...toolCallIds: string[]): RunEvent => ({ type: 'results_compacted', toolCallIds });
const asked = (...events: RunEvent[]): Performed => ({
  command: { type: 'ask_model', turn: 2, kind: 'continuation' },
  events,
});

describe('what two replicas that take the same step tell', () => {
  it('leaves the same results out once', () => {
    expect(newsOf(foldRun(log), [asked(compacted('a'))])).toEqual([compacted('a')]);
    const state = foldRun([...log, compacted('a')]);
    expect(newsOf(state, [asked(compacted('a'))])).toEqual([]);
    expect(newsOf(state, [asked(compacted('a', 'b'))])).toEqual([compacted('b')]);
  });

  it('can always be appended', () => {
    const state = foldRun([...log, compacted('a')]);
    const news = newsOf(state, [asked(compacted('a'), { type: 'model_failed', message: 'HTTP 500', canRepeat: true })]);
    expect(planAppend({ state, version: 5 }, news)?.events).toMatchObject([{ type: 'model_failed' }]);
  });
});
