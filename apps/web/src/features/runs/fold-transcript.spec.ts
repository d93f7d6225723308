import { describe, expect, it } from '@jest/globals';
import { foldTranscript, type LoggedEvent } from './fold-transcript.js';
import { EMPTY_TRANSCRIPT, type Transcript } from './transcript.js';

type Said = readonly [type: string, data?: Record<string, unknown>];

function logOf(...said: readonly Said[]): LoggedEvent[] {
  return said.map(([type, data = {}], index) => {
    return { sequence: index + 1, type, data, recordedAt: new Date(index * 1_000).toISOString() };
  });
}

function read(...said: readonly Said[]): Transcript {
  return foldTranscript(EMPTY_TRANSCRIPT, logOf(...said));
}

const STARTED: Said = ['run_started', { prompt: 'delete it', turnsMax: 5, tokensMax: 1_000 }];
const CALL = { toolCallId: 'turn1_call1', exposedName: 'mcp__Tracker__delete', arguments: '{"id":1}' };
const TURN: Said = [
  'turn_answered',
  { turn: 1, text: 'I delete it.', calls: [CALL], usage: { inputTokens: 10, outputTokens: 5 }, costMicros: 7 },
];
const SUBMITTED: Said = [
  'call_submitted',
  { toolCallId: CALL.toolCallId, callId: 'c1', approvalId: 'a1', state: 'pending_approval' },
];

describe('a transcript', () => {
  it('tells who said what, and what became of each call', () => {
    const settled: Said = [
      'call_settled',
      { toolCallId: CALL.toolCallId, callId: 'c1', state: 'succeeded', isError: false, result: 'gone' },
    ];
    const { entries } = read(STARTED, TURN, SUBMITTED, ['run_suspended'], settled, ['run_resumed']);
    expect(entries).toMatchObject([
      { kind: 'person', text: 'delete it', by: null, sequence: 1 },
      {
        kind: 'turn',
        text: 'I delete it.',
        calls: [{ callId: 'c1', approvalId: 'a1', state: 'succeeded', result: 'gone' }],
      },
    ]);
  });

  it('is the same however the events came in', () => {
    const log = logOf(STARTED, TURN, SUBMITTED, ['run_suspended']);
    const whole = foldTranscript(EMPTY_TRANSCRIPT, log);
    const parts = log.reduce((before, event) => foldTranscript(before, [event]), EMPTY_TRANSCRIPT);
    expect(parts).toEqual(whole);
    expect(foldTranscript(whole, log)).toEqual(whole);
  });

  it('leaves an earlier transcript as it was', () => {
    const before = read(STARTED, TURN);
    const copy = structuredClone(before);
    foldTranscript(before, [{ ...logOf(STARTED, TURN, SUBMITTED)[2] } as LoggedEvent]);
    expect(before).toEqual(copy);
  });

  it('counts turns and tokens against the limits, anew after a message that opens the run again', () => {
    const ended = read(STARTED, TURN, ['run_finished', { answer: 'done' }]);
    expect(ended.spent).toEqual({ turns: 1, tokens: 15 });
    const opened = read(STARTED, TURN, ['run_finished'], ['message_received', { text: 'more', by: { name: 'Ann' } }]);
    expect(opened.spent).toEqual({ turns: 0, tokens: 0 });
    expect(opened.totals).toMatchObject({ usage: { inputTokens: 10 }, costMicros: 7 });
    expect(opened.entries.at(-1)).toMatchObject({ kind: 'person', by: 'Ann' });
  });

  it('counts nothing of what a fork took over', () => {
    const forked: Said = ['run_started', { prompt: 'p', turnsMax: 5, forkedFrom: { runId: 'r', events: 1 } }];
    const { entries, spent, totals } = read(forked, TURN, ['message_received', { text: 'on', by: { name: 'Bob' } }]);
    expect(entries.map(({ isHistory }) => isHistory)).toEqual([false, true, false]);
    expect([spent.turns, totals.costMicros]).toEqual([0, null]);
  });

  it('tells the same failure of the model once, with how often', () => {
    const failed: Said = ['model_failed', { message: 'overloaded', canRepeat: true, retryAfterSeconds: 3 }];
    expect(read(STARTED, failed, failed, failed).entries.slice(1)).toMatchObject([
      { kind: 'model-failed', times: 3, retryAfterSeconds: 3 },
    ]);
  });

  it('takes a call that is made again as waiting again', () => {
    const unknown: Said = ['call_settled', { toolCallId: CALL.toolCallId, callId: 'c1', state: 'retried', result: '' }];
    const again: Said = ['call_submitted', { toolCallId: CALL.toolCallId, callId: 'c2', state: 'pending_approval' }];
    const { entries } = read(STARTED, TURN, SUBMITTED, unknown, again);
    expect(entries[1]).toMatchObject({ calls: [{ callId: 'c2', state: 'pending_approval', settledAt: null }] });
  });

  it('shows what it does not know, and survives data of any shape', () => {
    expect(read(STARTED, ['run_split', { x: 1 }]).entries.at(-1)).toMatchObject({
      kind: 'unknown-event',
      text: 'run_split',
    });
    expect(() =>
      read(['run_started'], ['turn_answered', { calls: [null, 3, {}] }], ['call_settled'], ['call_refused', { x: 1 }]),
    ).not.toThrow();
  });
});
